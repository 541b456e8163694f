/** What each verdict means. */
import type { CriterionEntry, Verdict } from "../report.generated.ts";
import { DEFINITIONS } from "../schemas.ts";

/** Every verdict, in the order a summary counts them: the schema's. */
export const VERDICTS = DEFINITIONS.Verdict.enum as readonly Verdict[];

/** One sentence a verdict, for the reader who meets the word here first. */
export const VERDICT_MEANING: Readonly<Record<Verdict, string>> = {
  supported: "The whole 95 % interval is beyond the threshold, and the control is not.",
  contradicted: "The whole 95 % interval is short of the threshold.",
  inconclusive:
    "The interval straddles the threshold, or there are too few bases, or the control shows the effect too, or a control is missing.",
  "not-run": "It could not be tried; nothing is said about the claim.",
  error: "The run failed; nothing is said about the claim.",
};

type Status = CriterionEntry["reproduction"]["status"];

/** A verdict on the paper's subject as a reproduction status. */
export const STATUS_OF: Readonly<Record<Verdict, Status>> = {
  supported: "reproduced",
  contradicted: "not-reproduced",
  inconclusive: "inconclusive",
  "not-run": "not-run",
  error: "error",
};

/** The verdict that a reproduction status goes with: it borrows its colour and shape. */
export function verdictOf(status: Status): Verdict {
  return VERDICTS.find((verdict) => STATUS_OF[verdict] === status) ?? "error";
}

/** Whether a criterion came out other than expected of this model. */
export function isUnexpected({ verdict, expected }: Pick<CriterionEntry, "verdict" | "expected">): boolean {
  return expected !== null && expected.verdict !== verdict;
}
