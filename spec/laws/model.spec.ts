import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openModel } from "../../src/checkpoint/open-model.ts";
import { rngFromSeed } from "../../src/math/rng.ts";
import { type Activation, coordinateMean, rowOf } from "../../src/math/vec.ts";
import { type HookPoint, hookPoint } from "../../src/model/hook-point.ts";
import { checkAsyncProperty } from "../../src/vitest/property.ts";
import { relativeError, TINY, type TinyModel, tinyModels, withJax, withOrt } from "../support/tiny-models.ts";

/** A tiny model with a prompt, a point to replace, a point to read, and rows to put there. */
const runs = tinyModels.chain((tiny) => {
  const { layers, positions, vocabulary, dModel } = tiny.config;
  return fc.record({
    tiny: fc.constant(tiny),
    tokens: fc.array(fc.nat({ max: vocabulary - 1 }), { minLength: 1, maxLength: positions }),
    points: fc
      .tuple(fc.nat({ max: 2 * layers }), fc.nat({ max: 2 * layers }))
      .map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const),
    rows: fc.array(fc.array(fc.integer({ min: -300, max: 300 }), { minLength: dModel, maxLength: dModel }), {
      minLength: 1,
      maxLength: 5,
    }),
  });
});

/** The hook point at a depth; depth 2 x layers is the last block's post. */
function pointAt(depth: number, tiny: TinyModel): HookPoint {
  if (depth === 2 * tiny.config.layers) return hookPoint(tiny.config.layers - 1, "post");
  return hookPoint(depth >> 1, depth % 2 === 0 ? "pre" : "mid");
}

function matrix(rows: readonly (readonly number[])[]) {
  return { rows: rows.length, cols: rows[0]!.length, data: Float32Array.from(rows.flat(), (v) => v / 100) };
}

describe("the fast path", () => {
  it("equals whole sequences with the last position replaced, for any model, prompt, layers and number of rows", async () => {
    await checkAsyncProperty(
      fc.asyncProperty(
        runs,
        fc.constantFrom("raw" as const, "centred" as const),
        async ({ tiny, tokens, points, rows }, convention) =>
          withOrt(tiny, convention, async (model) => {
            const [at, readAt] = [pointAt(points[0], tiny), pointAt(points[1], tiny)];
            const last = matrix(rows);
            const residual = (await model.run({ from: { tokens }, read: [at] })).residuals.get(at)!;
            const fast = await model.resumeFrom({ residual, at, last, readAt });
            for (let i = 0; i < last.rows; i++) {
              const patches = [{ at, position: -1, vector: rowOf(last, i) as Activation }];
              const whole = (await model.run({ from: { tokens }, read: [readAt], patches })).residuals.get(
                readAt,
              )!;
              expect(relativeError(rowOf(fast, i), rowOf(whole, whole.rows - 1))).toBeLessThan(1e-5);
            }
          }),
      ),
      { numRuns: 40 },
    );
  });
});

describe("onnxruntime and jax-js", () => {
  it("agree on every point and on the logits, for any model and prompt", async () => {
    await checkAsyncProperty(
      fc.asyncProperty(runs, async ({ tiny, tokens }) => {
        const read = Array.from({ length: 2 * tiny.config.layers + 1 }, (_, depth) => pointAt(depth, tiny));
        const call = { from: { tokens }, read, logits: true };
        const ort = await withOrt(tiny, "raw", (model) => model.run(call));
        const jax = await withJax(tiny, "raw", (model) => model.run(call));
        for (const at of read)
          expect(relativeError(ort.residuals.get(at)!.data, jax.residuals.get(at)!.data), at).toBeLessThan(
            2e-5,
          );
        expect(relativeError(ort.logits!.data, jax.logits!.data)).toBeLessThan(2e-5);
      }),
      { numRuns: 8 },
    );
  });
});

