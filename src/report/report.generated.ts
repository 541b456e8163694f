// biome-ignore-all format: generated
// biome-ignore-all lint: generated
/** Generated from report.schema.json: change the schema, then npm run generate. */
import type {Family} from "../claim/registration/ledger.generated.ts";
import type {
  ActivationType,
  CoActivation,
  CurveBand,
  Digest,
  Distribution,
  Geometry,
  Measurements,
  Metric,
  Model,
  Paper,
  Perturbation,
  Protocol,
  RunLadder,
  RunReadings,
  RunSlice,
  Sae
} from "../experiment/record.generated.ts";

/**
 * Verdict. supported: the whole interval is beyond the threshold. contradicted: the whole interval is short of it. inconclusive: it straddles, or n is too small, or the control is supported. not-run: it could not be tried. error: the run failed.
 */
export type Verdict = "supported" | "contradicted" | "inconclusive" | "not-run" | "error";
/**
 * 95 % interval.
 *
 * @minItems 2
 * @maxItems 2
 */
export type Interval = [number, number];
/**
 * Thresholds at which the verdict turns. By the interval alone, for thresholds of the registered kind. `above`: supported below `supported`, contradicted above `contradicted`. `within`: supported above `supported`, contradicted below `contradicted`. null where no threshold would do it, or nothing was measured; absent in reports of before it was told.
 */
export type TurningPoints = {
  /**
   * Supported from here.
   */
  supported: number | null;
  /**
   * Contradicted from here.
   */
  contradicted: number | null;
} | null;
/**
 * Verdict of several criteria. mixed: some are supported and some contradicted.
 */
export type CommonVerdict = "supported" | "contradicted" | "mixed" | "inconclusive" | "not-run" | "error";

/**
 * Report. One run of the claims of one paper on one model. Equal runs give equal bytes outside `provenance`.
 */
export interface Report {
  schemaVersion: 2;
  /**
   * What this report is about. A sentence that keeps evidence on one model from being read as evidence on another.
   */
  scope: string;
  paper: Paper;
  subject: SubjectFinding;
  model: Model;
  sae: Sae | null;
  protocol: Protocol;
  judging: Judging;
  /**
   * Remarks.
   */
  notes: string[];
  /**
   * What is measured of a curve.
   */
  metrics: Metric[];
  /**
   * Which points of the stream are visited.
   */
  perturbations: Perturbation[];
  /**
   * Activation types shown, in the order of the page.
   */
  types: ActivationType[];
  /**
   * The type that others are compared with. Key of a type: KS distances are to it, and its mean curve stands in every panel. null where no type is.
   */
  reference: string | null;
  measurements: Measurements;
  /**
   * Criteria. What was judged: a claim holds one criterion or more, each with a verdict of its own.
   */
  criteria: CriterionEntry[];
  /**
   * Hypotheses. One verdict each, from the criteria under it. In the paper's order, others after them. Absent in reports of before they were judged.
   */
  hypotheses?: HypothesisEntry[];
  /**
   * What the abstract says. Every sentence, with what became of it. Absent where the paper declares none, and in reports of before it was told.
   */
  abstract?: AbstractSentence[];
  /**
   * What the paper says that no claim tests. In the paper's order. Absent in reports of before it was told.
   */
  untested?: Untested[];
  /**
   * Mean sensitivity curves. Mean and quantile bands over bases of the L2 distance at the read point.
   */
  curves: CurveBand[];
  /**
   * Distributions over bases.
   */
  distributions: Distribution[];
  coActivation?: CoActivation;
  /**
   * What makes activations look real. It changes no verdict. null in a run that did not ask for all claims of its paper; absent where the paper has none, and in reports of before it was told.
   */
  ladder?: RunLadder | null;
  /**
   * Over other readings. It changes no verdict. null in a run that did not ask for all claims of its paper; absent where the paper has none, and in reports of before it was told.
   */
  readings?: RunReadings | null;
  geometry?: Geometry;
  /**
   * Two-dimensional slices. Absent where the paper shows none, and in reports of before it was told.
   */
  slices?: RunSlice[];
  /**
   * Agreement with the authors' magnitudes. For runs on the paper's subject only; never changes a verdict. null on every other run.
   */
  agreement: AgreementRow[] | null;
  replicates?: ReplicatesOfRun;
  /**
   * The authors’ values, to be drawn beside ours. null on a model that the authors did not measure. Absent where they left none, and in reports of before they were told. They change no verdict.
   */
  authorsMarks?: AuthorsMark[] | null;
  summary: Summary;
  provenance: Provenance;
}
/**
 * Whether this run is on what the paper is about. Only then does a verdict count as a reproduction.
 */
