// biome-ignore-all format: generated
// biome-ignore-all lint: generated
/** Generated from report.schema.json: change the schema, then npm run generate. */

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
 * sha256, hex.
 */
export type Digest = string;

/**
 * Report. One run of the claims on one model. Equal runs give equal bytes outside `provenance`.
 */
export interface Report {
  schemaVersion: 1;
  /**
   * What this report is about. A sentence that keeps evidence on one model from being read as evidence on another.
   */
  scope: string;
  model: Model;
  sae: Sae | null;
  protocol: Protocol;
  measurements: Measurements;
  /**
   * Claims. One entry per criterion: a claim has one verdict per schedule or part.
   */
  claims: ClaimEntry[];
  /**
   * Mean sensitivity curves. Mean and quantile bands over bases of the L2 distance at the read point.
   */
  curves: CurveBand[];
  /**
   * Distributions over bases.
   */
  distributions: Distribution[];
  /**
   * Agreement with the authors' magnitudes. For GPT-2 small only; never changes a verdict. null on every other model.
   */
  agreement: AgreementRow[] | null;
  summary: Summary;
  provenance: Provenance;
}
/**
 * Model.
 */
export interface Model {
  /**
   * Model.
   */
  name: string;
  /**
   * Kind of model. gpt2-small: the model the paper used. organism: the small model that ships. other: any other directory.
   */
  kind: "gpt2-small" | "organism" | "other";
  /**
   * Model weights, sha256.
   */
  weightsDigest: string;
  /**
   * Model runtime.
   */
  runtime: string;
  /**
   * Residual convention.
   */
  convention: "raw" | "centred";
  /**
   * Blocks.
   */
  layers: number;
  /**
   * Heads per block.
   */
  heads: number;
  /**
   * Residual stream width d_model.
   */
  dModel: number;
  /**
   * Vocabulary, tokens.
   */
  vocabulary: number;
}
/**
 * Sparse autoencoder.
 */
export interface Sae {
  /**
   * Sparse autoencoder.
   */
  name: string;
  /**
   * SAE weights, sha256.
   */
  weightsDigest: string;
  /**
   * SAE hook point.
   */
  hook: string;
  /**
   * Dictionary size d_sae.
   */
  latents: number;
  /**
   * Latents that are not dead.
   */
  alive: number;
  /**
   * Mean number of active latents on the bases.
   */
  meanL0: number;
  /**
   * Explained variance on the bases. 1 - sum of squared reconstruction errors / sum of squared distances from the mean.
   */
  explainedVariance: number;
}
/**
 * Protocol.
 */
export interface Protocol {
  /**
   * Seed.
   */
  seed: string;
  /**
   * Base prompts n.
   */
  bases: number;
  /**
   * Tokens per prompt.
   */
  promptTokens: number;
  /**
   * Where prompts come from.
   */
  promptSource: string;
  /**
   * Perturbed at.
   */
  perturbAt: string;
  /**
   * Read at.
   */
  readAt: string;
  /**
   * Points per path.
   */
  points: number;
  /**
   * Absolute step, residual units.
   */
  step: number;
  /**
   * Plateau level, residual units.
   */
  plateauLevel: number;
  /**
   * Smallest rise that counts as a blow-up, residual units.
   */
  blowUpLevel: number;
  /**
   * Activations behind the covariance.
   */
  covariancePrompts: number;
  /**
   * Jitter added to the covariance diagonal, relative to its mean.
   */
  covarianceJitter: number;
  /**
   * Mean cosine of real pairs, the target of structured.
   */
  cosineTarget: number | null;
  /**
   * Candidate pool of structured.
   */
  structuredPool: number | null;
  /**
   * Bootstrap resamples.
   */
  resamples: number;
  /**
   * Mean real-to-real distance, residual units.
   */
  meanTargetDistance: number;
  /**
   * Deviations and remarks.
   */
  notes: string[];
}
/**
 * Measurements.
 */
export interface Measurements {
  "maxSlopeStep.relative": MeasurementTable;
  "maxSlopeStep.absolute": MeasurementTable;
  plateauLength: MeasurementTable;
  targetDistance: MeasurementTable;
}
/**
 * One measurement, by activation type.
 */
export interface MeasurementTable {
  [k: string]: GroupSummary;
}
/**
 * One activation type.
 */
export interface GroupSummary {
  /**
   * Mean. A base without the event counts as the last step, as the authors count it.
   */
  mean: number;
  /**
   * Population standard deviation.
   */
  sd: number;
  /**
   * Median.
   */
  median: number;
  /**
   * Bases.
   */
  n: number;
  /**
   * Bases without the event. No blow-up, or a plateau level never reached.
   */
  never: number;
  /**
   * KS distance to real.
   */
  ksToReal: number | null;
}
/**
 * Claim.
 */
export interface ClaimEntry {
  /**
   * Criterion. Unique within the report; also the file name of its badge and its place in the page.
   */
  id: string;
  /**
   * Number of the hypothesis.
   */
  hypothesis: string;
  /**
   * Step schedule.
   */
  schedule: "relative" | "absolute" | null;
  statement: string;
  /**
   * Where the paper says it.
   */
  paper: {
    arxiv: string;
    where: string;
    /**
     * The authors' value on GPT-2 small. In the statistic's unit; null where none was printed.
     */
    value: number | null;
  };
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
  /**
   * Bases.
   */
  n: number;
  control: Control;
  /**
   * The verdict expected of this model. null: nothing is expected of a model without a standing file.
   */
  expected: {
    verdict: Verdict;
    because: string;
  } | null;
  /**
   * Reproduction status. About GPT-2 small, the model the paper used, and nothing else.
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
   * How to run this claim again.
   */
  rerun: string;
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
 * Control. The same measurement on the same path with the effect taken out: it must not be supported.
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
 * This interface was referenced by `Report`'s JSON-Schema
 * via the `definition` "CurveBand".
 */
export interface CurveBand {
  experiment: "towards.relative" | "towards.absolute" | "plateau";
  type: string;
  n: number;
  mean: number[];
  /**
   * 10th percentile over bases.
   */
  p10: number[];
  /**
   * 90th percentile over bases.
   */
  p90: number[];
}
/**
 * Values over bases in ascending order with how often each occurred; bases without the event are in `never`.
 */
export interface Distribution {
  measurement: "maxSlopeStep.relative" | "maxSlopeStep.absolute" | "plateauLength" | "targetDistance";
  type: string;
  n: number;
  never: number;
  values: number[];
  counts: number[];
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
   * Threads.
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
