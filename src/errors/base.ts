import { printable } from "./printable.ts";

/**
 * What every error a user can meet is; `index.ts` has them all.
 *
 * A constructor takes the facts and writes the sentence: the fact, the value, then `hint` says what to do.
 * Names and values of files stand in it: whatever a terminal would obey is written out (`printable`).
 * The texts are `golden/errors.txt`: an example of every class is in `spec/support/error-examples.ts`.
 */
export abstract class BagOfLatentsError extends Error {
  /** What to do now, one sentence, no trailing newline. */
  readonly hint: string;

  constructor(message: string, hint: string, options?: ErrorOptions) {
    super(printable(message), options);
    this.name = new.target.name;
    this.hint = printable(hint);
  }
}

/** A value as an error shows it: short, a text in quotes and a number without, so that "2" and 2 are told apart. */
export function describeValue(value: unknown): string {
  if (typeof value === "string") return `"${value.length > 80 ? `${value.slice(0, 77)}...` : value}"`;
  if (value === null || value === undefined || typeof value === "number" || typeof value === "boolean")
    return String(value);
  if (Array.isArray(value)) return `an array of ${value.length}`;
  return `a value of type ${typeof value}`;
}
