import { describe, expect, it } from "vitest";
import type { CurveMetric } from "../../../src/experiment/curve-metric.ts";
import { maxSlopeStep } from "../../../src/experiment/curve-metrics.ts";
import type { Perturbation } from "../../../src/experiment/perturbation.ts";
import { recordOf } from "../../../src/experiment/record.ts";
import { distance, stackRows } from "../../../src/math/vec.ts";
import { definePaper, type Paper } from "../../../src/paper/paper.ts";
import {
  plateauLength,
  paper as syntheticActivations,
} from "../../../src/papers/synthetic-activations/index.ts";
import { FAKE_BASES, FAKE_POINTS, fakeLab } from "../../support/fake-lab.ts";
import { shownOf } from "../../support/shown.ts";

/** Twice as far as the target, in squares: unlike any path of another paper. */
const leap: Perturbation = {
  key: "leap",
  title: "Leaps",
  short: "leap",
  axis: "leap",
  typeIs: "target",
  stepsGrowWithDistance: true,
  alsoDraws: [],
  path({ base, type, points, draw }) {
    const target = draw(type);
    const row = (n: number) =>
      base.map((x, k) => x + 2 * (n / (points - 1)) ** 2 * (target[k]! - x)) as typeof base;
    return {
      rows: stackRows<"row", "d_model">(Array.from({ length: points }, (_, n) => row(n))),
      length: distance(base, target),
    };
  },
};

const steepest = (output: "l2" | "kl"): CurveMetric => ({
  key: `steepest.${output}`,
  title: "Steepest leap",
  symbol: "SL",
  unit: "leaps",
  axis: "leap",
  meaning: "The leap of the largest rise.",
  never: "never rose",
  ifNever: 0,
  along: leap,
  output,
  of: (curve) => maxSlopeStep(curve),
});

const { ladder: _ladder, readings: _readings, ...withoutLadder } = syntheticActivations;

/** A paper of one path, read as L2 and as KL, that needs neither a population nor an SAE. */
const leaps: Paper = definePaper<Paper>({
  ...withoutLadder,
  id: "leaps",
  perturbations: [leap],
  metrics: [steepest("l2"), steepest("kl")],
  types: [{ key: "real", long: "of another prompt" }],
  batch: [
    { perturbation: leap, type: "real" },
    { perturbation: leap, type: "real", output: "kl" },
  ],
  batchBeyond: [],
  alongside: [],
  scales: { words: { step: "Step" }, from: [], step: () => 1, of: () => ({ step: 1 }) },
  authors: null,
});

describe("a lab of another paper", () => {
  it("measures that paper's arms and no other's", async () => {
    const { lab, model } = fakeLab({ plan: leaps });
    await lab.sample(steepest("l2"), "real");
    const { curves, scales } = await lab.measureShown();
    expect([...curves.keys()]).toEqual(["leap real", "leap real kl"]);
    expect(scales).toEqual({ step: 1 });
    // one path a base, read twice
    expect(model.asked.resumed.map(({ rows }) => rows)).toEqual(Array(FAKE_BASES).fill(FAKE_POINTS));
    expect(model.asked.runs).toBe(2 * FAKE_BASES + FAKE_BASES);
  });

  it("leaves the first paper's lab alone, which measures nothing of it", async () => {
    const { lab, model } = fakeLab();
    const { curves } = await lab.measureShown();
    expect([...curves.keys()].filter((arm) => arm.includes("leap"))).toEqual([]);
    expect(model.asked.resumed[0]!.rows).toBe(15 * FAKE_POINTS);
  });

  it("can be asked a metric of any path, which is then measured alone and shown nowhere", async () => {
    const { lab, model } = fakeLab({ plan: leaps });
    const before = recordOf(await lab.measureShown(), shownOf(leaps));
    const batches = model.asked.resumed.length;
    const levels = { ...leaps, scales: syntheticActivations.scales };
    const { lab: withLevels } = fakeLab({ plan: levels });
    expect((await withLevels.sample(plateauLength, "real")).values).toHaveLength(FAKE_BASES);
    await lab.sample({ ...steepest("l2"), along: plateauLength.along }, "real");
    const own = model.asked.resumed.slice(batches).map(({ rows }) => rows);
    expect(own).toEqual(Array(FAKE_BASES).fill(FAKE_POINTS));
    expect(recordOf(await lab.measureShown(), shownOf(leaps))).toEqual(before);
  });

  it("has a record in its own words, with every metric of the output that it reads", async () => {
    const { lab } = fakeLab({ plan: leaps });
    const record = recordOf(await lab.measureShown(), shownOf(leaps));
    expect(record.perturbations.map(({ key }) => key)).toEqual(["leap"]);
    expect(record.curves.map(({ perturbation, type }) => [perturbation, type])).toEqual([["leap", "real"]]);
    expect(record.sae).toBeNull();
    for (const output of ["l2", "kl"] as const) {
      const { values } = await lab.sample(steepest(output), "real");
      const told = record.distributions.find(({ metric }) => metric === `steepest.${output}`)!;
      expect(told.values.flatMap((value, i) => Array<number>(told.counts[i]!).fill(value))).toEqual(
        (values as number[]).toSorted((a, b) => a - b),
      );
    }
    const [l2, kl] = ["steepest.l2", "steepest.kl"].map((key) => record.measurements[key]!["real"]!);
    expect(kl).not.toEqual(l2);
  });
});
