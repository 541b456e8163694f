import { Worker } from "node:worker_threads";
import { afterEach, describe, expect, it, vi } from "vitest";
import { loadModelDirectory } from "../../../../src/checkpoint/model-directory.ts";
import { InvalidInputError, NonFiniteError, ThreadEndedError } from "../../../../src/errors/index.ts";
import { mapInParallel } from "../../../../src/math/in-parallel.ts";
import { rngFromSeed } from "../../../../src/math/rng.ts";
import { hookPoint } from "../../../../src/model/hook-point.ts";
import type { LanguageModel } from "../../../../src/model/language-model.ts";
import { createOrtModel } from "../../../../src/model/ort-model.ts";
import { createModelPool, type ModelPool } from "../../../../src/model/pool/model-pool.ts";
import { TOY } from "../../../support/toy-family.ts";

const DIR = "fixtures/reference/random-gpt2";
const AT = hookPoint(1, "pre");
const THREADS = 1;

let pool: ModelPool | undefined;
afterEach(async () => {
  await pool?.close();
  pool = undefined;
});
const opened = (workers: number) => {
  pool = createModelPool({ workers, threads: THREADS });
  return pool;
};

/** What calls of every kind give, made `atOnce` at a time: every number of them. */
async function answers(model: LanguageModel, atOnce: number): Promise<readonly Float32Array[]> {
  const { layers, dModel } = model.shape;
  const readAt = hookPoint(layers - 1, "post");
  return mapInParallel([0, 1, 2, 3, 4, 5], atOnce, async (base) => {
    const tokens = Array.from({ length: 6 }, (_, p) => (base * 5 + p) % 10);
    const { residuals, logits } = await model.run({ from: { tokens }, read: [AT], logits: true });
    const residual = residuals.get(AT)!;
    const rng = rngFromSeed(base);
    const last = {
      rows: 7,
      cols: dModel,
      data: Float32Array.from({ length: 7 * dModel }, () => rng.normal()),
    };
    const end = await model.resumeFrom({ residual, at: AT, last, readAt });
    const divergences = Float32Array.from(await model.divergences(end));
    const distances = Float32Array.from(await model.jensenShannon(end));
    const pre = await model.mlpPre({ residual, at: AT, last, blocks: [1] });
    return Float32Array.of(
      ...residual.data,
      ...logits!.data,
      ...end.data,
      ...pre.data,
      ...divergences,
      ...distances,
    );
  });
}

describe("a pool of threads", () => {
  it("gives the bits of one thread on any number of workers, however many calls are under way", async () => {
    const checkpoint = await loadModelDirectory(DIR);
    const alone = createOrtModel(checkpoint, { convention: "raw", threads: THREADS });
    const expected = await answers(alone, 1);
    await alone.dispose();
    for (const workers of [1, 2, 5]) {
      const model = opened(workers).open(checkpoint, "raw");
      expect(model.callsAtOnce).toBeGreaterThan(workers);
      expect(await answers(model, 6)).toEqual(expected);
      await pool!.close();
    }
  });

  it("computes the models that are open in it apart, and none that was disposed of", async () => {
    const checkpoint = await loadModelDirectory(DIR);
    const { open } = opened(2);
    const [raw, centred] = [open(checkpoint, "raw"), open(checkpoint, "centred")];
    const [one, other] = await Promise.all([answers(raw, 3), answers(centred, 3)]);
    expect(one).not.toEqual(other);
    await raw.dispose();
    await expect(answers(raw, 1)).rejects.toThrow(InvalidInputError);
    expect(await answers(centred, 3)).toEqual(other);
  });

  it("refuses what a caller does wrong by the errors of the port", async () => {
    const model = opened(1).open(await loadModelDirectory(DIR), "raw");
    await expect(model.run({ from: { tokens: [-1] }, read: [AT] })).rejects.toThrow(InvalidInputError);
    const end = { rows: 2, cols: model.shape.dModel, data: new Float32Array(2 * model.shape.dModel) };
    end.data[1] = Number.NaN;
    await expect(model.divergences(end)).rejects.toThrow(NonFiniteError);
  });

  it("refuses a family that its threads do not have", async () => {
    const checkpoint = { ...(await loadModelDirectory(DIR)), family: TOY.family as never };
    expect(() => opened(1).open(checkpoint, "raw")).toThrow("is not registered");
  });

  it("fails every call with a sentence when a thread ends", async () => {
    const post = vi.spyOn(Worker.prototype, "postMessage").mockImplementation(function (this: Worker) {
      void this.terminate(); // as a system does that has no memory left
    });
    const model = opened(1).open(await loadModelDirectory(DIR), "raw");
    const calls = [0, 1, 2].map(() => model.run({ from: { tokens: [1] }, read: [AT] }));
    const ends = await Promise.allSettled(calls);
    post.mockRestore();
    for (const end of ends) expect((end as PromiseRejectedResult).reason).toBeInstanceOf(ThreadEndedError);
  });
});
