import { expect } from "vitest";
import { InvalidInputError } from "../errors/index.ts";
import {
  checkGolden,
  checkGoldenText,
  type GoldenOptions,
  type GoldenOutcome,
} from "../golden/golden-check.ts";
import { repositoryStore } from "../golden/golden-store.ts";

declare module "vitest" {
  interface Matchers<T> {
    /**
     * The value is `golden/<name>.json` within its tolerance: two-sided, shape and keys strict, NaN never matches,
     * a missing golden fails. `npm run golden:accept -- NAME --because "..."` accepts a new value.
     */
    toMatchGolden(name: string, options: GoldenOptions): void;
    /** The string is `golden/<name>.<extension>`, character by character. */
    toMatchGoldenText(name: string, extension: string): void;
  }
}

/** Importing this file gives `expect` its two golden matchers. */
expect.extend({
  toMatchGolden(actual: unknown, name: string, options: GoldenOptions) {
    if (this.isNot) return NEGATED;
    return matcherResult(checkGolden(repositoryStore(), name, actual, options));
  },
  toMatchGoldenText(actual: unknown, name: string, extension: string) {
    if (this.isNot) return NEGATED;
    if (typeof actual !== "string")
      throw new InvalidInputError({
        what: `the value for text golden "${name}.${extension}"`,
        got: actual,
        want: "a string",
        hint: "Hint: numbers belong in toMatchGolden, which has a tolerance.",
      });
    return matcherResult(checkGoldenText(repositoryStore(), name, extension, actual));
  },
});

/** "Anything but this" is no golden, and a missing one would look like a success. */
const NEGATED = { pass: true, message: () => "A golden cannot be negated." };

function matcherResult(outcome: GoldenOutcome) {
  return { pass: outcome.pass, message: () => outcome.message };
}
