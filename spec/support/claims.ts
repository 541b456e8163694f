import type { Claim, GroupSamples, Threshold } from "../../src/claim/claim.ts";
import { defineClaim } from "../../src/claim/claim.ts";
import { rngFromSeed } from "../../src/math/rng.ts";
import { meanDifference } from "../../src/stats/mean-difference.ts";

/** A claim that the mean of `left` lies above the mean of `right`. */
export function meanClaim(
  threshold: Threshold = { above: 3, because: "for the test" },
  changes: Partial<Claim<"left" | "right">> = {},
): Claim<"left" | "right"> {
  return defineClaim({
    id: "made-up.part",
    hypothesis: "E2",
    schedule: null,
    paper: { arxiv: "2409.15019v2", where: "nowhere", value: null },
    statement: "Left lies above right.",
    groups: ["left", "right"],
    statistic: meanDifference("left", "right", { of: "MSS", nullAs: 99 }),
    threshold,
    ...changes,
  });
}

/** Two groups of n bases: normal numbers of sd 5 whose means differ by `shift`, rounded to whole steps. */
export function planted(
  shift: number,
  options: {
    readonly n?: number;
    readonly nulls?: number;
    readonly distances?: readonly [number, number];
  } = {},
): GroupSamples<"left" | "right"> {
  const { n = 300, nulls = 0, distances } = options;
  const bases = Array.from({ length: n }, (_, i) => i);
  const draw = (group: string, mean: number) =>
    bases.map((base) => Math.round(mean + 5 * rngFromSeed("planted").fork(group).fork(base).normal()));
  return {
    left: {
      name: "left",
      bases,
      values: draw("left", 40 + shift).map((value, i) => (i < nulls ? null : value)),
      meanDistance: distances?.[0] ?? null,
    },
    right: { name: "right", bases, values: draw("right", 40), meanDistance: distances?.[1] ?? null },
  };
}