export interface SubjectFinding {
  /**
   * The same.
   */
  same: boolean;
  /**
   * What differs.
   */
  differs: string[];
}
/**
 * How verdicts were computed.
 */
export interface Judging {
  /**
   * Bootstrap resamples.
   */
  resamples: number;
}
/**
 * Criterion.
 */
export interface CriterionEntry {
  /**
   * Criterion. `<paper>/<file>[.<part>]`, unique within the report; also where its badge and its evidence are kept.
   */
  key: string;
  /**
   * Hypothesis. What the paper's hypothesis goes by: free words.
   */
  hypothesis: string;
  /**
   * Step schedule. null where the criterion has none.
   */
  schedule: string | null;
  statement: string;
  /**
   * Where the paper says it.
   */
  where: string;
  /**
   * The authors' value. On the paper's subject, in the statistic's unit; null where none was printed.
   */
  authors: number | null;
  verdict: Verdict;
  reason: string;
  /**
   * Statistic.
   */
  statistic: {
    name: string;
    unit: string;
    value: number | null;
    interval: Interval | null;
    /**
     * Bootstrap interval.
     */
    method: "percentile" | "basic";
  };
  threshold: Threshold;
  turningPoints?: TurningPoints;
  /**
   * Standard error. Standard deviation of the statistic over the bootstrap resamples of its interval. null where there is none; absent in reports of before it was kept.
   */
  standardError?: number | null;
  /**
   * Narrow. Whether one standard error would turn the verdict. Absent in reports of before it was told.
   */
  narrow?: boolean;
  /**
   * Flip probability. The chance of another verdict in an exact replicate: the same design on as many other bases. null for verdicts other than supported and contradicted; absent in reports of before it was told.
   */
  flipProbability?: number | null;
  /**
   * Bases.
   */
  n: number;
  control: Control;
  /**
   * Planted effect. The same measurement with an effect put in, which must be found. null where none is planted; absent in reports of before there were any.
   */
  planted?: Control | null;
  /**
   * The verdict expected of this model. null: nothing is expected of a model without a standing file.
   */
  expected: {
    verdict: Verdict;
    because: string;
  } | null;
  /**
   * Verdict. supported: the whole interval is beyond the threshold. contradicted: the whole interval is short of it. inconclusive: it straddles, or n is too small, or the control is supported. not-run: it could not be tried. error: the run failed.
   */
  ofOtherSeed?: "supported" | "contradicted" | "inconclusive" | "not-run" | "error";
  /**
   * Reproduction status. About the paper's subject, and nothing else.
   */
  reproduction: {
    status: "reproduced" | "not-reproduced" | "inconclusive" | "not-run" | "error";
    reason: string;
  };
  /**
   * Beside the statistic. Numbers that are reported, not judged.
   */
  beside: {
    name: string;
    unit: string;
    value: number | null;
  }[];
  /**
   * How to run this criterion again.
   */
  rerun: string;
  family?: Family;
  /**
   * Registration. null: not registered for this model. Absent in reports of before there was a ledger.
   */
  registered?: Registration | null;
  /**
   * Bounds that hold for the whole family at once. Of primary criteria. null where there are none.
   */
  simultaneous?: SimultaneousBounds | null;
  replicates?: CriterionOverReplicates;
}
/**
 * Threshold. above x: the whole interval must exceed x. within x: the whole interval must lie inside -x .. x.
 */
export interface Threshold {
  above?: number;
  within?: number;
  because: string;
}
/**
 * Control. The same measurement on a changed lab. With the effect taken out it must not be supported; with an effect planted it must be.
 */
