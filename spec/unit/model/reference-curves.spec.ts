import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { openModel } from "../../../src/checkpoint/open-model.ts";
import { openSae } from "../../../src/checkpoint/sae-directory.ts";
import { maxSlopeStep, sensitivityCurve } from "../../../src/experiment/curve-metrics.ts";
import { relativePath } from "../../../src/experiment/perturbation-path.ts";
import { distance, rowOf } from "../../../src/math/vec.ts";
import { hookPoint } from "../../../src/model/hook-point.ts";
import { checkSaeFits } from "../../../src/sae/check-sae-fits.ts";
import { relativeError } from "../../support/tiny-models.ts";

interface Pair {
  readonly base_tokens: readonly number[];
  readonly target_tokens: readonly number[];
  readonly distance: number;
  readonly l2_curve: readonly number[];
  readonly max_slope_step: number;
  readonly sae_active_latents: Readonly<Record<string, number>>;
  readonly sae_reconstruction_l2_error: number;
}

const DIR = "fixtures/reference/prototype";
const AT = hookPoint(1, "pre");
const { pairs } = JSON.parse(readFileSync(`${DIR}/expected.json`, "utf8")) as { pairs: readonly Pair[] };

/** float64 values of an independent implementation. */
describe("the prototype organism", async () => {
  const model = await openModel(DIR, { convention: "raw", threads: 1 });
  const sae = await openSae(`${DIR}/sae/blocks.1.hook_resid_pre`);
  const streamOf = async (tokens: readonly number[]) =>
    (await model.run({ from: { tokens }, read: [AT] })).residuals.get(AT)!;

  it("has the reference's 20 curves within 1e-4, and its max slope steps", async () => {
    expect(pairs).toHaveLength(20);
    for (const pair of pairs) {
      const residual = await streamOf(pair.base_tokens);
      const base = rowOf(residual, residual.rows - 1);
      const target = rowOf(await streamOf(pair.target_tokens), residual.rows - 1);
      expect(Math.abs(distance(base, target) / pair.distance - 1)).toBeLessThan(1e-5);
      const last = relativePath(base, target, 100);
      const read = await model.resumeFrom({ residual, at: AT, last, readAt: hookPoint(7, "post") });
      const curve = sensitivityCurve(read);
      expect(relativeError(curve, pair.l2_curve)).toBeLessThan(1e-4);
      expectSameStep(maxSlopeStep(curve)!, pair);
    }
  });

  it("has the reference's active latents and reconstruction errors", async () => {
    checkSaeFits(sae, { shape: model.shape, convention: "raw" });
    for (const pair of pairs) {
      const residual = await streamOf(pair.base_tokens);
      const x = rowOf(residual, residual.rows - 1);
      const latents = sae.encode(x);
      expect(Array.from(latents.ids, String)).toEqual(Object.keys(pair.sae_active_latents));
      expect(relativeError(latents.values, Object.values(pair.sae_active_latents))).toBeLessThan(1e-5);
      const error = distance(x, sae.decode(latents));
      expect(Math.abs(error / pair.sae_reconstruction_l2_error - 1)).toBeLessThan(1e-5);
    }
  });
});

/** Equal, or the two rises tie within the curves' own tolerance. */
function expectSameStep(step: number, { max_slope_step: wanted, l2_curve: curve }: Pair): void {
  const rise = (n: number) => curve[n]! - curve[n - 1]!;
  const tie = Math.abs(rise(step) - rise(wanted)) <= 1e-4 * Math.max(...curve);
  expect(step === wanted || tie, `max slope step ${step}, reference ${wanted}`).toBe(true);
}
