import { describe, expect, it } from "vitest";
import { linesWithErrors } from "../../support/lines-with-errors.ts";

const HEAD = `
import { maxSlopeStep, paper } from "../../../src/papers/synthetic-activations/index.ts";
import { ksCombination } from "../../../src/stats/ks-combination.ts";
import { meanDifference } from "../../../src/stats/mean-difference.ts";
import { criterion } from "../../../src/vitest/criterion.ts";
import type { Control, Lab } from "../../../src/vitest/claims.ts";
const metric = maxSlopeStep.absolute;
const said = { hypothesis: "E2", where: "y", authors: null, statement: "z" };
const statistic = meanDifference("random", "real", metric);
const decided = { statistic, threshold: { above: 3, because: "a reason" } };
const observe = (lab: Lab) => lab.samples(metric, ["real", "random"]);
const measured = { observe };
const control: Control = { name: "c", of: (lab) => lab.untrained() };
`;

/** One line each, and whether the compiler takes it. */
const LINES: Readonly<Record<string, readonly [line: string, compiles: boolean]>> = {
  "a whole criterion": ['criterion(paper, "a", { ...said, ...decided, ...measured, control });', true],
  "a criterion written out, with KS distances": [
    'criterion(paper, "a", { hypothesis: "E3", where: "y", authors: 1, statement: "z", statistic: ksCombination([{ weight: 1, between: ["real", "random"] }], metric), threshold: { within: 3, because: "r" }, observe: (lab) => lab.samples(metric, ["real", "random"]), control: { name: "c", of: (lab) => lab } });',
    true,
  ],
  "a criterion that shows one group more than it judges": [
    'criterion(paper, "a", { ...said, ...decided, beside: [meanDifference("structured", "real")], observe: (lab) => lab.samples(metric, ["real", "random", "structured"]), control });',
    true,
  ],
  "a criterion without a control": ['criterion(paper, "a", { ...said, ...decided, ...measured });', false],
  "a control without a name": [
    'criterion(paper, "a", { ...said, ...decided, ...measured, control: { of: (lab) => lab } });',
    false,
  ],
  "a control that gives no lab": [
    'criterion(paper, "a", { ...said, ...decided, ...measured, control: { name: "c", of: () => "untrained" } });',
    false,
  ],
  "a threshold without because": [
    'criterion(paper, "a", { ...said, statistic, threshold: { above: 3 }, ...measured, control });',
    false,
  ],
  "a threshold that is neither above nor within": [
    'criterion(paper, "a", { ...said, statistic, threshold: { below: 3, because: "r" }, ...measured, control });',
    false,
  ],
  "a threshold that is both above and within": [
    'criterion(paper, "a", { ...said, statistic, threshold: { above: 1, within: 3, because: "r" }, ...measured, control });',
    false,
  ],
  "a criterion without a threshold": [
    'criterion(paper, "a", { ...said, statistic, ...measured, control });',
    false,
  ],
  "a criterion without an observation": ['criterion(paper, "a", { ...said, ...decided, control });', false],
  "a criterion of no paper": ['criterion("p", "a", { ...said, ...decided, ...measured, control });', false],
  "an observation that misses a group": [
    'criterion(paper, "a", { ...said, ...decided, observe: (lab) => lab.samples(metric, ["real"]), control });',
    false,
  ],
  "an observation of other groups than the statistic's": [
    'criterion(paper, "a", { ...said, ...decided, observe: (lab) => lab.samples(metric, ["real", "structured"]), control });',
    false,
  ],
  "a sum of KS distances of groups that nobody observes": [
    'criterion(paper, "a", { ...said, ...decided, statistic: ksCombination([{ weight: 1, between: ["real", "baseline"] }], metric), observe, control });',
    false,
  ],
  "a number beside of a group that nobody observes": [
    'criterion(paper, "a", { ...said, ...decided, beside: [meanDifference("real", "baseline")], observe, control });',
    false,
  ],
  "a verdict in the place of samples": [
    'criterion(paper, "a", { ...said, ...decided, observe: async () => "supported", control });',
    false,
  ],
  "an activation type that is not registered": [
    'criterion(paper, "a", { ...said, ...decided, observe: (lab) => lab.samples(metric, ["real", "randon"]), control });',
    false,
  ],
};

describe("the compiler", () => {
  const wrong = linesWithErrors(
    "spec/unit/claim",
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
