import {
  type Criterion,
  type CriterionDefinition,
  defineCriterion,
  type GroupSamples,
  type Threshold,
} from "../../src/claim/criterion.ts";
import type { Observed } from "../../src/claim/evidence.ts";
import type { KeptSamples } from "../../src/claim/kept-samples.ts";
import { rngFromSeed } from "../../src/math/rng.ts";
import { meanDifference } from "../../src/stats/mean-difference.ts";

export const MADE_UP_PAPER = { id: "made-up" };

/** What a claim file says of a criterion that the mean of `left` lies above the mean of `right`. */
export function meanDefinition(
  threshold: Threshold = { above: 3, because: "for the test" },
  changes: Partial<CriterionDefinition<"left" | "right">> = {},
): CriterionDefinition<"left" | "right"> {
  return {
    hypothesis: "E2",
    where: "nowhere",
    authors: null,
    statement: "Left lies above right.",
    statistic: meanDifference("left", "right", { symbol: "MSS", ifNever: 99 }),
    threshold,
    observe: () => Promise.reject(new Error("nothing is measured here")),
    control: { name: "made up", of: (lab) => lab },
    ...changes,
  };
}

/** The same as a criterion of a made-up paper. */
export function meanCriterion(
  threshold?: Threshold,
  changes: Partial<CriterionDefinition<"left" | "right">> & { readonly name?: string } = {},
): Criterion<"left" | "right"> {
  const { name = "file.part", ...more } = changes;
  return defineCriterion(MADE_UP_PAPER, name, meanDefinition(threshold, more));
}

/** Samples of one base and one group. */
export function oneValue(group: string): KeptSamples {
  const facts = { values: [1], meanDistance: null, stepsGrowWithDistance: false };
  return { bases: [[0, 0]], groups: { [group]: facts } };
}

export type Planted = GroupSamples<"left" | "right">;

/** Two groups of n bases: normal numbers of sd 5 whose means differ by `shift`, rounded to whole steps. */
export function planted(
  shift: number,
  options: {
    readonly n?: number;
    readonly nulls?: number;
    readonly distances?: readonly [number, number];
    /** Whether steps are shares of those distances. */
    readonly stepsGrow?: boolean;
  } = {},
): Planted {
  const { n = 300, nulls = 0, distances, stepsGrow = false } = options;
  const bases = Array.from({ length: n }, (_, i) => i);
  const draw = (group: string, mean: number) =>
    bases.map((base) => Math.round(mean + 5 * rngFromSeed("planted").fork(group).fork(base).normal()));
  const group = (name: string, mean: number, meanDistance = null as number | null) => ({
    bases,
    values: draw(name, mean) as readonly (number | null)[],
    meanDistance,
    stepsGrowWithDistance: stepsGrow,
  });
  const left = group("left", 40 + shift, distances?.[0]);
  return {
    left: { ...left, values: left.values.map((value, i) => (i < nulls ? null : value)) },
    right: group("right", 40, distances?.[1]),
  };
}

/** How a measurement of both groups ended. */
export type ObservedPair = Observed<"left" | "right">;
