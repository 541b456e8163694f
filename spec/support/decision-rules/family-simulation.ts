import { compare } from "../../../src/claim/compare.ts";
import type { Threshold } from "../../../src/claim/criterion.ts";
import { type FamilyBounds, familyBounds } from "../../../src/claim/joint/family-bounds.ts";
import { type JointColumn, jointColumn } from "../../../src/claim/joint/joint-column.ts";
import { type Rng, rngFromSeed } from "../../../src/math/rng.ts";
import {
  AUTHORS_MAX_SLOPE_STEP_ABSOLUTE as ABSOLUTE,
  AUTHORS_PLATEAU_LENGTH as PLATEAU,
  AUTHORS_MAX_SLOPE_STEP_RELATIVE as RELATIVE,
  type StepDistribution,
  shareUpTo,
  stepSampler,
} from "../../../src/papers/synthetic-activations/authors-distributions.ts";
import { debiasedWasserstein } from "../../../src/stats/debiased-wasserstein.ts";
import { meanCombination } from "../../../src/stats/mean-combination.ts";
import { meanDifference } from "../../../src/stats/mean-difference.ts";
import type { Statistic } from "../../../src/stats/statistic.ts";
import { withUniforms } from "./table-stream.ts";

/**
 * How often the primary family, judged by bounds that hold at once, says "supported" where nothing is true, and where the
 * authors' effects are.
 *
 * - boundary: every one of the nine effects is exactly its threshold.
 * - boundary, random far: the same, but random activations are as far from real ones as the authors' (E2 is true), so
 *   that E3's terms are large.
 * - authors: the authors' digitised distributions at the registered numbers of bases. E1 has none (they printed no single
 *   curves), nor has E5 in absolute steps (no bag): these have their thresholds' effects.
 *
 * All types of a base are drawn independently; criteria share the types that they share in a run. 300 resamples instead
 * of 10 000: the factor is then read about one resample too low or too high, which does not favour "supported".
 */
const RESAMPLES = 300;
const BASES = 1000;
const root = rngFromSeed("family rules");
const table = Float64Array.from({ length: 2 ** 20 }, root.fork("table").uniform);

type Draw = (rng: Rng) => number;

/** A criterion of the family, and how many times the run's bases it has. */
interface Member {
  readonly statistic: Statistic<string>;
  readonly threshold: Threshold;
  readonly hypothesis: string;
  readonly times: number;
}

/** How often what was said, shares 0..1. */
export interface FamilyRates {
  /** Of the data sets: at least one criterion of a false sentence, and at least one such hypothesis. */
  readonly anyCriterion: number;
  readonly anyHypothesis: number;
  readonly criteria: Readonly<Record<string, { readonly supported: number; readonly contradicted: number }>>;
}

const above = (limit: number): Threshold => ({ above: limit, because: "the table of rules" });
const distance = (left: readonly [string, number], right: string) =>
  debiasedWasserstein<string>(
    [
      { weight: left[1], between: ["real", left[0]] },
      { weight: -1, between: ["real", right] },
    ],
    {},
    { over: "real" },
  );

/** The primary family as it is registered; groups are named by schedule where they differ. */
function membersOf(e5Times: number): Readonly<Record<string, Member>> {
  const one = (hypothesis: string, statistic: Statistic<string>, limit: number, times = 1): Member => ({
    hypothesis,
    statistic,
    threshold: above(limit),
    times,
  });
  return {
    "E1 absolute": one("E1", meanCombination<string>([{ weight: 1, of: "step" }]), 0.5),
    "E1 relative": one("E1", meanCombination<string>([{ weight: 1, of: "step" }]), 0.5),
    "E2 absolute": one("E2", meanDifference<string, string>("random", "real"), 3),
    "E2 relative": one("E2", meanDifference<string, string>("random", "real"), 4),
    "E3 absolute": one("E3", distance(["random", 0.5], "structured"), 0),
    "E3 relative": one("E3", distance(["random", 0.5], "structured"), 0),
    "E5 absolute": one("E5", distance(["baseline", 1], "structured"), 0, e5Times),
    "E5 relative": one("E5", distance(["baseline", 1], "structured"), 0, e5Times),
    E8: one("E8", meanDifference<string, string>("real", "structured"), 2),
  };
}

/** What each type's values are drawn from, by the part of a run that criteria share. */
type Drawn = Readonly<Record<"absolute" | "relative" | "plateau", Readonly<Record<string, Draw>>>>;

const SCENARIOS: Readonly<Record<string, Drawn>> = {
  boundary: {
    absolute: boundary(ABSOLUTE.real, shifted(ABSOLUTE.random, ABSOLUTE.real, 3)),
    relative: boundary(RELATIVE.real, shifted(RELATIVE.random, RELATIVE.real, 4)),
    plateau: { real: shifted(PLATEAU.real, PLATEAU.structured, 2), structured: steps(PLATEAU.structured) },
  },
  "boundary, random far": {
    absolute: boundary(ABSOLUTE.real, steps(ABSOLUTE.random)),
    relative: boundary(RELATIVE.real, steps(RELATIVE.random)),
    plateau: { real: shifted(PLATEAU.real, PLATEAU.structured, 2), structured: steps(PLATEAU.structured) },
  },
  authors: {
    absolute: { ...all(ABSOLUTE), baseline: steps(ABSOLUTE.structured), step: half },
    relative: { ...all(RELATIVE), step: half },
    plateau: all({ real: PLATEAU.real, structured: PLATEAU.structured }),
  },
};

