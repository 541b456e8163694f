import type { CurveMetric } from "../curve-metric.ts";
import { generatorOf, type TypeDraw } from "../draw.ts";

/** Something of an activation that a type keeps or drops. */
export interface LadderFeature<F extends string = string> {
  /** In plain words, as a table says it. */
  readonly key: F;
  /** In a sentence. */
  readonly long: string;
}

/** An activation type, and what it keeps. */
export interface Rung<F extends string = string> {
  readonly type: TypeDraw;
  /** As the docstring of its generator says; in the order of the features. */
  readonly keeps: readonly F[];
  /** What it is, in words. */
  readonly long: string;
}

/** Types that keep less and less of what is real, and how far each is from it: which loss is it that shows? */
export interface Ladder<F extends string = string> {
  readonly features: readonly LadderFeature<F>[];
  /** A second set of what is real: how far two sets are apart that do not differ. */
  readonly floor: TypeDraw;
  /** From the one that keeps most to the one that keeps least; no two keep the same. */
  readonly rungs: readonly Rung<F>[];
  /** In the order of the page; the first one is drawn. */
  readonly metrics: readonly CurveMetric[];
}

/** Below this many rungs there is nothing to compare. */
const FEWEST_RUNGS = 2;

/** The rungs that can be drawn with or without a sparse autoencoder; none where they would be too few to compare. */
export function drawableRungs({ rungs }: Ladder, hasSae: boolean): readonly Rung[] {
  const drawable = rungs.filter(({ type }) => canDraw(type, hasSae));
  return drawable.length < FEWEST_RUNGS ? [] : drawable;
}

/** The types that are measured for a ladder, besides the one they are held to. */
export function typesOfLadder(ladder: Ladder, hasSae: boolean): readonly TypeDraw[] {
  const rungs = drawableRungs(ladder, hasSae);
  if (rungs.length === 0) return [];
  return [ladder.floor, ...rungs.map(({ type }) => type)].filter((type) => canDraw(type, hasSae));
}

function canDraw(type: TypeDraw, hasSae: boolean): boolean {
  return hasSae || generatorOf(type).needs !== "sae";
}
