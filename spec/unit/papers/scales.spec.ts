import { describe, expect, it } from "vitest";
import type { ArmCurves } from "../../../src/experiment/measure.ts";
import { scales as sensitive } from "../../../src/papers/sensitive-directions/scales.ts";
import { scales as stable } from "../../../src/papers/stable-regions/scales.ts";
import { scales as synthetic } from "../../../src/papers/synthetic-activations/scales.ts";

const facts = { onSubject: false, grid: "paper", meanTargetDistance: 24 } as const;
const none = (): ArmCurves => {
  throw new Error("no curve is asked for");
};

describe("the scales of synthetic activations", () => {
  it("are the paper's numbers on its subject, whatever the distances there", () => {
    const levels = { plateauLevel: 20, blowUpLevel: 0.02 };
    expect(synthetic.of({ ...facts, onSubject: true }, none)).toEqual({ step: 0.5, ...levels });
    const { step, ...same } = synthetic.of({ ...facts, onSubject: true, grid: "authors" }, none);
    expect(step).toBeCloseTo(50 / 99, 12);
    expect(same).toEqual(levels);
  });

  it("are elsewhere an 80th of the mean distance, 8.3 % of where real relative paths end, and a thousandth of that", () => {
    const curves = { distance: [1, 1, 1], values: Float64Array.of(0, 5, 30, 0, 9, 60, 0, 1, 90), points: 3 };
    const asked: string[] = [];
    const { step, plateauLevel, blowUpLevel } = synthetic.of(facts, ({ perturbation, type }) => {
      asked.push(`${perturbation.key} ${type}`);
      return curves as unknown as ArmCurves;
    });
    expect(asked).toEqual(["towards.relative real"]);
    expect(step).toBeCloseTo(0.3, 12);
    expect(plateauLevel).toBeCloseTo(0.083 * 60, 12);
    expect(blowUpLevel).toBeCloseTo(0.083 * 0.06, 12);
    // the authors' step is 100/99 of the paper's, here too
    expect(synthetic.step({ ...facts, grid: "authors" })).toBeCloseTo(0.3 * (100 / 99), 12);
  });
});

it("the step of sensitive directions is 20 on its subject and a fifth of the mean distance elsewhere", () => {
  expect([sensitive.step({ ...facts, onSubject: true }), sensitive.step(facts)]).toEqual([20, 4.8]);
  expect(sensitive.of(facts, none)).toEqual({ step: 4.8 });
});

it("the step of stable regions is the mean distance over the rises of a path", () => {
  for (const onSubject of [true, false])
    expect(stable.step({ ...facts, onSubject })).toBeCloseTo(24 / 49, 12);
  expect(stable.of(facts, none)).toEqual({ step: stable.step(facts) });
});
