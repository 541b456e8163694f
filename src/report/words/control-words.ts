/** How a control came out: the same measurement with the effect taken out, so that "effect gone" is the good outcome. */
import type { Verdict } from "../report.generated.ts";

/** gone: what a control is for. there: the measurement is not specific. undecided: neither is shown. */
export type ControlState = "gone" | "there" | "undecided" | "not-run" | "error";

/** The words for one control. */
export interface ControlWords {
  readonly state: ControlState;
  /** For a column of a terminal: "still there". */
  readonly narrow: string;
  /** For a column: "effect still there". */
  readonly short: string;
  /** For a sentence or a card: "effect gone, as it should be". */
  readonly long: string;
}

const WORDS: Readonly<Record<Verdict, ControlWords>> = {
  contradicted: {
    state: "gone",
    narrow: "effect gone",
    short: "effect gone",
    long: "effect gone, as it should be",
  },
  supported: {
    state: "there",
    narrow: "still there",
    short: "effect still there",
    long: "effect still there",
  },
  inconclusive: { state: "undecided", narrow: "not decided", short: "not decided", long: "not decided" },
  "not-run": { state: "not-run", narrow: "not-run", short: "not-run", long: "not-run" },
  error: { state: "error", narrow: "error", short: "error", long: "error" },
};

/** `claim` is the verdict of the criterion itself: the control of one without a value controls nothing, whatever it measured. */
export function controlWords(control: { readonly verdict: Verdict }, claim?: Verdict): ControlWords {
  const words = WORDS[control.verdict];
  const measured = words.state !== "not-run" && words.state !== "error";
  return measured && (claim === "not-run" || claim === "error") ? OF_NOTHING : words;
}

const OF_NOTHING: ControlWords = {
  state: "not-run",
  narrow: "no claim",
  short: "no claim to control",
  long: "no claim to control, for the criterion has no value",
};

/** One sentence a state, for the reader who meets the words here first. */
export const CONTROL_MEANING: Readonly<Record<ControlState, string>> = {
  gone: "The whole 95 % interval of the control is short of the threshold: with the effect taken out, the effect is not found. This is what a control is for.",
  there:
    "The control is beyond the threshold too: the measurement finds the effect where there is none, and the criterion is inconclusive.",
  undecided:
    "The control's interval straddles the threshold, as that of two equal things does where the threshold is 0, or it has too few bases. It does not refute the criterion; where the threshold is not 0 it is weaker than a control that is gone.",
  "not-run": "The control could not be tried, or the claim it belongs to has not run.",
  error: "The control failed.",
};