/** The sentences that are false in a scenario. */
const FALSE: Readonly<Record<string, readonly string[]>> = {
  boundary: ["E1", "E2", "E3", "E5", "E8"],
  "boundary, random far": ["E1", "E3", "E5", "E8"],
  authors: [],
};

/** The rates of a scenario over so many data sets. */
export function simulateFamily(
  scenario: string,
  { dataSets, e5Times = 1 }: { readonly dataSets: number; readonly e5Times?: number },
): FamilyRates {
  const members = membersOf(e5Times);
  const said: Record<string, { supported: number; contradicted: number }> = {};
  for (const name of Object.keys(members)) said[name] = { supported: 0, contradicted: 0 };
  let [anyCriterion, anyHypothesis] = [0, 0];
  for (let set = 0; set < dataSets; set++) {
    const rng = root.fork(scenario).fork(set);
    const verdicts = verdictsOf(members, SCENARIOS[scenario]!, rng);
    for (const [name, verdict] of Object.entries(verdicts))
      if (verdict === "supported" || verdict === "contradicted") said[name]![verdict]++;
    const supported = (hypothesis: string) =>
      Object.entries(members).flatMap(([name, one]) =>
        one.hypothesis === hypothesis ? [verdicts[name] === "supported"] : [],
      );
    const falsely = FALSE[scenario]!.map(supported);
    if (falsely.some((criteria) => criteria.some(Boolean))) anyCriterion++;
    if (falsely.some((criteria) => criteria.every(Boolean))) anyHypothesis++;
  }
  const shares = Object.entries(said).map(([name, { supported, contradicted }]) => [
    name,
    { supported: supported / dataSets, contradicted: contradicted / dataSets },
  ]);
  return {
    anyCriterion: anyCriterion / dataSets,
    anyHypothesis: anyHypothesis / dataSets,
    criteria: Object.fromEntries(shares),
  };
}

/** What the bounds of one data set say of every criterion. */
function verdictsOf(
  members: Readonly<Record<string, Member>>,
  drawn: Drawn,
  rng: Rng,
): Record<string, string> {
  const most = Math.max(...Object.values(members).map(({ times }) => times)) * BASES;
  const values = Object.fromEntries(
    Object.entries(drawn).map(([part, types]) => [
      part,
      Object.fromEntries(
        Object.entries(types).map(([type, draw]) => [type, Array.from({ length: most }, () => draw(rng))]),
      ),
    ]),
  );
  const columns = new Map<string, JointColumn>();
  for (const [name, { statistic, times }] of Object.entries(members)) {
    const n = times * BASES;
    const part = values[name.split(" ")[1] ?? "plateau"]!;
    const groups = Object.fromEntries(
      statistic.groups!.map((group) => [
        group,
        { values: part[group]!.slice(0, n), meanDistance: null, stepsGrowWithDistance: false },
      ]),
    );
    const kept = { bases: [[0, n - 1]] as const, groups };
    columns.set(
      name,
      jointColumn({ statistic }, kept, { rng: tables(rng), runBases: BASES, resamples: RESAMPLES }),
    );
  }
  const bounds: ReadonlyMap<string, FamilyBounds> = familyBounds(columns, columns.size);
  return Object.fromEntries(
    Object.entries(members).map(([name, { threshold }]) => [
      name,
      compare(threshold, bounds.get(name)!.interval).verdict,
    ]),
  );
}

/** A stream for resampling only, whose forks read one table from places of their own. */
function tables(rng: Rng): Rng {
  const offset = rng.fork("place").integer(table.length);
  const from = (place: number): Rng => {
    let at = place;
    return {
      ...withUniforms(rng, () => table[at++ & (2 ** 20 - 1)]!),
      fork: (key) => from(placeOf(key)),
    };
  };
  const placeOf = (key: string | number) => offset + (typeof key === "number" ? 131_071 * key : 0);
  return from(offset);
}

function steps(distribution: StepDistribution): Draw {
  return stepSampler(distribution);
}

function half(rng: Rng): number {
  return Number(rng.uniform() < 0.5);
}

function all(distributions: Readonly<Record<string, StepDistribution>>): Record<string, Draw> {
  return Object.fromEntries(Object.entries(distributions).map(([type, one]) => [type, steps(one)]));
}

/** Structured half way between real and random, and the bag as structured: E3 and E5 have no effect to show. */
function boundary(real: StepDistribution, random: Draw): Record<string, Draw> {
  const own = steps(real);
  const between: Draw = (rng) => (rng.uniform() < 0.5 ? own(rng) : random(rng));
  return { real: own, random, structured: between, baseline: between, step: half };
}

/** `moved`, shifted so that its mean is `by` above that of `fixed`. */
function shifted(moved: StepDistribution, fixed: StepDistribution, by: number): Draw {
  const shift = meanOf(fixed) + by - meanOf(moved);
  const draw = steps(moved);
  return (rng) => draw(rng) + shift;
}

function meanOf(distribution: StepDistribution): number {
  let mean = 0;
  for (let step = 1; step < 100; step++) mean += 1 - shareUpTo(distribution, step - 1);
  return mean;
}