export interface Control {
  name: string;
  verdict: Verdict;
  reason: string;
  value: number | null;
  interval: Interval | null;
  n: number;
}
/**
 * Registration.
 */
export interface Registration {
  /**
   * Registered.
   */
  date: string;
  family: Family;
  /**
   * In what this run deviates from what was registered. null where it does not.
   */
  deviation: string | null;
  /**
   * Every entry of the ledger, the oldest first. Absent in reports of before it was told.
   */
  history?: {
    date: string;
    because: string;
    /**
     * Of what decides the criterion; null for an entry of before there were digests.
     */
    sha256: string | null;
  }[];
}
/**
 * Simultaneous bounds. Max-t bounds over joint resamples: all of them hold at once with the chance `level`.
 */
export interface SimultaneousBounds {
  interval: Interval;
  /**
   * Level.
   */
  level: number;
  /**
   * Standard errors from the value.
   */
  factor: number;
  /**
   * Criteria bounded together.
   */
  together: number;
  /**
   * Criteria of the family.
   */
  registered: number;
}
/**
 * Over replicates. Of runs that differ in their seed alone, this one among them. Absent where there is one.
 */
export interface CriterionOverReplicates {
  of: ReplicateValues;
  /**
   * Mean.
   */
  mean: number | null;
  /**
   * Standard deviation between replicates.
   */
  sd: number | null;
  /**
   * 95 % t interval of the mean.
   */
  interval: Interval | null;
  /**
   * t interval that holds with those of the other primary criteria. Of primary criteria. null where there is none.
   */
  simultaneous: Interval | null;
  verdict: Verdict;
  reason: string;
}
/**
 * One criterion by replicate. In the order of the seeds.
 */
export interface ReplicateValues {
  /**
   * Values.
   */
  values: (number | null)[];
  /**
   * Lower ends of their 95 % intervals.
   */
  lows: (number | null)[];
  /**
   * Upper ends.
   */
  highs: (number | null)[];
  /**
   * Verdicts.
   */
  verdicts: Verdict[];
  /**
   * Values of the control.
   */
  controls: (number | null)[];
  /**
   * Values of the planted effect. null where none is planted.
   */
  planted: (number | null)[] | null;
}
/**
 * Hypothesis.
 */
export interface HypothesisEntry {
  /**
   * What it goes by.
   */
  id: string;
  /**
   * What the paper says. null for one that the paper does not list.
   */
  says: string | null;
  family: Family;
  verdict: CommonVerdict;
  /**
   * Which rule gave the verdict.
   */
  reason: string;
  /**
   * Keys of its criteria.
   */
  criteria: string[];
  replicates?: HypothesisOverReplicates;
}
/**
 * Over replicates. Said before the verdict of this run alone. Absent where there is one replicate, or none of some criterion.
 */
export interface HypothesisOverReplicates {
  verdict: CommonVerdict;
  reason: string;
  /**
   * Verdict of each replicate alone. In the order of the seeds. null where the replicates were of other criteria of this hypothesis.
   */
  verdicts: CommonVerdict[] | null;
}
/**
 * Sentence of the abstract.
 */
export interface AbstractSentence {
  says: string;
  /**
   * What became of it. untested: no claim tests what it says. no claim: it says nothing that could be tested here.
   */
  word:
    "supported" | "mixed" | "inconclusive" | "contradicted" | "not-run" | "error" | "untested" | "no claim";
  /**
   * Why no claim is made of it.
   */
  reason: string | null;
  /**
   * What tests it.
   */
  hypotheses: string[];
  parts: AbstractSentence[];
}
/**
 * Hypothesis without a claim.
 */
export interface Untested {
  /**
   * Hypothesis. What it goes by.
   */
  hypothesis: string;
  /**
   * What the paper says or shows.
   */
  says: string;
  /**
   * Why no claim tests it.
   */
  because: string;
}
/**
 * This interface was referenced by `Report`'s JSON-Schema
 * via the `definition` "AgreementRow".
 */
