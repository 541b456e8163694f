// biome-ignore-all format: generated
// biome-ignore-all lint: generated
/** Generated from record.schema.json: change the schema, then npm run generate. */

/**
 * 95 % interval of a ladder.
 *
 * @minItems 2
 * @maxItems 2
 */
export type LadderInterval = [number, number];
/**
 * sha256, hex.
 */
export type Digest = string;

/**
 * RunRecord. A run as its report tells it: plain data, with the words of its paper. Nothing in it differs between equal runs.
 */
export interface RunRecord {
  paper: Paper;
  model: Model;
  sae: Sae | null;
  protocol: Protocol;
  /**
   * How the prompts were drawn, where that must be said.
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
   * Mean sensitivity curves. Mean and quantile bands over bases of the L2 distance at the read point.
   */
  curves: CurveBand[];
  /**
   * Distributions over bases.
   */
  distributions: Distribution[];
  coActivation?: CoActivation;
  /**
   * What makes activations look real. null in a run that did not ask for all claims of its paper; absent where the paper has none, and in reports of before it was told.
   */
  ladder?: RunLadder | null;
  /**
   * Over other readings. The same effects over a fixed list of readings of the same curves. It changes no verdict. null in a run that did not ask for all claims of its paper; absent where the paper has none, and in reports of before it was told.
   */
  readings?: RunReadings | null;
  geometry?: Geometry;
  /**
   * Two-dimensional slices. Planes through activations in colour. Absent where the paper shows none, and in reports of before it was told.
   */
  slices?: RunSlice[];
}
/**
 * Paper.
 */
export interface Paper {
  /**
   * Paper. The folder it has in the harness.
   */
  id: string;
  /**
   * arXiv.
   */
  arxiv: string;
  /**
   * Title.
   */
  title: string;
  /**
   * Authors. Names, in the paper's order. Absent where they are not known, and in reports of before they were told.
   */
  by?: string[];
  /**
   * What the paper is about. Only a run on this model, at this place, counts as a reproduction.
   */
  subject: {
    /**
     * Badge of the subject.
     */
    key: string;
    /**
     * Model of the paper.
     */
    name: string;
    /**
     * Where the paper perturbs.
     */
    hook: string;
  };
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
   * Kind of model. subject: the model the paper used. organism: the small model that ships. other: any other directory.
   */
  kind: "subject" | "organism" | "other";
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
   * Mean real-to-real distance, residual units.
   */
  meanTargetDistance: number;
  /**
   * Numbers the paper's protocol has besides.
   */
  values: ProtocolValue[];
}
/**
 * One number of a protocol.
 */
export interface ProtocolValue {
  key: string;
  /**
   * With its unit.
   */
  title: string;
  /**
   * null where it was not needed or does not exist.
   */
  value: number | null;
}
/**
 * One number of a curve, in words.
 */
export interface Metric {
  key: string;
  title: string;
  symbol: string;
  unit: string;
  axis: string;
  meaning: string;
  /**
   * What a base without the event did.
   */
  never: string;
  /**
   * What such a base counts as in means; null where every base has a value.
   */
  ifNever: number | null;
  /**
   * Key of a perturbation.
   */
  along: string;
  output: "l2" | "kl" | "js" | "crossings";
}
/**
 * One kind of path, in words.
 */
export interface Perturbation {
  key: string;
  title: string;
  short: string;
  axis: string;
}
/**
 * One activation type, in words.
 */
export interface ActivationType {
  key: string;
  /**
   * What it is, for captions and tables.
   */
  long: string;
}
/**
 * Measurements, by metric.
 */
export interface Measurements {
  [k: string]: MeasurementTable;
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
   * Bases at the end of the path. The value lies where the curve ends, so that the event may come later. null where the metric has no end; absent in reports of before it was told.
   */
  atEnd?: number | null;
  /**
   * KS distance to the reference type. null for the reference itself.
   */
  ksToReference: number | null;
}
/**
 * Mean curve of one type with its band.
 */
