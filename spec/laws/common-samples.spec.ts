import { expect, it } from "vitest";
import type { TypeDraw } from "../../src/experiment/draw.ts";
import type { GroupSample } from "../../src/experiment/group-sample.ts";
import { commonSamples } from "../../src/experiment/ladder/common-samples.ts";

/** A hundred bases, the last first, of which some are lost; a value is ten times its base and its type's own. */
function sample(own: number, lost: readonly number[]): GroupSample {
  const bases = Array.from({ length: 100 }, (_, i) => 99 - i).filter((base) => !lost.includes(base));
  const facts = { meanDistance: null, stepsGrowWithDistance: false };
  return { bases, values: bases.map((base) => 10 * base + own), ...facts, ...(lost.length > 0 && { lost }) };
}
const of = (all: Readonly<Record<string, GroupSample>>) =>
  commonSamples(new Map(Object.entries(all) as [TypeDraw, GroupSample][]));

it("types are compared on the bases that all of them have, in one order", () => {
  const { n, lost, samples } = of({ real: sample(1, [4]), random: sample(2, [7]) });
  expect([n, lost]).toEqual([98, 2]);
  const bases = Array.from({ length: 100 }, (_, i) => i).filter((base) => base !== 4 && base !== 7);
  expect([...samples]).toEqual([
    ["real", bases.map((base) => 10 * base + 1)],
    ["random", bases.map((base) => 10 * base + 2)],
  ]);
});

it("a type that lost more than 1 % of its bases is left out and costs the others none; with 1 % it stays", () => {
  const { n, lost, samples } = of({ real: sample(1, [3]), random: sample(2, [5, 6]) });
  expect([n, lost, [...samples.keys()]]).toEqual([99, 1, ["real"]]);
  expect(of({ random: sample(2, [5, 6]) })).toMatchObject({ n: 0, lost: 0 });
});
