import { describe, expect, it } from "vitest";
import type { Multiverse, Reading } from "../../../src/experiment/readings/reading.ts";
import { checkReadings } from "../../../src/paper/check-readings.ts";
import { paper } from "../../../src/papers/synthetic-activations/index.ts";

const good: Multiverse = paper.readings;
const [effect] = good.effects;
const [first, second] = effect!.readings;

/** The paper with the readings of its first effect changed. */
function reading(...readings: readonly Reading[]) {
  return { ...paper, readings: { ...good, effects: [{ ...effect!, readings }] } };
}

describe("the readings of a paper at the door", () => {
  it.each([
    [
      "an effect that stands twice",
      { ...paper, readings: { ...good, effects: [effect!, effect!] } },
      /an effect of the readings/,
    ],
    [
      "a dimension that stands twice",
      { ...paper, readings: { ...good, dimensions: [...good.dimensions, good.dimensions[0]!] } },
      /a dimension of the readings/,
    ],
    [
      "two readings with the same choices in another order",
      reading(first!, { ...first!, choices: Object.fromEntries(Object.entries(first!.choices).reverse()) }),
      /the choices of step/,
    ],
    [
      "a hypothesis that the paper does not list",
      { ...paper, readings: { ...good, effects: [{ ...effect!, hypothesis: "E99" }] } },
      /the hypothesis of step .* is "E99"/,
    ],
    [
      "an effect without a registered reading",
      reading({ ...first!, isRegistered: false }),
      /at least one that a criterion has/,
    ],
    [
      "a choice that is no option",
      reading({ ...first!, choices: { end: "nowhere" } }),
      /a choice of step .* is "end: nowhere"/,
    ],
    [
      "a dimension that is not listed",
      reading({ ...first!, choices: { mood: "last" } }),
      /a choice of step .* is "mood: last"/,
    ],
    [
      "a group that is not registered",
      reading({ ...first!, groups: ["realistic" as never] }),
      /a group of step .* is "realistic"/,
    ],
    [
      "a path that the paper does not list",
      reading({ ...first!, metric: { ...first!.metric, along: { ...first!.metric.along } } }),
      /the perturbation of step/,
    ],
    [
      "two metrics of one key",
      reading(first!, { ...second!, metric: { ...second!.metric, key: first!.metric.key } }),
      /a metric of step/,
    ],
  ])("are refused with %s", (_, wrong, said) => {
    expect(() => checkReadings(wrong)).toThrow(said);
  });

  it("are let in as they are, and so is a paper without", () => {
    expect(() => checkReadings(paper)).not.toThrow();
    const { readings: _readings, ...without } = paper;
    expect(() => checkReadings(without)).not.toThrow();
  });
});