export interface CurveBand {
  perturbation: string;
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
 * Distribution of one metric over bases. Values over bases in ascending order with how often each occurred; bases without the event are in `never`.
 */
export interface Distribution {
  metric: string;
  type: string;
  n: number;
  never: number;
  values: number[];
  counts: number[];
}
/**
 * Latents that are active together. In the codes of the bases. Absent without an SAE, and in reports of before it was told.
 */
export interface CoActivation {
  /**
   * Codes.
   */
  codes: number;
  /**
   * Codes in which a pair must be active together.
   */
  least: number;
  /**
   * Latents, the most frequent first.
   */
  latents: {
    id: number;
    /**
     * Codes in which it is active.
     */
    codes: number;
  }[];
  /**
   * Pairs of them, the largest lift first.
   */
  pairs: {
    a: number;
    b: number;
    /**
     * Codes in which both are active.
     */
    together: number;
    /**
     * Lift. How many times as often as if each fired by itself.
     */
    lift: number;
  }[];
  /**
   * The same over every latent.
   */
  all: {
    /**
     * Latents that are active in some code.
     */
    active: number;
    /**
     * Pairs that are joined.
     */
    pairs: number;
    /**
     * Mean degree over all latents of the SAE.
     */
    meanDegree: number;
    /**
     * Largest degree.
     */
    largestDegree: number;
  };
}
/**
 * Types that keep less and less of what is real. How far each lies from the reference. It changes no verdict.
 */
export interface RunLadder {
  /**
   * Key of the type that distances are to.
   */
  reference: string;
  /**
   * Key of a type that does not differ from the reference: how far apart two equal sets are.
   */
  floor: string;
  /**
   * What a type may keep.
   */
  features: LadderFeature[];
  /**
   * Types, from the one that keeps most.
   */
  rungs: LadderRung[];
  /**
   * Why nothing can be concluded from the rungs.
   */
  doubt: string | null;
  /**
   * Bootstrap resamples.
   */
  resamples: number;
  metrics: LadderOfMetric[];
}
/**
 * Something that a type keeps or drops.
 */
export interface LadderFeature {
  key: string;
  long: string;
}
/**
 * One type of a ladder, in words.
 */
export interface LadderRung {
  type: string;
  /**
   * Keys of features.
   */
  keeps: string[];
  long: string;
}
/**
 * A ladder by one metric. All of the same bases. Intervals are bootstrap 95 % ones that hold for all types at once, for all changes at once, and for all losses at once; null below the number of bases that a verdict needs.
 */
export interface LadderOfMetric {
  /**
   * Key of a metric.
   */
  metric: string;
  /**
   * Bases.
   */
  n: number;
  /**
   * Bases that some type lost, and that are left out of all.
   */
  lost: number;
  /**
   * Mean of the reference.
   */
  mean: number | null;
  floor: LadderValue | null;
  /**
   * A rung that could not be measured on enough bases is left out.
   */
  rungs: LadderValue[];
  /**
   * From each rung to the next.
   */
  changes: LadderChange[];
  /**
   * What the loss of each feature does.
   */
  losses: LadderLoss[];
}
/**
 * How far a type lies from the reference.
 */
export interface LadderValue {
  type: string;
  /**
   * Mean.
   */
  mean: number | null;
  /**
   * Debiased Wasserstein-1 distance over the standard deviation of the reference. Below 0 is a distance of 0 and noise.
   */
  value: number | null;
  interval: LadderInterval | null;
  /**
   * KS distance to the reference.
   */
  ks: number | null;
}
/**
 * How much further from the reference one rung lies than the one before.
 */
export interface LadderChange {
  from: string;
  to: string;
  value: number | null;
  interval: LadderInterval | null;
}
/**
 * How much further from the reference a type lies without one feature. Shapley value over the pairs of rungs that differ by this feature alone; null where there is none.
 */
export interface LadderLoss {
  feature: string;
  /**
   * Pairs of rungs.
   */
  pairs: number;
  value: number | null;
  interval: LadderInterval | null;
}
/**
 * Effects over other readings of the same curves. What a claim leaves open is settled in every way of a fixed list. It changes no verdict.
 */
export interface RunReadings {
  /**
   * Bootstrap resamples of one reading.
   */
  resamples: number;
  /**
   * Why nothing can be concluded.
   */
  doubt: string | null;
  /**
   * What is read otherwise.
   */
  dimensions: ReadingDimension[];
  effects: EffectReadings[];
}
/**
 * Something that a claim leaves open.
 */
export interface ReadingDimension {
  key: string;
  title: string;
  options: ReadingOption[];
}
/**
 * One way to settle it.
 */
export interface ReadingOption {
  key: string;
  title: string;
}
/**
 * One effect over its readings.
 */
export interface EffectReadings {
  key: string;
  /**
   * Hypothesis.
   */
  hypothesis: string;
  /**
   * What an effect above 0 means.
   */
  aboveZero: string;
  readings: ReadingValue[];
  /**
   * Readings with a value.
   */
  known: number;
  /**
   * Readings with the sign of the first registered one. null where that has no value.
   */
  sameSign: number | null;
  /**
   * Readings with its verdict.
   */
  sameVerdict: number | null;
}
/**
 * An effect by one reading.
 */
export interface ReadingValue {
  /**
   * Option by dimension. A dimension that does not bear on it is left out.
   */
  choices: {
    [k: string]: string;
  };
  /**
   * Whether a criterion reads it so.
   */
  registered: boolean;
  unit: string;
  /**
   * Bases.
   */
  n: number;
  value: number | null;
  /**
   * 95 % interval.
   *
   * @minItems 2
   * @maxItems 2
   */
  interval: [number, number] | null;
  /**
   * Verdict by the sign. supported: the whole interval is above 0. contradicted: all of it is below.
   */
  verdict: "supported" | "contradicted" | "inconclusive";
}
/**
 * Norms, distances and cosines. Of the bases and of the activations of every type. Absent in reports of before it was told.
 */
export interface Geometry {
  baseNorm: Spread;
  /**
   * In the order of the page.
   */
  types: GeometryOfType[];
}
/**
 * Norm of the bases, residual units.
 */
export interface Spread {
  /**
   * Mean.
   */
  mean: number;
  /**
   * Standard deviation.
   */
  sd: number;
  /**
   * Where the first bin begins.
   */
  from: number;
  /**
   * Width of a bin.
   */
  width: number;
  /**
   * Bases in each bin.
   */
  counts: number[];
}
/**
 * Geometry of one type.
 */
export interface GeometryOfType {
  type: string;
  /**
   * Bases.
   */
  n: number;
  norm: Spread1;
  distance: Spread2;
  cosine: Spread3;
}
/**
 * Norm, residual units.
 */
export interface Spread1 {
  /**
   * Mean.
   */
  mean: number;
  /**
   * Standard deviation.
   */
  sd: number;
  /**
   * Where the first bin begins.
   */
  from: number;
  /**
   * Width of a bin.
   */
  width: number;
  /**
   * Bases in each bin.
   */
  counts: number[];
}
/**
 * Distance from the base, residual units.
 */
export interface Spread2 {
  /**
   * Mean.
   */
  mean: number;
  /**
   * Standard deviation.
   */
  sd: number;
  /**
   * Where the first bin begins.
   */
  from: number;
  /**
   * Width of a bin.
   */
  width: number;
  /**
   * Bases in each bin.
   */
  counts: number[];
}
/**
 * Cosine to the base.
 */
export interface Spread3 {
  /**
   * Mean.
   */
  mean: number;
  /**
   * Standard deviation.
   */
  sd: number;
  /**
   * Where the first bin begins.
   */
  from: number;
  /**
   * Width of a bin.
   */
  width: number;
  /**
   * Bases in each bin.
   */
  counts: number[];
}
/**
 * A slice. A plane through the base (0, 0), one drawn activation (1, 0) and another one; lengths in units of the way to the first.
 */
export interface RunSlice {
  /**
   * Base.
   */
  base: number;
  /**
   * Types of the two others.
   */
  types: string[];
  /**
   * Where both axes begin.
   */
  from: number;
  /**
   * Where they end.
   */
  to: number;
  /**
   * Points along a side.
   */
  side: number;
  /**
   * Place of the last activation.
   */
  third: number[];
  /**
   * Nearness of the output to that of each activation. Three bytes a point, base64, row by row from the top: 255 is equal, 0 as far as two of them lie apart.
   */
  near: string;
}
/**
 * Latents that are active together. The most frequent latents of some codes, and pairs of them by lift. It changes no verdict.
 */
export interface CoActivation1 {
  /**
   * Codes.
   */
  codes: number;
  /**
   * Codes in which a pair must be active together.
   */
  least: number;
  /**
   * Latents, the most frequent first.
   */
  latents: {
    id: number;
    /**
     * Codes in which it is active.
     */
    codes: number;
  }[];
  /**
   * Pairs of them, the largest lift first.
   */
  pairs: {
    a: number;
    b: number;
    /**
     * Codes in which both are active.
     */
    together: number;
    /**
     * Lift. How many times as often as if each fired by itself.
     */
    lift: number;
  }[];
  /**
   * The same over every latent.
   */
  all: {
    /**
     * Latents that are active in some code.
     */
    active: number;
    /**
     * Pairs that are joined.
     */
    pairs: number;
    /**
     * Mean degree over all latents of the SAE.
     */
    meanDegree: number;
    /**
     * Largest degree.
     */
    largestDegree: number;
  };
}
/**
 * How a number spreads over bases.
 */
export interface Spread4 {
  /**
   * Mean.
   */
  mean: number;
  /**
   * Standard deviation.
   */
  sd: number;
  /**
   * Where the first bin begins.
   */
  from: number;
  /**
   * Width of a bin.
   */
  width: number;
  /**
   * Bases in each bin.
   */
  counts: number[];
}
/**
 * Norms, distances and cosines. Of activations as they are drawn, not of paths. Bins of one quantity are the same for all types.
 */
export interface Geometry1 {
  baseNorm: Spread;
  /**
   * In the order of the page.
   */
  types: GeometryOfType[];
}
