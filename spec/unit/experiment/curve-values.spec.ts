import { expect, it } from "vitest";
import { armKey } from "../../../src/experiment/arm.ts";
import type { CurveMetric } from "../../../src/experiment/curve-metric.ts";
import { curveValues } from "../../../src/experiment/curve-values.ts";
import type { LabState } from "../../../src/experiment/lab-curves.ts";
import type { ArmCurves } from "../../../src/experiment/measure.ts";

const POINTS = 3;

/** Three bases whose curves end at 1, 5 and 2. */
const curves: ArmCurves = {
  bases: [0, 1, 2],
  lost: [],
  values: Float64Array.of(0, 0, 1, 0, 0, 5, 0, 0, 2),
  points: POINTS,
  distance: Float64Array.of(1, 1, 1),
};
const state = {
  options: { plan: {} },
  curves: new Map(),
  curvesBeyond: new Map(),
  scales: { step: 1 },
} as unknown as LabState;

/** The last point; none where it is 5. */
const end = { of: (curve: Float64Array) => (curve[POINTS - 1] === 5 ? null : curve[POINTS - 1]!) };
const metric = (more: Partial<CurveMetric>) => ({ ...end, ...more }) as CurveMetric;

it("counts the values that lie at the end, and a base without the event is none of them", () => {
  const values = [1, null, 2];
  expect(curveValues(metric({ atEnd: (value) => value > 1 }), [curves], state)).toEqual({ values, atEnd: 1 });
  expect(curveValues(metric({ atEnd: () => true }), [curves], state)).toEqual({ values, atEnd: 2 });
});

it("counts none of a metric that cannot lie at an end", () => {
  expect(curveValues(metric({}), [curves, curves], state)).toEqual({
    values: [1, null, 2, 1, null, 2],
    atEnd: 0,
  });
});

it("gives a metric that ends there the distance of every base's nearest target, of all parts, and others their own", () => {
  const along = { key: "p" } as unknown as CurveMetric["along"];
  const at = (type: string, bases: readonly number[], distance: readonly number[]) =>
    [
      armKey({ perturbation: along, type: type as "real" }),
      { ...curves, bases, distance: Float64Array.from(distance) },
    ] as const;
  const among = {
    ...state,
    options: { plan: { nearestAmong: ["real", "random"] } },
    curves: new Map([at("real", [0, 1], [3, 7]), at("random", [0, 1], [5, 4])]),
    curvesBeyond: new Map([at("random", [2], [6])]),
  } as unknown as LabState;
  const nearest = (more: Partial<CurveMetric>) =>
    curveValues(metric({ along, of: (_, facts) => facts.nearest, ...more }), [curves], among).values;
  expect(nearest({ endsAtNearest: true })).toEqual([3, 4, 6]);
  expect(nearest({})).toEqual([1, 1, 1]);
});
