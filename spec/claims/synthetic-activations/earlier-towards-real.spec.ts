import { defineClaim } from "../../../src/claim/claim.ts";
import { PAPER } from "../../../src/papers/synthetic-activations/setup.ts";
import { meanDifference } from "../../../src/stats/mean-difference.ts";
import { claimTest } from "../../../src/vitest/claim-test.ts";

/** About a quarter of the authors' effect on GPT-2 small, rounded up. */
const rules = {
  absolute: { above: 3, authors: 10.9 },
  relative: { above: 4, authors: 13.3 },
} as const;

for (const schedule of ["absolute", "relative"] as const) {
  const { above, authors } = rules[schedule];
  const claim = defineClaim({
    id: `earlier-towards-real.${schedule}`,
    hypothesis: "E2",
    schedule,
    paper: { arxiv: PAPER.arxiv, where: "abstract; main figure", value: authors },
    statement: "The model blows up earlier on the way to a real activation than on the way to a random one.",
    groups: ["real", "random"],
    statistic: meanDifference("random", "real", { of: "MSS", nullAs: PAPER.maxSlopeStepIfNever }),
    threshold: {
      above,
      because: `the sentence says earlier, not by how much; ${above} steps is about a quarter of the authors' ${authors}`,
    },
  });

  claimTest(
    claim,
    async (lab) => ({
      real: await lab.maxSlopeSteps({ toward: "real", schedule }),
      random: await lab.maxSlopeSteps({ toward: "random", schedule }),
    }),
    { name: "the untrained model of the same shape", of: (lab) => lab.untrained() },
  );
}
