/**
 * Every error a user can meet, in one file.
 *
 * A constructor takes the facts and writes the sentence: the fact, the value, then `hint` says what to do.
 * The texts are tested in `spec/unit/errors.spec.ts`.
 */
export abstract class BagOfLatentsError extends Error {
  /** What to do now, one sentence, no trailing newline. */
  readonly hint: string;

  constructor(message: string, hint: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.hint = hint;
  }
}

/** A number, option or field given by the user that cannot be used. */
export class InvalidInputError extends BagOfLatentsError {
  constructor(facts: { what: string; got: unknown; want: string; hint: string }) {
    super(`${facts.what} is ${describeValue(facts.got)}; it must be ${facts.want}.`, facts.hint);
  }
}

/** Two shapes that must agree do not; both culprits are named. */
export class ShapeMismatchError extends BagOfLatentsError {
  constructor(facts: {
    left: string;
    leftShape: readonly number[];
    right: string;
    rightShape: readonly number[];
  }) {
    super(
      `${facts.left} has shape [${facts.leftShape.join(", ")}] but ${facts.right} has shape [${facts.rightShape.join(", ")}].`,
      "Hint: check that both come from the same model and the same file.",
    );
  }
}

/** NaN or infinity where a finite number is needed: NaN fails every comparison and would pass silently. */
export class NonFiniteError extends BagOfLatentsError {
  constructor(facts: { what: string; index: number; value: number }) {
    super(
      `${facts.what} holds ${facts.value} at index ${facts.index}.`,
      "Hint: non-finite numbers are never skipped; find the step that made it.",
    );
  }
}

/** A value as an error shows it: short, with its type. */
export function describeValue(value: unknown): string {
  if (typeof value === "string") return `"${value.length > 80 ? `${value.slice(0, 77)}...` : value}"`;
  if (value === null || value === undefined || typeof value === "number" || typeof value === "boolean")
    return `${String(value)}${typeof value === "number" ? " (number)" : ""}`;
  if (Array.isArray(value)) return `an array of ${value.length}`;
  return `a value of type ${typeof value}`;
}
