/**
 * The public surface: what a program that uses the package, rather than its commands, may rely on.
 *
 * Models and SAEs: `openModel`, `openSae`. Experiments: `createLab`, `recordOf`. Papers: `definePaper`, `papers`. Claims:
 * `defineCriterion`, `collectEvidence`, `judge`. Reports: `buildReport`, `readReport`, `renderMarkdown`, `renderHtml`.
 */

export type { Generator } from "./activations/generator.ts";
export { generators } from "./activations/index.ts";
export { openModel } from "./checkpoint/open-model.ts";
export { openSae } from "./checkpoint/sae-directory.ts";
export {
  type Criterion,
  type CriterionDefinition,
  defineCriterion,
  type GroupSamples,
  type Threshold,
} from "./claim/criterion.ts";
export { collectEvidence, type Evidence } from "./claim/evidence.ts";
export { type Judgement, judge } from "./claim/judge.ts";
export { BagOfLatentsError } from "./errors/index.ts";
export type { CurveMetric } from "./experiment/curve-metric.ts";
export { blowUpRatio, maxSlopeStep, plateauLength, sensitivityCurve } from "./experiment/curve-metrics.ts";
export type { GroupSample } from "./experiment/group-sample.ts";
export { createLab, type Lab } from "./experiment/lab.ts";
export type { LabOptions, LabPlan } from "./experiment/lab-curves.ts";
export type { Perturbation } from "./experiment/perturbation.ts";
export { absolutePath, relativePath } from "./experiment/perturbation-path.ts";
export type { RunRecord } from "./experiment/record.generated.ts";
export { recordOf } from "./experiment/record.ts";
export { readReport, writeReport } from "./files/report-files.ts";
export { type Rng, rngFromSeed } from "./math/rng.ts";
export type { Activation, Matrix, Vec } from "./math/vec.ts";
export { type HookPoint, hookPoint } from "./model/hook-point.ts";
export type { LanguageModel, ResidualConvention, Tokens } from "./model/language-model.ts";
export { definePaper, type Paper } from "./paper/paper.ts";
export { type Subject, subjectFinding } from "./paper/subject.ts";
export { papers } from "./papers/index.ts";
export { freshPrompts, listedPrompts, type PromptSource } from "./prompts/prompt-source.ts";
export { buildReport } from "./report/build-report.ts";
export { renderHtml } from "./report/html/render-html.ts";
export { renderMarkdown } from "./report/markdown/render-markdown.ts";
export type { Report, Verdict } from "./report/report.generated.ts";
export type { LatentActivations, SparseAutoencoder } from "./sae/sparse-autoencoder.ts";
export { bootstrap } from "./stats/bootstrap.ts";
export { ks } from "./stats/ks.ts";
export { ksCombination } from "./stats/ks-combination.ts";
export { meanDifference } from "./stats/mean-difference.ts";
export { medianOf } from "./stats/median-of.ts";
export type { Statistic } from "./stats/statistic.ts";
