import type { Progress } from "../experiment/lab-curves.ts";
import { type BarProgress, leftInWords } from "./progress-bar.ts";

/**
 * Makes one account of all measurements of a run.
 *
 * How much is to come is not known before claims ask: each claim that has not begun is taken to measure one more curve
 * of each base, that of its control. Time left is what a curve has taken so far times the curves left.
 */
export function createRunProgress(
  claims: number,
  now: () => number = Date.now,
): (progress: Progress, claim: string) => BarProgress {
  const begun = new Set<string>();
  let current = "";
  let before = 0; // curves of measurements that are over
  let counted = 0;
  let measured = 0; // curves that took time
  let spent = 0;
  let at: number | null = null;
  return (progress, claim) => {
    begun.add(claim);
    const { what, done, of, curves } = progress;
    if (curves === undefined) {
      at = null;
      return progress;
    }
    if (what !== current || done * curves < counted) {
      before += counted;
      counted = 0;
      current = what;
    }
    if (at !== null) {
      spent += now() - at;
      measured += done * curves - counted;
    }
    at = now();
    counted = done * curves;
    const left = of * curves - counted + Math.max(0, claims - begun.size) * of;
    const eta = measured > 0 ? leftInWords((spent / measured) * left) : null;
    const line = [
      `measuring ${done} of ${of} bases`,
      what,
      ...(claims > 1 ? [`claim ${begun.size} of ${Math.max(claims, begun.size)}`] : []),
      ...(eta === null ? [] : [eta]),
    ].join(" · ");
    return { ...progress, whole: { line, share: (before + counted) / Math.max(1, before + counted + left) } };
  };
}
