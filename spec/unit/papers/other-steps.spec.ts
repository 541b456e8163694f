import { describe, expect, it } from "vitest";
import { type Arm, armKey } from "../../../src/experiment/arm.ts";
import type { CurveFacts } from "../../../src/experiment/curve-metric.ts";
import {
  aucStep,
  farFromMiddle,
  halfRise,
  klAt,
  klAtTarget,
  later,
  laterThan,
  maxSlopeStepOfJs,
  maxSlopeStepOfKl,
  maxSlopeStepTo,
  nonLinearity,
  paper,
  parabola,
  stepAt,
  timesAsHigh,
} from "../../../src/papers/synthetic-activations/index.ts";
import type { LevelScales } from "../../../src/papers/synthetic-activations/scales.ts";
import { fakeLab } from "../../support/fake-lab.ts";

const scales: LevelScales = { step: 1, plateauLevel: 1, blowUpLevel: 0.01 };
const facts: CurveFacts<LevelScales> = { distance: 100, nearest: 100, scales };
const curveOf = (of: (n: number) => number) => Float64Array.from({ length: 100 }, (_, n) => of(n));
const line = curveOf((n) => n);
const step = curveOf((n) => 100 / (1 + Math.exp((40 - n) / 2)));
const flat = curveOf(() => 0);

describe("the other steps of a curve", () => {
  it("lie where a step is, each in its own sense: leaving the line, half way up, at the top", () => {
    const nl = nonLinearity.absolute.of(step, facts)!;
    const half = halfRise.absolute.of(step, facts)!;
    const auc = aucStep.absolute.of(step, facts)!;
    expect([nl < 20, half, auc > 30 && auc < 45]).toEqual([true, 41, true]);
  });

  it.each([
    ["AUC step", aucStep, 5, 99],
    ["first non-linearity step", nonLinearity, null, 100],
    ["half-rise step", halfRise, 50, 99],
  ] as const)("have edges: the %s of a line, and of a curve that never rises", (_, metric, ofLine, never) => {
    for (const schedule of ["absolute", "relative"] as const) {
      expect(metric[schedule].of(line, facts)).toBe(ofLine);
      expect(metric[schedule].of(flat, facts)).toBeNull();
      expect(metric[schedule].ifNever).toBe(never);
    }
  });

  it("say where they lie at the end of what was looked at", () => {
    const ends = (nearest: number) => halfRise.absolute.atEnd!(41, step, { ...facts, nearest });
    expect([ends(43), ends(44)]).toEqual([true, false]);
  });

  it("look no further than the base's nearest target in absolute steps, and at all of a relative path", () => {
    const near = { ...facts, nearest: 30 };
    for (const metric of [aucStep, halfRise, nonLinearity]) {
      expect(metric.absolute.of(step, near)).toBe(metric.absolute.of(step.slice(0, 30), facts));
      expect(metric.relative.of(step, near)).toBe(metric.relative.of(step, facts));
    }
  });
});

describe("readings of a curve", () => {
  it("are KL at a step and at the target, and nothing beyond a path's end", () => {
    expect([klAt(20), klAt(60), klAtTarget].map((metric) => metric.of(line, facts))).toEqual([20, 60, 99]);
    expect(klAt(60).of(line.slice(0, 20), facts)).toBeNull();
  });

  it("say whether the uncut max slope step lies beyond one, without a blow-up that it does", () => {
    const at = maxSlopeStepTo.uncut.of(step, facts)!;
    expect([laterThan(at).of(step, facts), laterThan(at - 1).of(step, facts)]).toEqual([0, 1]);
    expect([laterThan(9).of(flat, facts), laterThan(9).ifNever]).toEqual([null, 1]);
  });
});

describe("curves that are planted", () => {
  it("have the height of the measured one, and their own shape", () => {
    expect(Array.from(timesAsHigh(3)(step, facts))).toEqual(Array.from(step, (value) => 3 * value));
    const bent = parabola(step, facts);
    expect(bent[60]! / bent[20]!).toBeCloseTo(9, 9);
    const jump = stepAt(40)(step);
    expect(jump[60]! / jump[20]!).toBeGreaterThan(1000);
  });

  it("are far from the middle on the side where the response came", () => {
    const at = (curve: Float64Array) => maxSlopeStepTo.uncut.of(farFromMiddle(curve, facts), facts);
    expect([at(step), at(later(30)(step, facts))]).toEqual([14, 85]);
  });
});

describe("L2, KL and JS of one path", () => {
  const batch: readonly Arm[] = paper.batch;

  it("are read off the same rows: KL and JS curves of the batch cost no pass of the model, and move no L2 curve", async () => {
    const both = fakeLab();
    const alone = fakeLab({
      plan: { ...paper, batch: batch.filter(({ output = "l2" }) => output === "l2") },
    });
    const [state, other] = [await both.lab.measureShown(), await alone.lab.measureShown()];
    expect(both.model.asked.resumed.map(({ rows }) => rows)).toEqual(
      alone.model.asked.resumed.map(({ rows }) => rows),
    );
    for (const [key, { values }] of other.curves) expect(state.curves.get(key)!.values).toEqual(values);
    for (const read of ["kl", "js"]) {
      const keys = batch.filter(({ output }) => output === read).map(armKey);
      expect(keys).toHaveLength(5);
      expect(keys.every((key) => state.curves.get(key)!.values.some((moved) => moved > 0))).toBe(true);
    }
  });

  it("are three curves: JS lies within 0..1, and its max slope step has a level of its own", async () => {
    const { lab } = fakeLab({ onSubject: true });
    const metrics = [maxSlopeStepOfKl.absolute, maxSlopeStepOfJs.absolute];
    expect(metrics.map(({ key }) => key)).toEqual(["maxSlopeStep.absolute.kl", "maxSlopeStep.absolute.js"]);
    const last = { ...klAtTarget, output: "l2" } as const;
    const moved = (await lab.sample(last, "real")).values;
    const distances = (await lab.sample({ ...last, output: "js" }, "real")).values;
    expect(distances).toEqual(moved.map((far) => Math.tanh(far! / 10))); // as the fake model has it
    const flatBelow = curveOf((n) => Math.min(1, 0.019 * n));
    expect(maxSlopeStepOfJs.relative.of(flatBelow, facts)).toBeNull();
    expect(
      maxSlopeStepOfJs.relative.of(
        curveOf((n) => Math.min(1, 0.021 * n)),
        facts,
      ),
    ).not.toBeNull();
  });
});
