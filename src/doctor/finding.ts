/** How one thing looks: as on working models, as one would ask about, or as on broken ones. */
export type HealthWord = "fine" | "odd" | "bad";

/** One thing that was looked at. */
export interface HealthFinding {
  readonly what: string;
  readonly value: string;
  readonly word: HealthWord;
  /** Why it has that word. */
  readonly reason: string;
}

export function found(what: string, value: string, word: HealthWord, reason: string): HealthFinding {
  return { what, value, word, reason };
}
