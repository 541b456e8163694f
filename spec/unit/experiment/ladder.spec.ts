import { describe, expect, it } from "vitest";
import { armKey } from "../../../src/experiment/arm.ts";
import type { Lab } from "../../../src/experiment/lab.ts";
import { drawableRungs, typesOfLadder } from "../../../src/experiment/ladder/ladder.ts";
import { ladderRecord } from "../../../src/experiment/ladder/ladder-record.ts";
import { measureLadder } from "../../../src/experiment/ladder/measure-ladder.ts";
import { recordOf } from "../../../src/experiment/record.ts";
import { rngFromSeed } from "../../../src/math/rng.ts";
import { paper } from "../../../src/papers/synthetic-activations/index.ts";
import { FAKE_POINTS, FAKE_SEED, fakeLab } from "../../support/fake-lab.ts";
import { shownOf } from "../../support/shown.ts";

const { ladder } = paper;
const HELD = { reference: "real", hasSae: true } as const;
const rng = rngFromSeed(FAKE_SEED);

describe("the ladder of a paper on a lab", () => {
  it("is measured where it is asked for, each arm once, with those beside it in the paper, and moves no other curve", async () => {
    const { lab, model } = fakeLab();
    const before = await lab.measureShown();
    const shown = new Map(before.curves);
    const arms = new Set(
      ladder.metrics.flatMap(({ along: perturbation }) =>
        typesOfLadder(ladder, true).map((type) => armKey({ perturbation, type })),
      ),
    );
    const fresh = [...arms].filter((key) => !shown.has(key));
    expect([...shown.keys()].filter((key) => !paper.batch.map(armKey).includes(key))).toEqual([]);
    const calls = model.asked.resumed.length;
    const samples = await measureLadder(lab, ladder, HELD);
    const { curves } = await lab.measureShown();
    const rows = paper.perturbations.length; // one of each path
    expect(model.asked.resumed.length - calls).toBe(rows * before.options.bases);
    const measured = model.asked.resumed.slice(calls).reduce((sum, call) => sum + call.rows, 0);
    expect(measured).toBe(fresh.length * before.options.bases * FAKE_POINTS);
    for (const [key, was] of shown) expect(curves.get(key), key).toEqual(was);
    expect([...curves.keys()].toSorted()).toEqual([...shown.keys(), ...fresh].toSorted());
    expect(await measureLadder(lab, ladder, HELD)).toEqual(samples);
    expect(model.asked.resumed.length - calls).toBe(rows * before.options.bases);
  });

  it("has the same curves measured after others as measured first", async () => {
    const { lab: late } = fakeLab();
    await late.measureShown();
    await late.sample(ladder.metrics[0]!, "graph");
    expect(await measureLadder(late, ladder, HELD)).toEqual(await measureLadder(fakeLab().lab, ladder, HELD));
  });

  it("stands in the record of a run that measured it, whose other parts are the same", async () => {
    const { lab } = fakeLab();
    const without = recordOf(await lab.measureShown(), shownOf(paper));
    expect(without).not.toHaveProperty("ladder");
    const found = ladderRecord(ladder, (await measureLadder(lab, ladder, HELD))!, { reference: "real", rng });
    const record = recordOf(await lab.measureShown(), { ...shownOf(paper), ladder: found });
    expect(record).toEqual({ ...without, ladder: found });
    expect(found.metrics.map(({ metric, rungs }) => [metric, rungs.length])).toEqual(
      ladder.metrics.map(({ key }) => [key, ladder.rungs.length]),
    );
    for (const { metric, rungs } of found.metrics)
      for (const { type, mean } of rungs)
        if (record.measurements[metric]?.[type])
          expect(mean, `${metric} ${type}`).toBe(record.measurements[metric][type].mean);
    const all = found.metrics.flatMap(({ rungs, changes, losses }) => [...rungs, ...changes, ...losses]);
    for (const { interval } of all) expect(interval).toBeNull(); // six bases
  });

  it("has no rungs without an SAE, since one is nothing to compare, and is then not measured", async () => {
    const { lab, model } = fakeLab({ sae: null });
    expect(await measureLadder(lab, ladder, { ...HELD, hasSae: false })).toBeNull();
    expect(model.asked.resumed.length).toBe(0);
  });

  it("has its rungs where two of them can be drawn, and none where one can", () => {
    const of = (count: number) => ({ ...ladder, rungs: ladder.rungs.slice(0, count) });
    expect(drawableRungs(of(2), true)).toHaveLength(2);
    expect(drawableRungs(of(1), true)).toEqual([]);
    expect(typesOfLadder(of(1), true)).toEqual([]);
  });

  it("carries the doubt about an SAE that cannot be relied on, and leaves out what no base gives", async () => {
    const { lab } = fakeLab();
    const withoutTopOnly: Lab["sample"] = (metric, type) =>
      lab.sample(metric, type === "top-only" ? ("realistic" as never) : type); // InvalidInputError
    const samples = await measureLadder({ sample: withoutTopOnly }, ladder, HELD);
    const found = ladderRecord(ladder, samples!, { reference: "real", rng });
    expect(found.doubt).toMatch(/^The SAE cannot be relied on: /);
    expect(found.rungs.map(({ type }) => type)).toEqual(
      ladder.rungs.map(({ type }) => type).filter((type) => type !== "top-only"),
    );
  });
});
