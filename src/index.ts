/**
 * The public surface: what the papers of this project and their claims are made of, and what a program that uses the
 * package, rather than its commands, may rely on.
 *
 * A paper: `definePaper`, `Perturbation`, `CurveMetric`, `ScaleRule`, `fromPair` and `ownGenerators`. A claim: `criterion`
 * and the statistics, in files that vitest runs. Models and SAEs: `openModel`, `openSae`. Experiments: `createLab`,
 * `recordOf`. Judging: `defineCriterion`, `collectEvidence`, `judge`. Reports: `buildReport`, `readReport`,
 * `renderMarkdown`, `renderHtml`.
 */

export { coActiveWith } from "./activations/co-occurrence.ts";
export { cosinesTo } from "./activations/dictionary.ts";
export {
  fromLatents,
  fromPair,
  fromPopulation,
  type Generator,
} from "./activations/generator.ts";
export { type ActivationType, generators, type OwnGenerators, ownGenerators } from "./activations/index.ts";
export { topLatent } from "./activations/structured/structured.ts";
export { openModel } from "./checkpoint/open-model.ts";
export { openSae } from "./checkpoint/sae-directory.ts";
export {
  type Control,
  type Criterion,
  type CriterionDefinition,
  defineCriterion,
  type GroupSamples,
  type Threshold,
} from "./claim/criterion.ts";
export { collectEvidence, type Evidence } from "./claim/evidence.ts";
export { type Judgement, judge } from "./claim/judge.ts";
export { BagOfLatentsError } from "./errors/index.ts";
export type { Arm, Output } from "./experiment/arm.ts";
export type { CodeMetric } from "./experiment/codes/code-metric.ts";
export type { CurveFacts, CurveMetric } from "./experiment/curve-metric.ts";
export { blowUpRatio, maxSlopeStep, plateauLength, sensitivityCurve } from "./experiment/curve-metrics.ts";
export { endSlopes, isStep, sharpness } from "./experiment/curve-shape.ts";
export { aucStep, halfRiseStep, isAtEnd, nonLinearityStep } from "./experiment/curve-steps.ts";
export type { Reshape } from "./experiment/curve-values.ts";
export type { TypeDraw } from "./experiment/draw.ts";
export type { GroupSample } from "./experiment/group-sample.ts";
export { createLab, type Lab } from "./experiment/lab.ts";
export type { LabOptions, LabPlan } from "./experiment/lab-curves.ts";
export type { Ladder } from "./experiment/ladder/ladder.ts";
export { curveOf } from "./experiment/measure.ts";
export type { Perturbation } from "./experiment/perturbation.ts";
export { absolutePath, entriesUpToTarget, relativePath } from "./experiment/perturbation-path.ts";
export type { Multiverse, ReadEffect, Reading, ReadingDimension } from "./experiment/readings/reading.ts";
export type { RunRecord } from "./experiment/record.generated.ts";
export { recordOf } from "./experiment/record.ts";
export type { ScaleFacts, ScaleRule, Scales } from "./experiment/scales.ts";
export { readReport, writeReport } from "./files/report-files.ts";
export { type Rng, rngFromSeed } from "./math/rng.ts";
export { type Activation, cosine, distance, type Matrix, norm, subtract, type Vec } from "./math/vec.ts";
export { type HookPoint, hookPoint } from "./model/hook-point.ts";
export type { LanguageModel, ResidualConvention, Tokens } from "./model/language-model.ts";
export { GPT2_SMALL_DIGEST } from "./model/published-weights.ts";
export type { AuthorsValues } from "./paper/agreement.ts";
export { definePaper, type Paper, type ShownType } from "./paper/paper.ts";
export { type Subject, subjectFinding } from "./paper/subject.ts";
export { papers } from "./papers/index.ts";
export { freshPrompts, listedPrompts, type PromptSource } from "./prompts/prompt-source.ts";
export { buildReport } from "./report/build-report.ts";
export { renderHtml } from "./report/html/render-html.ts";
export { renderMarkdown } from "./report/markdown/render-markdown.ts";
export type { Report, Verdict } from "./report/report.generated.ts";
export type { LatentActivations, SparseAutoencoder } from "./sae/sparse-autoencoder.ts";
export { bootstrap } from "./stats/bootstrap.ts";
export { debiasedWasserstein } from "./stats/debiased-wasserstein.ts";
export type { DistanceTerm } from "./stats/distance-combination.ts";
export { ks } from "./stats/ks.ts";
export { ksCombination } from "./stats/ks-combination.ts";
export { mean } from "./stats/mean.ts";
export { type MeanTerm, meanCombination } from "./stats/mean-combination.ts";
export { meanDifference } from "./stats/mean-difference.ts";
export { medianOf } from "./stats/median-of.ts";
export { ratioOfMeans, ratioOfSpreads } from "./stats/ratios.ts";
export { standardisedCombination } from "./stats/standardised-combination.ts";
export type { Statistic } from "./stats/statistic.ts";
export { criterion } from "./vitest/criterion.ts";
