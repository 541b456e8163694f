import { InvalidInputError } from "../errors/index.ts";
import { plateauLength } from "./curve-metrics.ts";

/** The entries that the initial line goes through: 0 and this one. */
const LINE_TO = 9;

/** The first prefix whose triangle is compared with its area. */
const FIRST_PREFIX = 5;

/** How the first step off the line is read. */
export interface NonLinearity {
  /** Relative deviation that counts; default 0.2, the authors' final one (0.1 in their scripts). */
  readonly threshold?: number;
  /** "before": the last step on the line (the authors' final notebooks, the default); "at": the first one off it. */
  readonly step?: "before" | "at";
}

/**
 * First non-linearity step (NL): where a curve leaves the line through its entries 0 and 9.
 *
 * Formula: the first i >= 10 with |d[i] - line(i)| / (line(i) - d[0]) > threshold; the answer is i - 1 ("before") or i.
 * With d[0] = 0, as every sensitivity curve has, that is |d[i] - line| / line.
 * Units: steps. null where the curve stays on the line (the authors count the number of points) or the line does not
 * rise, where a relative deviation means nothing (fewer than 11 points: never off it).
 * Throws: InvalidInputError when the threshold is not above 0.
 * Source: paper C.3.
 */
export function nonLinearityStep(
  curve: ArrayLike<number>,
  { threshold = 0.2, step = "before" }: NonLinearity = {},
): number | null {
  if (!(threshold > 0 && threshold < Number.POSITIVE_INFINITY))
    throw new InvalidInputError({
      what: "the threshold of a first non-linearity step",
      got: threshold,
      want: "a number above 0",
      hint: "Hint: the authors take 0.2; it is a share, not percent.",
    });
  const start = curve[0]!;
  const slope = (curve[LINE_TO]! - start) / LINE_TO;
  if (!(slope > 0)) return null;
  for (let i = LINE_TO + 1; i < curve.length; i++)
    if (Math.abs(curve[i]! - start - slope * i) > threshold * slope * i) return step === "before" ? i - 1 : i;
  return null;
}

/**
 * AUC step: the prefix whose triangle is largest next to the area below it, the end of the flat part and its rise.
 *
 * Formula: argmax over j >= 5 of (d[j] (j + 1) / 2) / area(j), d measured from d[0], area by trapezoids of width 1;
 * 0 where the area is not above 0. Ties: the earliest. Units: steps.
 * The triangle's base is j + 1 and not j, as the authors have it: a line has its largest ratio at 5, so answers of 5 to
 * 8 are curves without a flat part rather than early steps.
 * null for fewer than 6 points, or where no prefix has a ratio above 0 (constant and falling curves).
 * Source: paper C.4.
 */
export function aucStep(curve: ArrayLike<number>): number | null {
  const start = curve[0]!;
  let area = 0;
  let largest = 0;
  let answer: number | null = null;
  for (let j = 1; j < curve.length; j++) {
    area += (curve[j]! - start + (curve[j - 1]! - start)) / 2;
    if (j < FIRST_PREFIX || !(area > 0)) continue;
    const ratio = ((curve[j]! - start) * (j + 1)) / 2 / area;
    if (ratio > largest) {
      largest = ratio;
      answer = j;
    }
  }
  return answer;
}

/**
 * First step at a share of the final height: the first n with d[n] >= d[0] + share (d[last] - d[0]).
 *
 * Units: steps, at least 1. null where the curve does not end above its start.
 * Throws: InvalidInputError when the share is not above 0 and at most 1.
 */
export function shareOfRiseStep(curve: ArrayLike<number>, share: number): number | null {
  if (!(share > 0 && share <= 1))
    throw new InvalidInputError({
      what: "the share of a curve's final height",
      got: share,
      want: "above 0 and at most 1",
      hint: "Hint: 0.5 is half of it. For a level in units of the curve use plateauLength.",
    });
  const last = curve[curve.length - 1];
  if (last === undefined || !(last > curve[0]!)) return null;
  // 1 - share from the end rather than share from the start, so that the end itself is at share 1 whatever rounds.
  return plateauLength(curve, last - (1 - share) * (last - curve[0]!));
}

/** Half-rise step: the first step at half of the final height. Units and null: as `shareOfRiseStep`. */
export function halfRiseStep(curve: ArrayLike<number>): number | null {
  return shareOfRiseStep(curve, 0.5);
}

/**
 * Whether a step lies at the end of what was looked at: among the last two of the admitted entries.
 *
 * Formula: step >= entries - 2, entries being counted from step 0. There a later, steeper rise was cut off, so the
 * number is censored rather than measured. False for null.
 */
export function isAtEnd(entries: number, step: number | null): boolean {
  return step !== null && step >= entries - 2;
}
