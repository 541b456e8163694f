/**
 * The text of a new claim file.
 *
 * As it stands it is refused, one missing thing after the other, until statement, place, threshold, reason and control
 * are the newcomer's own. The measurement is a working example.
 */
export function claimSkeleton(name: string): string {
  return `import { defineClaim } from "../../src/claim/claim.ts";
import { ClaimDefinitionError } from "../../src/errors/index.ts";
import { PAPER } from "../../src/papers/synthetic-activations/setup.ts";
import { meanDifference } from "../../src/stats/mean-difference.ts";
import { claimTest } from "../../src/vitest/claim-test.ts";

const claim = defineClaim({
  id: "${name}",
  hypothesis: "new", // the number it goes by in reports, such as "E11"
  schedule: "absolute", // "relative", "absolute", or null where no path has a schedule
  paper: { arxiv: PAPER.arxiv, where: "", value: null }, // value: the authors' own, in the statistic's unit
  statement: "", // one sentence that can be false
  groups: ["real", "random"],
  statistic: meanDifference("random", "real", { of: "MSS", nullAs: PAPER.maxSlopeStepIfNever }),
  threshold: { above: Number.NaN, because: "" }, // set both before any run; \`within\` says "no larger than"
});

claimTest(
  claim,
  async (lab) => ({
    real: await lab.maxSlopeSteps({ toward: "real", schedule: "absolute" }),
    random: await lab.maxSlopeSteps({ toward: "random", schedule: "absolute" }),
  }),
  {
    name: "what takes the effect out",
    // For example: (lab) => lab.untrained(), or (lab) => lab.with({ random: "real" })
    of: () => {
      throw new ClaimDefinitionError({
        id: claim.id,
        fact: "it has no control",
        hint: "Hint: return a lab without the effect; a control that is supported makes the verdict inconclusive.",
      });
    },
  },
);
`;
}