describe("the centred convention", () => {
  it("is the raw stream with its mean taken out, and logits that do not differ", async () => {
    await checkAsyncProperty(
      fc.asyncProperty(runs, async ({ tiny, tokens, points }) => {
        const at = pointAt(points[1], tiny);
        const call = { from: { tokens }, read: [at], logits: true };
        const raw = await withOrt(tiny, "raw", (model) => model.run(call));
        const centred = await withOrt(tiny, "centred", (model) => model.run(call));
        const stream = raw.residuals.get(at)!;
        for (let p = 0; p < stream.rows; p++) {
          const mean = coordinateMean(rowOf(stream, p));
          const got = rowOf(centred.residuals.get(at)!, p);
          expect(got).toEqual(rowOf(stream, p).map((v) => v - mean));
          expect(Math.abs(coordinateMean(got))).toBeLessThan(1e-6);
        }
        expect(centred.logits!.data).toEqual(raw.logits!.data);
      }),
      { numRuns: 20 },
    );
  });

  it("keeps the mean of the vector that was put in, at that position and at no other", async () => {
    await checkAsyncProperty(
      fc.asyncProperty(runs, async ({ tiny, tokens, points, rows }) => {
        const [at, readAt] = [pointAt(points[0], tiny), pointAt(points[1], tiny)];
        const vector = rowOf(matrix(rows), 0) as Activation;
        const position = tokens.length >> 1;
        const call = { from: { tokens }, read: [readAt], patches: [{ at, position, vector }] };
        const raw = (await withOrt(tiny, "raw", (model) => model.run(call))).residuals.get(readAt)!;
        const centred = (await withOrt(tiny, "centred", (model) => model.run(call))).residuals.get(readAt)!;
        for (let p = 0; p < raw.rows; p++) {
          const shift = (p === position ? coordinateMean(vector) : 0) - coordinateMean(rowOf(raw, p));
          expect(rowOf(centred, p)).toEqual(rowOf(raw, p).map((v) => v + shift));
        }
      }),
      { numRuns: 20 },
    );
  });

  it("starts in the middle from what it wrote down, patched positions included", async () => {
    await withOrt(TINY, "centred", async (model) => {
      const [at, later] = [hookPoint(1, "mid"), hookPoint(2, "post")];
      const rng = rngFromSeed("centred");
      const vector: Activation = Float32Array.from({ length: 12 }, () => 1 + rng.normal());
      const patches = [{ at: hookPoint(0, "pre"), position: 1, vector }];
      const full = await model.run({ from: { tokens: [1, 2, 3] }, read: [at, later], patches });
      const resumed = await model.run({ from: { residual: full.residuals.get(at)!, at }, read: [later] });
      const [got, wanted] = [resumed.residuals.get(later)!, full.residuals.get(later)!];
      expect(relativeError(got.data, wanted.data)).toBeLessThan(1e-5);
      expect(coordinateMean(rowOf(got, 1))).toBeCloseTo(coordinateMean(vector), 5);
    });
  });
});

describe("batches of the fast path", () => {
  it("change no row beyond kernel noise, whatever their number", async () => {
    await withOrt(TINY, "raw", async (model) => {
      const at = hookPoint(1, "pre");
      const rng = rngFromSeed("batches");
      const rows = 40;
      const data = Float32Array.from({ length: rows * 12 }, () => rng.normal());
      const residual = (await model.run({ from: { tokens: [5, 4, 3, 2] }, read: [at] })).residuals.get(at)!;
      const resume = (from: number, to: number) =>
        model.resumeFrom({
          residual,
          at,
          last: { rows: to - from, cols: 12, data: data.slice(from * 12, to * 12) },
          readAt: hookPoint(2, "post"),
        });
      const all = await resume(0, rows);
      for (const [from, to] of [
        [0, 1],
        [1, 3],
        [3, 40],
        [17, 33],
      ] as const) {
        const part = await resume(from, to);
        for (let i = from; i < to; i++)
          expect(relativeError(rowOf(part, i - from), rowOf(all, i))).toBeLessThan(1e-6);
      }
    });
  });
});

describe("a lone row on onnxruntime", () => {
  it("has the bits it has in a batch, because it is padded to two", async () => {
    const model = await openModel("fixtures/reference/prototype", { convention: "raw", threads: 1 });
    const at = hookPoint(1, "pre");
    const residual = (await model.run({ from: { tokens: [5, 4, 3, 2] }, read: [at] })).residuals.get(at)!;
    const rng = rngFromSeed("lone");
    const data = Float32Array.from({ length: 2 * 96 }, () => rng.normal());
    const resume = (rows: number) =>
      model.resumeFrom({
        residual,
        at,
        last: { rows, cols: 96, data: data.slice(0, rows * 96) },
        readAt: hookPoint(7, "post"),
      });
    expect((await resume(1)).data).toEqual((await resume(2)).data.slice(0, 96));
    await model.dispose();
  });
});
