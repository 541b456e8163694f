/** The words of a claim file: what it registers by, and the statistics it may use. Claim files import it as `#claims`. */
export type { Control, CriterionDefinition, GroupSamples, Threshold } from "../claim/criterion.ts";
export type { Lab } from "../experiment/lab.ts";
export { debiasedWasserstein } from "../stats/debiased-wasserstein.ts";
export { ksCombination } from "../stats/ks-combination.ts";
export { logRatioOfMeans } from "../stats/log-ratio.ts";
export { meanCombination } from "../stats/mean-combination.ts";
export { meanDifference } from "../stats/mean-difference.ts";
export { medianOf } from "../stats/median-of.ts";
export { leastShareInOrder } from "../stats/order/least-share-in-order.ts";
export { spearman } from "../stats/order/spearman.ts";
export { rankTrend } from "../stats/rank-trend.ts";
export { ratioOfMeans, ratioOfSpreads } from "../stats/ratios.ts";
export type { Statistic } from "../stats/statistic.ts";
export { wassersteinCombination } from "../stats/wasserstein-combination.ts";
export { criterion } from "./criterion.ts";
