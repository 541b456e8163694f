import { describe, expect, it } from "vitest";
import { coActivationOf } from "../../../src/experiment/codes/co-activation.ts";
import { curveOf } from "../../../src/experiment/measure.ts";
import { recordOf } from "../../../src/experiment/record.ts";
import { norm, subtract } from "../../../src/math/vec.ts";
import { paper } from "../../../src/papers/synthetic-activations/index.ts";
import {
  FAKE_BASES,
  FAKE_POINTS,
  FAKE_POPULATION,
  FAKE_SAE,
  FAKE_SEED,
  fakeLab,
} from "../../support/fake-lab.ts";
import { shownOf } from "../../support/shown.ts";

const state = await fakeLab().lab.measureShown();
const record = recordOf(state, { ...shownOf(paper), promptNotes: ["a note"] });
const types = paper.types.map(({ key }) => key);
/** In the order in which they are measured. */
const measured = [...new Set(paper.batch.map(({ type }) => type))];
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe("the record of a run", () => {
  it("tells the model, the place, the scales and what was prepared", () => {
    const { identity, shape } = state.options.model;
    expect(record.model).toEqual({
      ...{
        kind: "other",
        name: identity.name,
        weightsDigest: identity.weightsDigest,
        runtime: identity.runtime,
      },
      ...{ convention: identity.convention, layers: shape.layers, heads: shape.heads },
      ...{ dModel: shape.dModel, vocabulary: shape.vocabulary },
    });
    const { values, ...protocol } = record.protocol;
    const distances = state.preparation.bases.map(({ base, target }) => norm(subtract(base, target)));
    expect(protocol).toMatchObject({
      ...{ seed: FAKE_SEED, bases: FAKE_BASES, points: FAKE_POINTS, promptSource: "made up" },
      promptTokens: state.preparation.bases[0]!.tokens.length,
      perturbAt: "blocks.1.hook_resid_pre",
      readAt: "blocks.2.hook_resid_post",
    });
    expect(protocol.meanTargetDistance).toBeCloseTo(mean(distances), 5);
    const told = Object.fromEntries(values.map(({ key, value }) => [key, value]));
    const { step, plateauLevel, blowUpLevel } = state.scales as unknown as Record<string, number>;
    expect(told).toMatchObject({ step, plateauLevel, blowUpLevel, covariancePrompts: FAKE_POPULATION });
    expect(values[0]!.title).toBe("Absolute step, residual units");
    expect(record.notes).toEqual(["a note"]); // no base was lost
  });

  it("tells how many latents are active and how well the SAE writes the bases", () => {
    const bases = state.preparation.bases.slice(0, FAKE_BASES).map(({ base }) => base);
    const codes = bases.map((base) => FAKE_SAE.encode(base));
    expect(record.sae).toMatchObject({
      latents: FAKE_SAE.dSae,
      alive: FAKE_SAE.alive.length,
      name: FAKE_SAE.name,
    });
    expect(record.sae!.meanL0).toBeCloseTo(mean(codes.map(({ ids }) => ids.length)), 12);
    // 1 - squared error over the squared distance from the mean, over all coordinates
    const centre = Array.from(bases[0]!, (_, k) => mean(bases.map((base) => base[k]!)));
    let [error, spread] = [0, 0];
    bases.forEach((base, i) => {
      const written = FAKE_SAE.decode(codes[i]!);
      base.forEach((value, k) => {
        error += (value - written[k]!) ** 2;
        spread += (value - centre[k]!) ** 2;
      });
    });
    expect(record.sae!.explainedVariance / (1 - error / spread)).toBeCloseTo(1, 9);
    expect(record.coActivation).toEqual(coActivationOf(codes, FAKE_SAE.dSae));
  });

  it("has every metric of every type off its own curves, the first type as the reference of the others", () => {
    expect(record.types.map(({ key }) => key)).toEqual(types);
    expect(record.reference).toBe("real");
    expect(record.metrics.map(({ key }) => key)).toEqual(paper.metrics.map(({ key }) => key));
    for (const [key, ofTypes] of Object.entries(record.measurements)) {
      expect(Object.keys(ofTypes), key).toEqual(measured);
      for (const [type, { n, ksToReference }] of Object.entries(ofTypes)) {
        expect(n).toBe(FAKE_BASES);
        expect(ksToReference === null, `${key} ${type}`).toBe(type === "real");
      }
    }
    const far = record.measurements["targetDistance"]!["random"]!.mean;
    expect(far).toBeCloseTo(mean([...state.curves.get("towards.relative random")!.distance]), 9);
    expect(record.distributions).toHaveLength(paper.metrics.length * types.length);
  });

  it("has the mean curve of every type along every path of L2, of the paper's paths in their order", () => {
    const keys = paper.perturbations.flatMap(({ key }) => measured.map((type) => `${key} ${type}`));
    expect(record.curves.map(({ perturbation, type }) => `${perturbation} ${type}`)).toEqual(keys);
    const arm = state.curves.get("plateau structured")!;
    const last = arm.bases.map((_, row) => curveOf(arm, row).at(-1)!);
    const band = record.curves.find(
      ({ perturbation, type }) => `${perturbation} ${type}` === "plateau structured",
    )!;
    expect(band.mean.at(-1)).toBeCloseTo(mean(last), 9);
  });

  it("has what is measured besides only where it was", () => {
    for (const part of ["ladder", "readings", "geometry", "slices"] as const)
      expect(record).not.toHaveProperty(part);
    const none = recordOf(state, { ...shownOf(paper), ladder: null, readings: null, slices: [] });
    expect(none).toMatchObject({ ladder: null, readings: null, slices: [] });
  });
});
