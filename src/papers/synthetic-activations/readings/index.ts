import type { TypeDraw } from "../../../experiment/draw.ts";
import type { Multiverse, ReadEffect, Reading } from "../../../experiment/readings/reading.ts";
import { debiasedWasserstein } from "../../../stats/debiased-wasserstein.ts";
import type { DistanceTerm } from "../../../stats/distance-combination.ts";
import { ksCombination } from "../../../stats/ks-combination.ts";
import { type MeanTerm, meanCombination } from "../../../stats/mean-combination.ts";
import { standardisedCombination } from "../../../stats/standardised-combination.ts";
import type { Statistic } from "../../../stats/statistic.ts";
import { curveReadings } from "./curve-readings.ts";
import { dimensions } from "./dimensions.ts";
import { plateauReadings } from "./plateau-readings.ts";
import { stepReadings } from "./step-readings.ts";

/** A share of the whole effect, as E10 is judged. */
const QUARTER = 0.25;

/** The registered list of readings: ten effects of this paper, each over every reading that makes sense for it. */
export const readings: Multiverse = {
  dimensions,
  effects: [
    {
      key: "step",
      hypothesis: "E1",
      aboveZero: "most responses towards real activations are steps (their share less a half)",
      readings: stepReadings.map((reading) => ({
        ...reading,
        groups: ["real"],
        statistic: lessAHalf(meanCombination([{ weight: 1, of: "real" }], reading.metric)),
      })),
    },
    byMeans("earlier", "E2", "the blow-up comes earlier towards real activations than towards random ones", [
      { weight: 1, of: "random" },
      { weight: -1, of: "real" },
    ]),
    byDistances("resembles", "E3", "structured is less than half as far from real as random is", [
      { weight: 0.5, between: ["real", "random"] },
      { weight: -1, between: ["real", "structured"] },
    ]),
    byDistances("bag", "E5", "the bag is further from real than structured is", [
      { weight: 1, between: ["real", "baseline"] },
      { weight: -1, between: ["real", "structured"] },
    ]),
    byDistances("uniform-bag", "E6", "the uniform bag is further from real than structured is", [
      { weight: 1, between: ["real", "uniform"] },
      { weight: -1, between: ["real", "structured"] },
    ]),
    byPlateaus(
      "plateau-structured",
      "E8",
      "plateaus are longer around real activations than around structured ones",
      {
        drawn: difference("real", "structured"),
        norm: difference("real", "structured@norm"),
      },
      ["drawn", "norm"],
    ),
    byPlateaus(
      "plateau-random",
      "E9",
      "plateaus are longer around real activations than around random ones",
      {
        drawn: difference("real", "random"),
        norm: difference("real", "random@norm"),
      },
      ["drawn"],
    ),
    byPlateaus(
      "plateau-bag",
      "E9",
      "plateaus are longer around structured activations than around the bag",
      {
        norm: difference("structured@norm", "baseline@norm"),
        drawn: difference("structured", "baseline"),
      },
      ["norm"],
    ),
    byMeans(
      "error",
      "E10",
      "the SAE's error explains less than a quarter of how much later random blows up",
      [
        { weight: QUARTER, of: "random" },
        { weight: 1 - QUARTER, of: "real" },
        { weight: -1, of: "reconstruction" },
      ],
    ),
    byPlateaus(
      "plateau-error",
      "E10",
      "the SAE's error explains less than a quarter of structured's shorter plateaus",
      {
        drawn: [
          { weight: 1, of: "reconstruction" },
          { weight: QUARTER - 1, of: "real" },
          { weight: -QUARTER, of: "structured" },
        ],
      },
      ["drawn"],
    ),
  ],
};

type Means = readonly MeanTerm<TypeDraw>[];

function difference(left: TypeDraw, right: TypeDraw): Means {
  return [
    { weight: 1, of: left },
    { weight: -1, of: right },
  ];
}

/** A combination of means over every number of a curve, in sd of real. */
function byMeans(key: string, hypothesis: string, aboveZero: string, terms: Means): ReadEffect {
  return {
    key,
    hypothesis,
    aboveZero,
    readings: curveReadings.map((reading) => ({ ...reading, ...inSpreads(terms, reading.metric) })),
  };
}

/** A combination of distances over every number of a curve, by either distance. */
function byDistances(
  key: string,
  hypothesis: string,
  aboveZero: string,
  terms: readonly DistanceTerm<TypeDraw>[],
): ReadEffect {
  const groups = [...new Set(terms.flatMap(({ between }) => [...between]))];
  return {
    key,
    hypothesis,
    aboveZero,
    readings: curveReadings.flatMap(({ choices, metric, isRegistered }): Reading[] => [
      {
        choices: { ...choices, distance: "w1" },
        metric,
        groups,
        statistic: debiasedWasserstein(terms, metric, { over: "real" }) as Statistic<string>,
        isRegistered,
      },
      {
        choices: { ...choices, distance: "ks" },
        metric,
        groups,
        statistic: ksCombination(terms, metric) as Statistic<string>,
        isRegistered: false,
      },
    ]),
  };
}

/** A combination of mean plateau lengths at every level, as drawn and at real's length, in sd of real. */
function byPlateaus(
  key: string,
  hypothesis: string,
  aboveZero: string,
  byLength: Readonly<Record<string, Means>>,
  registered: readonly string[],
): ReadEffect {
  const lengths = Object.entries(byLength);
  return {
    key,
    hypothesis,
    aboveZero,
    readings: plateauReadings.flatMap(({ level, metric }) =>
      lengths.map(([length, terms]) => ({
        choices: { plateau: level, length },
        metric,
        ...inSpreads(terms, metric),
        isRegistered: level === "1" && registered.includes(length),
      })),
    ),
  };
}

/** Means over the spread of real, which is measured whether it stands in the difference or not. */
function inSpreads(terms: Means, metric: Reading["metric"]): Pick<Reading, "groups" | "statistic"> {
  return {
    groups: [...new Set<TypeDraw>([...terms.map(({ of }) => of), "real"])],
    statistic: standardisedCombination(terms, metric, { over: "real" }) as Statistic<string>,
  };
}

/** A share less a half: above 0 where most of the bases are meant. */
function lessAHalf(share: Statistic<"real">): Statistic<string> {
  return {
    ...(share as Statistic<string>),
    name: `${share.name} - 0.5`,
    of: (samples) => share.of(samples as never) - 0.5,
    prepare: (samples) => {
      const evaluate = share.prepare!(samples as never);
      return (bases) => evaluate(bases) - 0.5;
    },
  };
}
