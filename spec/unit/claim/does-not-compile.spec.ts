import { describe, expect, it } from "vitest";
import { linesWithErrors } from "../../support/lines-with-errors.ts";

const HEAD = `
import { defineClaim } from "../../../src/claim/claim.ts";
import { meanDifference } from "../../../src/stats/mean-difference.ts";
import { claimTest } from "../../../src/vitest/claim-test.ts";
import type { Lab } from "../../../src/experiment/lab.ts";
const rest = {
  id: "a", hypothesis: "E2", schedule: null, paper: { arxiv: "x", where: "y", value: null }, statement: "z",
  groups: ["real", "random"], statistic: meanDifference("random", "real"),
} as const;
const claim = defineClaim({ ...rest, threshold: { above: 3, because: "a reason" } });
const sample = async (lab: Lab) => lab.maxSlopeSteps({ toward: "real", schedule: "relative" });
const observe = async (lab: Lab) => ({ real: await sample(lab), random: await sample(lab) });
`;

/** One line each, and whether the compiler takes it. */
const LINES: Readonly<Record<string, readonly [line: string, compiles: boolean]>> = {
  "a whole claim": ['claimTest(claim, observe, { name: "c", of: (lab) => lab.untrained() });', true],
  "a claim test without a control": ["claimTest(claim, observe);", false],
  "a control without a name": ["claimTest(claim, observe, { of: (lab) => lab });", false],
  "a threshold without because": ["defineClaim({ ...rest, threshold: { above: 3 } });", false],
  "a threshold that is neither above nor within": [
    'defineClaim({ ...rest, threshold: { below: 3, because: "r" } });',
    false,
  ],
  "a claim without a threshold": ["defineClaim(rest);", false],
  "an observation that misses a group": [
    'claimTest(claim, async (lab) => ({ real: await sample(lab) }), { name: "c", of: (lab) => lab });',
    false,
  ],
  "a verdict in the place of samples": [
    'claimTest(claim, async () => "supported", { name: "c", of: (lab) => lab });',
    false,
  ],
};

describe("the compiler", () => {
  const wrong = linesWithErrors(
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
