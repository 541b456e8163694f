/** Exit codes of commands that run claims; every other command ends with 0 or `failed`. */
export const EXIT = {
  /** Every claim has the verdict expected of the run; where none is expected: the run is complete. */
  asExpected: 0,
  /** At least one claim has not. */
  unexpected: 1,
  /** Bad input, or the run failed. */
  failed: 2,
} as const;
