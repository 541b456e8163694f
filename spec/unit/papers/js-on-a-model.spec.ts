import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { openModel } from "../../../src/checkpoint/open-model.ts";
import { relativePath } from "../../../src/experiment/perturbation-path.ts";
import { curveOfRows } from "../../../src/experiment/walks/curve-of-rows.ts";
import { distance, rowOf } from "../../../src/math/vec.ts";
import { hookPoint } from "../../../src/model/hook-point.ts";
import { maxSlopeStepOfJs } from "../../../src/papers/synthetic-activations/index.ts";

const DIR = "fixtures/reference/prototype";
const AT = hookPoint(1, "pre");
const END = hookPoint(7, "post");
const POINTS = 100;
/** Of each pair's path this share is looked at by a metric that ends at a base's nearest target. */
const NEARER = 0.6;

interface Pair {
  readonly base_tokens: readonly number[];
  readonly target_tokens: readonly number[];
}
const { pairs } = JSON.parse(readFileSync(`${DIR}/expected.json`, "utf8")) as { pairs: readonly Pair[] };

/** Next-token probabilities of logits, float64. */
function probabilities(logits: Float32Array): Float64Array {
  const most = logits.reduce((a, b) => Math.max(a, b));
  const weights = Float64Array.from(logits, (logit) => Math.exp(logit - most));
  const total = weights.reduce((a, b) => a + b);
  return weights.map((weight) => weight / total);
}

const bitsOf = (p: Float64Array) => p.reduce((sum, x) => sum - (x > 0 ? x * Math.log2(x) : 0), 0);

/** From entropies: H((P + Q) / 2) - (H(P) + H(Q)) / 2. */
function jensenShannonBits(p: Float64Array, q: Float64Array): number {
  const mixture = p.map((x, v) => (x + q[v]!) / 2);
  return Math.max(0, bitsOf(mixture) - (bitsOf(p) + bitsOf(q)) / 2);
}

/** The end of the largest rise among the first `entries`, where it is above 0.02. */
function steepest(curve: readonly number[], entries: number): number | null {
  let [step, largest] = [0, -1];
  for (let n = 1; n < entries; n++) {
    const rise = curve[n]! - curve[n - 1]!;
    if (rise > largest) [step, largest] = [n, rise];
  }
  return largest > 0.02 ? step : null;
}

describe("the max slope step of JS on a model", async () => {
  const model = await openModel(DIR, { convention: "raw", threads: 1 });
  const streamOf = async (tokens: readonly number[]) =>
    (await model.run({ from: { tokens }, read: [AT] })).residuals.get(AT)!;

  it("is that of distances made from the entropies of whole passes, up to the end and up to a nearer target", async () => {
    const found: (number | null)[] = [];
    for (const pair of pairs.slice(0, 6)) {
      const residual = await streamOf(pair.base_tokens);
      const base = rowOf(residual, residual.rows - 1);
      const target = rowOf(await streamOf(pair.target_tokens), residual.rows - 1);
      const last = relativePath(base, target, POINTS);

      const apart: number[] = [];
      let first: Float64Array | undefined;
      for (let n = 0; n < POINTS; n++) {
        const patches = [{ at: AT, position: -1, vector: rowOf(last, n) }];
        const { logits } = await model.run({
          from: { residual, at: AT },
          read: [],
          patches,
          logits: true,
        });
        const predicted = probabilities(rowOf(logits!, logits!.rows - 1));
        first ??= predicted;
        apart.push(Math.sqrt(jensenShannonBits(first, predicted)));
      }

      const read = await model.resumeFrom({ residual, at: AT, last, readAt: END });
      const curve = await curveOfRows(read, "js", { model, readAt: END });
      apart.forEach((js, n) => {
        expect(Math.abs(curve[n]! ** 2 - js ** 2), `point ${n}`).toBeLessThan(2e-6);
      });
      const length = distance(base, target);
      const step = length / (POINTS - 1);
      const facts = {
        distance: length,
        nearest: NEARER * length,
        scales: { step, plateauLevel: 1, blowUpLevel: 1e9 },
      };
      const whole = maxSlopeStepOfJs.relative.of(curve, facts);
      const nearer = maxSlopeStepOfJs.absolute.of(curve, facts);
      expect([whole, nearer]).toEqual([
        steepest(apart, POINTS),
        steepest(apart, Math.floor(NEARER * (POINTS - 1))),
      ]);
      found.push(whole, nearer);
    }
    const steps = new Set(found);
    expect(steps.size).toBeGreaterThan(6);
    expect(steps).toContain(null);
  });
});
