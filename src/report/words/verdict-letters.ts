import type { Verdict } from "../report.generated.ts";

/** A verdict where there is room for a letter. */
export const VERDICT_LETTER: Readonly<Record<Verdict, string>> = {
  supported: "s",
  contradicted: "c",
  inconclusive: "i",
  "not-run": "-",
  error: "e",
};

/** What the letters stand for: "s supported, c contradicted, ...". */
export const LETTERS = Object.entries(VERDICT_LETTER)
  .map(([verdict, letter]) => `${letter} ${verdict}`)
  .join(", ");
