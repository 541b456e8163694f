import { describe, expect, it } from "vitest";
import { linesWithErrors } from "../../support/lines-with-errors.ts";

const HEAD = `
import type { Identity, MeasuredFacts } from "../../../src/run/identity.ts";
import { notAgain, runOption } from "../../../src/run/option-row.ts";
import { identityOptions, type PartOptions, type RunOptions } from "../../../src/run/run-options.ts";
declare const run: RunOptions;
declare const part: PartOptions;
declare const facts: MeasuredFacts;
const { bases: _runs, ...runWithout } = run;
const { bases: _parts, ...partWithout } = part;
const { device: _device, ...identityWithout } = { ...facts, ...identityOptions(run, { moreBases: 1, threads: 1 }) };
const row = {
  flag: "--x <n>", help: "x", parse: Number, standard: 1, value: (typed: number) => typed, identity: "value",
  part: true, again: notAgain, golden: true,
} as const;
const { identity, ...noIdentity } = row;
const { part: _part, ...noPart } = row;
const { again, ...noAgain } = row;
const { golden, ...noGolden } = row;
`;

/** One line each, and whether the compiler takes it. */
const LINES: Readonly<Record<string, readonly [line: string, compiles: boolean]>> = {
  "a whole row": ["runOption(row);", true],
  "a row that does not say whether it decides bits": ["runOption(noIdentity);", false],
  "a row that does not say whether a part carries it": ["runOption(noPart);", false],
  "a row that does not say how it is told again": ["runOption(noAgain);", false],
  "a row that does not say whether the goldens hang on it": ["runOption(noGolden);", false],
  "a row whose default is of another kind than what is typed": [
    'runOption({ ...row, standard: "one" });',
    false,
  ],
  "a run with every option": ["((_: RunOptions) => {})({ ...runWithout, bases: 1 });", true],
  "a run that lacks an option": ["((_: RunOptions) => {})(runWithout);", false],
  "a run with an option of the command alone": ["run.publish;", false],
  "a part that lacks what was typed": ["((_: PartOptions) => {})(partWithout);", false],
  "an identity with every option that decides bits": [
    '((_: Identity) => {})({ ...identityWithout, device: "cpu" });',
    true,
  ],
  "an identity that lacks one": ["((_: Identity) => {})(identityWithout);", false],
  "an identity with an option that is not made out": ["identityOptions(run, {});", false],
};

describe("the compiler", () => {
  const wrong = linesWithErrors(
    "spec/unit/cli",
    HEAD,
    Object.values(LINES).map(([line]) => line),
  );

  it.each(Object.entries(LINES).map(([what, [, compiles]], i) => ({ what, compiles, i })))(
    "meets $what: it compiles is $compiles",
    ({ compiles, i }) => {
      expect(wrong.has(i)).toBe(!compiles);
    },
  );
});
