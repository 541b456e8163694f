import { rename } from "node:fs/promises";
import { join } from "node:path";
import * as ort from "onnxruntime-node";
import { afterEach, describe, expect, it, vi } from "vitest";
import { loadModelDirectory } from "../../../src/checkpoint/model-directory.ts";
import { createKeptSessions } from "../../../src/model/ort-kept-sessions.ts";
import { createOrtModel } from "../../../src/model/ort-model.ts";
import { createOrtProducts } from "../../../src/model/ort-products.ts";
import { TINY, withDirectory } from "../../support/tiny-models.ts";

const DEPTH = "blocks.2.hook_resid_post";
const matrix = { rows: 1, cols: 1, data: Float32Array.of(3) };

/** The real sessions that are made from now on: those that are open, and a way to fail the next one. */
function watchSessions() {
  const open = new Set<ort.InferenceSession>();
  const create = ort.InferenceSession.create.bind(ort.InferenceSession) as (
    model: Uint8Array,
    options: ort.InferenceSession.SessionOptions,
  ) => Promise<ort.InferenceSession>;
  const watched = async (model: Uint8Array, options: ort.InferenceSession.SessionOptions) => {
    const session = await create(model, options);
    open.add(session);
    const release = session.release.bind(session);
    session.release = async () => {
      open.delete(session);
      await release();
    };
    return session;
  };
  const spy = vi.spyOn(ort.InferenceSession, "create").mockImplementation(watched as never);
  const failNext = () =>
    spy.mockImplementationOnce((async () => Promise.reject(new Error("no memory"))) as never);
  return { open, failNext };
}

afterEach(() => vi.restoreAllMocks());

describe("kept sessions", () => {
  /** A session that only tells that it is released, and fails at it where told to. */
  const session = (told: string[], name: string, { fails = false } = {}) =>
    ({
      async release() {
        told.push(name);
        if (fails) throw new Error(`${name} is stuck`);
      },
    }) as ort.InferenceSession;

  it("are made once, also when asked for twice at the same time", async () => {
    const sessions = createKeptSessions();
    const make = vi.fn(async () => session([], "a"));
    const [one, other] = await Promise.all([sessions.of("a", make), sessions.of("a", make)]);
    expect(await sessions.of("a", make)).toBe(one);
    expect(other).toBe(one);
    expect(make).toHaveBeenCalledTimes(1);
  });

  it("are made again after they could not be made", async () => {
    const sessions = createKeptSessions();
    const made = session([], "a");
    const make = vi.fn(async () => made).mockRejectedValueOnce(new Error("no memory"));
    await expect(sessions.of("a", make)).rejects.toThrow("no memory");
    expect(await sessions.of("a", make)).toBe(made);
  });

  it("are all released, those that are just being made too, whatever becomes of the others", async () => {
    const sessions = createKeptSessions();
    const told: string[] = [];
    await sessions.of("a", async () => session(told, "a", { fails: true }));
    const failing = sessions.of("b", async () => Promise.reject(new Error("no memory")));
    const making = sessions.of("c", async () => session(told, "c"));
    const releasing = sessions.release();
    await expect(failing).rejects.toThrow("no memory");
    await expect(releasing).rejects.toThrow("a is stuck");
    await making;
    expect(told).toEqual(["a", "c"]);
    await sessions.release();
    expect(told).toEqual(["a", "c"]);
  });
});

describe("a model on onnxruntime whose weights are gone for a while", () => {
  it("runs once they are back, with the same numbers, and leaves no session open", async () => {
    await withDirectory(TINY, async (dir) => {
      const checkpoint = await loadModelDirectory(dir, { cacheDir: join(dir, "cache") });
      const weights = join(checkpoint.weightsFolder, "model.safetensors");
      const { open } = watchSessions();
      const openModel = () => createOrtModel(checkpoint, { convention: "raw", threads: 1 });
      const run = { from: { tokens: [1, 2, 3] }, read: [DEPTH] } as const;

      const [undisturbed, model] = [openModel(), openModel()];
      const expected = (await undisturbed.run(run)).residuals.get(DEPTH)!.data;
      await undisturbed.dispose();
      await model.run({ from: run.from, read: ["blocks.0.hook_resid_post"] });
      await rename(weights, `${weights}.away`);
      await expect(model.run(run)).rejects.toThrow("model.safetensors");
      await rename(`${weights}.away`, weights);
      expect((await model.run(run)).residuals.get(DEPTH)!.data).toEqual(expected);
      expect(open.size).toBeGreaterThan(2);
      await model.dispose();
      expect(open.size).toBe(0);
    });
  });

  it("is disposed of whole when a session was never made", async () => {
    await withDirectory(TINY, async (dir) => {
      const checkpoint = await loadModelDirectory(dir, { cacheDir: join(dir, "cache") });
      const weights = join(checkpoint.weightsFolder, "model.safetensors");
      const { open } = watchSessions();
      const model = createOrtModel(checkpoint, { convention: "raw", threads: 1 });
      await rename(weights, `${weights}.away`);
      const failing = model.run({ from: { tokens: [1, 2, 3] }, read: [DEPTH] });
      await expect(failing).rejects.toThrow("model.safetensors");
      await rename(`${weights}.away`, weights);
      const end = { rows: 2, cols: TINY.config.dModel, data: new Float32Array(2 * TINY.config.dModel) };
      await model.divergences(end);
      expect(open.size).toBe(1);
      await model.dispose();
      expect(open.size).toBe(0);
    });
  });
});

describe("matrix products on onnxruntime", () => {
  it("go on after a session that could not be made, and leave none open", async () => {
    const { open, failNext } = watchSessions();
    const products = createOrtProducts(1);
    failNext();
    await expect(products.times(matrix, matrix)).rejects.toThrow("no memory");
    expect((await products.timesTransposed(matrix, matrix)).data).toEqual(Float32Array.of(9));
    await products.release();
    expect(open.size).toBe(0);
    expect((await products.times(matrix, matrix)).data).toEqual(Float32Array.of(9));
    await products.release();
    expect(open.size).toBe(0);
  });
});
