import type { Verdict } from "./judge.ts";

/** Why a model's verdict on one criterion is not `supported`. */
export interface StandingEntry {
  readonly verdict: Verdict;
  /** ISO date on which it was written down. */
  readonly date: string;
  readonly value: number | null;
  readonly interval: readonly [number, number] | null;
  readonly reason: string;
}

/** The verdict expected of one criterion. */
export interface StandingVerdict {
  readonly verdict: Verdict;
  readonly because: string;
}

/** The verdicts expected of one model on one paper. */
export interface Standing {
  /** `file` or `file.part`. */
  expectedOf(name: string): StandingVerdict;
}

/** Models with a standing are accepted, or trained, until their claims hold: an expectation is no evidence. */
const ACCEPTED = "it came out so when this model was accepted, and nothing in standing.json says otherwise";

/** Expected is `supported`, unless an entry says otherwise. */
export function standingOf(entries: Readonly<Record<string, StandingEntry>>): Standing {
  return {
    expectedOf(name) {
      const entry = Object.hasOwn(entries, name) ? entries[name] : undefined;
      return entry
        ? { verdict: entry.verdict, because: `${entry.date}: ${entry.reason}` }
        : { verdict: "supported", because: ACCEPTED };
    },
  };
}
