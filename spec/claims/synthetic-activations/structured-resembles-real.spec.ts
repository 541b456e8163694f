import { defineClaim } from "../../../src/claim/claim.ts";
import { PAPER } from "../../../src/papers/synthetic-activations/setup.ts";
import { ksCombination } from "../../../src/stats/ks-combination.ts";
import { claimTest } from "../../../src/vitest/claim-test.ts";

/** 0.5 KS(real, random) - KS(real, structured) from the authors' tables D3 (n = 2000) and D5 (run a). */
const authors = { absolute: 0.5 * 0.429 - 0.1035, relative: 0.5 * 0.612 - 0.214 } as const;

for (const schedule of ["absolute", "relative"] as const) {
  const claim = defineClaim({
    id: `structured-resembles-real.${schedule}`,
    hypothesis: "E3",
    schedule,
    paper: { arxiv: PAPER.arxiv, where: "abstract; main figure", value: authors[schedule] },
    statement:
      "Synthetic activations with controlled sparsity and cosines resemble real ones: they are less than half as far from real as random ones are.",
    groups: ["real", "random", "structured"],
    statistic: ksCombination(
      [
        { weight: 0.5, between: ["real", "random"] },
        { weight: -1, between: ["real", "structured"] },
      ],
      { of: "MSS" },
    ),
    threshold: {
      above: 0,
      because: "closely resembles is read as less than half of random's distance, whatever that distance is",
    },
  });

  claimTest(
    claim,
    async (lab) => ({
      real: await lab.maxSlopeSteps({ toward: "real", schedule }),
      random: await lab.maxSlopeSteps({ toward: "random", schedule }),
      structured: await lab.maxSlopeSteps({ toward: "structured", schedule }),
    }),
    {
      name: "a second draw of random in the place of structured",
      of: (lab) => lab.with({ structured: "random#2" }),
    },
  );
}
