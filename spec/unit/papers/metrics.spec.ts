import { describe, expect, it } from "vitest";
import type { ActivationType } from "../../../src/activations/index.ts";
import { armKey } from "../../../src/experiment/arm.ts";
import type { CurveMetric } from "../../../src/experiment/curve-metric.ts";
import { curveOf } from "../../../src/experiment/measure.ts";
import { recordOf } from "../../../src/experiment/record.ts";
import { papers } from "../../../src/papers/index.ts";
import { ks } from "../../../src/stats/ks.ts";
import { ksCombination } from "../../../src/stats/ks-combination.ts";
import { meanDifference } from "../../../src/stats/mean-difference.ts";
import { medianOf } from "../../../src/stats/median-of.ts";
import type { Sample, Samples } from "../../../src/stats/sample.ts";
import { fakeLab } from "../../support/fake-lab.ts";
import { fakeModel } from "../../support/fake-model.ts";
import { shownOf } from "../../support/shown.ts";

const { shape } = fakeModel();
const able = papers.filter(({ unmet }) => (unmet?.({ shape, hasSae: true }) ?? null) === null);

it("some paper can be measured on the toy model", () => {
  expect(able.map(({ id }) => id)).toContain("synthetic-activations");
});

describe.each(able.map((paper) => [paper.id, paper] as const))("the metrics of %s", (_, paper) => {
  const scene = async () => {
    const { lab } = fakeLab({ plan: paper });
    const state = await lab.measureShown();
    return { lab, state, record: recordOf(state, shownOf(paper)) };
  };
  const [reference] = paper.types;

  it("are the same numbers to a claim, to the distributions and to the tables of a report", async () => {
    const { lab, state, record } = await scene();
    for (const metric of paper.metrics)
      for (const { key: type } of paper.types) {
        const { values } = await lab.sample(metric, type);
        const curves = state.curves.get(armKey({ perturbation: metric.along, type, output: metric.output }))!;
        const distances = Array.from(curves.distance);
        const nearestOf = ({ along: perturbation, endsAtNearest }: CurveMetric, row: number) =>
          endsAtNearest
            ? Math.min(
                ...paper.nearestAmong!.map(
                  (one) => state.curves.get(armKey({ perturbation, type: one }))!.distance[row]!,
                ),
              )
            : distances[row]!;
        expect(values).toEqual(
          distances.map((distance, row) =>
            metric.of(curveOf(curves, row), {
              distance,
              nearest: nearestOf(metric, row),
              scales: state.scales as never,
            }),
          ),
        );
        const told = record.distributions.find((one) => one.metric === metric.key && one.type === type)!;
        const spread = told.values.flatMap((value, i) => Array<number>(told.counts[i]!).fill(value));
        const measured = values.filter((value) => value !== null);
        expect(spread).toEqual(measured.sort((a, b) => a - b));
        expect([told.n, told.never]).toEqual([values.length, values.length - measured.length]);

        const summary = record.measurements[metric.key]![type]!;
        const counted = values.map((value) => value ?? metric.ifNever!);
        expect(summary.mean).toBeCloseTo(counted.reduce((sum, x) => sum + x, 0) / counted.length, 9);
        const ofReference = await lab.sample(metric, reference!.key);
        expect(summary.ksToReference).toBe(type === reference!.key ? null : ks(ofReference.values, values));
      }
  });

  it("are in words what the report prints of them", async () => {
    const { record } = await scene();
    expect(record.metrics.map(({ key }) => key)).toEqual(paper.metrics.map(({ key }) => key));
    for (const [i, { of: _, atEnd: __, endsAtNearest: ___, along, ...words }] of (
      paper.metrics as readonly CurveMetric[]
    ).entries())
      expect(record.metrics[i]).toEqual({ ...words, along: along.key });
  });

  it("bring unit, symbol and what never counts as into a statistic", async () => {
    const { lab, record } = await scene();
    for (const metric of paper.metrics) {
      const [left, right] = [paper.types[1] ?? reference!, reference!].map(({ key }) => key);
      const statistic = meanDifference(left!, right!, metric);
      expect([statistic.unit, statistic.name]).toEqual([
        metric.unit,
        `mean ${metric.symbol}(${left}) - mean ${metric.symbol}(${right})`,
      ]);
      const table = record.measurements[metric.key]!;
      const samples: Record<string, Sample> = {};
      for (const type of [left!, right!]) samples[type] = (await lab.sample(metric, type)).values;
      const difference = table[left!]!.mean - table[right!]!.mean;
      expect(statistic.of(samples as Samples<ActivationType>)).toBeCloseTo(difference, 9);
      expect(medianOf("g", metric)).toMatchObject({ unit: metric.unit, name: `median ${metric.symbol}(g)` });
      const distance = ksCombination([{ weight: 1, between: ["a", "b"] }], metric);
      expect([distance.unit, distance.name]).toEqual(["probability", `KS(a, b), ${metric.symbol}`]);
    }
  });

  it("are measured together, and before any other, on the arms of the paper's batch", async () => {
    const { state } = await scene();
    const shown = paper.metrics.flatMap(({ along, output }) =>
      paper.types.map(({ key: type }) => armKey({ perturbation: along, type, output })),
    );
    expect([...state.curves.keys()]).toEqual(expect.arrayContaining(shown));
  });
});
