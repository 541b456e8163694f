import { describe, expect, it } from "vitest";
import type { Ladder } from "../../../src/experiment/ladder/ladder.ts";
import type { Perturbation } from "../../../src/experiment/perturbation.ts";
import { definePaper, type Paper } from "../../../src/paper/paper.ts";
import { maxSlopeStepOfKl, paper } from "../../../src/papers/synthetic-activations/index.ts";

const good: Paper = paper;
const [metric] = good.metrics;
const [perturbation] = good.perturbations;
const stranger: Perturbation = { ...perturbation!, key: "stranger" };
/** Equal in every word, and yet not the one that is listed. */
const twin: Perturbation = { ...perturbation! };

/** The paper with its ladder changed. */
function climbing(change: Partial<Ladder>): Partial<Paper> {
  return { ladder: { ...good.ladder!, ...change } };
}
const [topRung, secondRung] = good.ladder!.rungs;

describe("a paper at the door", () => {
  it("comes back as it was given", () => {
    expect(definePaper(good)).toBe(good);
  });

  const wrong: readonly [string, Partial<Paper>, string][] = [
    [
      "a ladder with a type that is not registered",
      climbing({ floor: "realistic" as never }),
      'an activation type of the ladder of "synthetic-activations" is "realistic"',
    ],
    [
      "a ladder whose reference is a rung",
      climbing({ rungs: [{ ...topRung!, type: "real" }, secondRung!] }),
      'an activation type of the ladder of "synthetic-activations" is "real"',
    ],
    ["a ladder of one rung", climbing({ rungs: [topRung!] }), "the number of rungs of the ladder"],
    ["a ladder that measures nothing", climbing({ metrics: [] }), "the number of metrics of the ladder"],
    [
      "a ladder with a metric that reports do not show",
      climbing({ metrics: [maxSlopeStepOfKl.relative] }),
      "a metric of the ladder",
    ],
    [
      "a rung that keeps what is no feature",
      climbing({ rungs: [{ ...topRung!, keeps: ["charm"] }, secondRung!] }),
      'what "reconstruction" keeps of the ladder of "synthetic-activations" is "charm"',
    ],
    [
      "a rung that keeps more than the one before",
      climbing({ rungs: [secondRung!, topRung!] }),
      'the rungs of the ladder of "synthetic-activations" is ',
    ],
    [
      "rungs that keep the same",
      climbing({ rungs: [topRung!, { ...secondRung!, keeps: topRung!.keeps }] }),
      'the rungs of the ladder of "synthetic-activations" is ',
    ],
    [
      "more features than can be read",
      climbing({ features: Array.from({ length: 17 }, (_, i) => ({ key: `f${i}`, long: "one" })) }),
      "the number of features of the ladder",
    ],
    ["an id with a capital", { id: "Stable-regions" }, 'the id of a paper is "Stable-regions"'],
    ["an id with a slash", { id: "a/b" }, 'the id of a paper is "a/b"'],
    ["no id", { id: "" }, 'the id of a paper is ""'],
    [
      "two perturbations of one key",
      { perturbations: [...good.perturbations, twin] },
      'the key of a perturbation of "synthetic-activations" is "towards.relative"',
    ],
    [
      "two metrics of one key",
      { metrics: [...good.metrics, { ...metric! }] },
      'the key of a metric of "synthetic-activations" is "maxSlopeStep.relative"',
    ],
    [
      "a type that is shown twice",
      { types: [...good.types, { key: "real", long: "again" }] },
      'the key of an activation type of "synthetic-activations" is "real"',
    ],
    ["no types, and so no reference", { types: [] }, 'the activation types of "synthetic-activations" is '],
    [
      "a type that is not registered",
      { types: [{ key: "realistic" as never, long: "nearly" }] },
      'an activation type of "synthetic-activations" is "realistic"',
    ],
    [
      "a metric along a perturbation that it does not list",
      { metrics: [{ ...metric!, along: stranger }] },
      'the perturbation of the metric maxSlopeStep.relative is "stranger"',
    ],
    [
      "a metric along a copy of one that it lists",
      { metrics: [{ ...metric!, along: twin }] },
      'the perturbation of the metric maxSlopeStep.relative is "towards.relative"',
    ],
    [
      "an arm along a perturbation that it does not list",
      { batch: [{ perturbation: stranger, type: "random" }] },
      'the perturbation of an arm with random is "stranger"',
    ],
    [
      "levels read along a perturbation that it does not list",
      { scales: { ...good.scales, from: [{ perturbation: stranger, type: "real" }] } },
      'the perturbation of an arm with real is "stranger"',
    ],
    [
      "a batch that lacks its reference",
      { batch: good.batch.filter(({ type }) => type !== "real") },
      'it must be one with "towards.relative real", which its reports show',
    ],
    [
      "a batch that lacks a type on one of its paths",
      { batch: good.batch.slice(0, -1) },
      'it must be one with "towards.absolute baseline js", which its reports show',
    ],
    [
      "a metric of KL that nothing in its batch reads",
      { metrics: [maxSlopeStepOfKl.relative] },
      'it must be one with "towards.relative real kl", which its reports show',
    ],
  ];

  it.each(wrong)("is refused with %s", (_, change, said) => {
    const given = { ...good, ...change };
    expect(() => definePaper(given)).toThrow(
      expect.objectContaining({
        name: "InvalidInputError",
        message: expect.stringContaining(said),
        hint: `Hint: src/papers/${given.id}/paper.ts puts it together.`,
      }),
    );
  });
});
