import { defineClaim } from "../../../src/claim/claim.ts";
import { PAPER, type Schedule } from "../../../src/papers/synthetic-activations/setup.ts";
import { ksCombination } from "../../../src/stats/ks-combination.ts";
import { claimTest } from "../../../src/vitest/claim-test.ts";

/** KS(real, baseline) - KS(real, structured), D5 run a; under the absolute step the baseline was not printed. */
const authors: Record<Schedule, number | null> = { absolute: null, relative: 0.26 - 0.214 };

for (const schedule of ["absolute", "relative"] as const) {
  const claim = defineClaim({
    id: `bag-resembles-real-less.${schedule}`,
    hypothesis: "E5",
    schedule,
    paper: { arxiv: PAPER.arxiv, where: "abstract; main figure", value: authors[schedule] },
    statement:
      "A simple bag of SAE latents, matched in sparsity and firing frequency, resembles real activations less than structured synthetic ones do.",
    groups: ["real", "structured", "baseline"],
    statistic: ksCombination(
      [
        { weight: 1, between: ["real", "baseline"] },
        { weight: -1, between: ["real", "structured"] },
      ],
      { of: "MSS" },
    ),
    threshold: { above: 0, because: "the sentence says less, not by how much; the authors found 0.046" },
  });

  claimTest(
    claim,
    async (lab) => {
      const large = lab.withMoreBases(); // at n = 1000 an effect of the authors' size is little better than a coin toss
      return {
        real: await large.maxSlopeSteps({ toward: "real", schedule }),
        structured: await large.maxSlopeSteps({ toward: "structured", schedule }),
        baseline: await large.maxSlopeSteps({ toward: "baseline", schedule }),
      };
    },
    {
      name: "structured on a dictionary whose cosines and frequencies are shuffled",
      of: (lab) => lab.with({ structured: "structured-on-shuffled-dictionary" }),
    },
  );
}