export interface AgreementRow {
  id: string;
  quantity: string;
  unit: string;
  authors: number;
  ours: number | null;
  rule: string;
  agrees: boolean | null;
  source: string;
}
/**
 * Replicates of this run. Runs on the same model that differ in their seed alone, whose values are kept. Absent where none are kept of such runs.
 */
export interface ReplicatesOfRun {
  /**
   * Seeds. This run's is among them.
   */
  seeds: string[];
  /**
   * Primary criteria of the paper. Their intervals share the family's chance of an error.
   */
  primaries: number;
  /**
   * Kept on.
   */
  date: string;
  /**
   * Why they were kept.
   */
  because: string;
  /**
   * Commit that made them.
   */
  commit: string;
  /**
   * Criteria without replicates.
   */
  unused: {
    /**
     * Why. not-kept: there are none of it. other-rule: they were made under another registration. other-value: this run's value is not the one that was kept of its seed.
     */
    because: "not-kept" | "other-rule" | "other-value";
    criteria: string[];
  }[];
}
/**
 * Where a drawing has marks of the authors.
 */
export interface AuthorsMark {
  metric: string;
  type: string;
  /**
   * How it is known.
   */
  trust: "printed" | "digitised" | "inferred";
  source: string;
  /**
   * Points of a distribution function. Value, and the share of runs at or below it; a share of null is a mean.
   */
  at: {
    value: number;
    share: number | null;
  }[];
}
/**
 * Summary.
 */
export interface Summary {
  criteria: number;
  byVerdict: {
    [k: string]: number;
  };
  /**
   * Criteria whose verdict is not the expected one.
   */
  unexpected: string[];
  /**
   * Every criterion was tried.
   */
  complete: boolean;
}
/**
 * Provenance. Everything that may differ between equal runs.
 */
export interface Provenance {
  /**
   * Started.
   */
  startedAt: string;
  /**
   * Wall time, seconds.
   */
  seconds: number;
  /**
   * Peak resident memory, MiB.
   */
  peakMemoryMiB: number | null;
  /**
   * Commit.
   */
  commit: string | null;
  /**
   * Uncommitted changes.
   */
  dirty: boolean | null;
  /**
   * Lock file, sha256.
   */
  lockfileDigest: Digest | null;
  /**
   * Repository. Where the code is kept, as its checkout says. null where it does not; absent in reports of before it was told.
   */
  repository?: string | null;
  /**
   * Where thresholds are registered. Folder of the repository. Absent in reports of before it was told.
   */
  ledgers?: string;
  /**
   * Commit that last changed it. null where it is not known, and where what lies there is no commit’s.
   */
  ledgersCommit?: string | null;
  /**
   * bag-of-latents.
   */
  version: string;
  /**
   * Node.
   */
  node: string;
  /**
   * onnxruntime.
   */
  onnxruntime: string;
  /**
   * Platform.
   */
  platform: string;
  /**
   * CPU.
   */
  cpu: string;
  /**
   * Workers.
   */
  workers?: number;
  /**
   * Threads of one worker.
   */
  threads: number;
  /**
   * Inputs by sha256.
   */
  files: {
    name: string;
    sha256: Digest;
  }[];
  deviceParity?: DeviceParity;
  /**
   * Command.
   */
  command: string;
}
/**
 * Parity with the cpu. How far the device of this run is from the cpu: the largest differences on a few bases, measured before any claim. Absent on the cpu. Equal bits are promised for the cpu only.
 */
export interface DeviceParity {
  /**
   * Bases.
   */
  bases: number;
  /**
   * Curves.
   */
  curves: number;
  /**
   * Vectors read, difference over length.
   */
  vectorDifference: number;
  /**
   * L2 curves, difference over largest value.
   */
  curveDifference: number;
  /**
   * Tolerated of both.
   */
  tolerance: number;
  /**
   * KL curves, difference in nats.
   */
  divergenceDifference: number;
  /**
   * Tolerated of KL, nats.
   */
  divergenceTolerance: number;
  /**
   * Max slope steps that moved.
   */
  movedMaxSlopeSteps: number;
}
