/** What each verdict means. */
import type { Verdict } from "../report.generated.ts";

/** Every verdict, in the order a summary counts them. */
export const VERDICTS: readonly Verdict[] = ["supported", "contradicted", "inconclusive", "not-run", "error"];

/** One sentence a verdict, for the reader who meets the word here first. */
export const VERDICT_MEANING: Readonly<Record<Verdict, string>> = {
  supported: "The whole 95 % interval is beyond the threshold, and the control is not.",
  contradicted: "The whole 95 % interval is short of the threshold.",
  inconclusive:
    "The interval straddles the threshold, or there are too few bases, or the control shows the effect too, or a control is missing.",
  "not-run": "It could not be tried; nothing is said about the claim.",
  error: "The run failed; nothing is said about the claim.",
};
