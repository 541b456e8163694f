import type { Statistic } from "../../stats/statistic.ts";
import type { CurveMetric } from "../curve-metric.ts";
import type { TypeDraw } from "../draw.ts";

/** Something that a claim leaves open when it makes a number of curves, and the ways to settle it. */
export interface ReadingDimension {
  readonly key: string;
  /** In a few words: the label of its rows. */
  readonly title: string;
  readonly options: readonly { readonly key: string; readonly title: string }[];
}

/** One way to read the curves of an effect: every choice made. */
export interface Reading {
  /** Option by dimension; a dimension that does not bear on it is left out. */
  readonly choices: Readonly<Record<string, string>>;
  /** Equal keys are equal metrics. */
  readonly metric: CurveMetric;
  readonly groups: readonly TypeDraw[];
  /** Of samples by type; the claim's direction is above 0. */
  readonly statistic: Statistic<string>;
  /** Whether a criterion reads it so. */
  readonly isRegistered: boolean;
}

/** An effect that several readings of the same curves ask for. */
export interface ReadEffect {
  /** Unique: its stream is named after it. */
  readonly key: string;
  /** What the paper's hypothesis goes by. */
  readonly hypothesis: string;
  /** What an effect above 0 means, after "above 0: ". */
  readonly aboveZero: string;
  /** The first registered one is what the others are held to. */
  readonly readings: readonly Reading[];
}

/** A fixed list of readings. */
export interface Multiverse {
  readonly dimensions: readonly ReadingDimension[];
  readonly effects: readonly ReadEffect[];
}
