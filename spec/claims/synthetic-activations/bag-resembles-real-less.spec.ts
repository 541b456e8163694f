import { criterion, debiasedWasserstein, ksCombination } from "#claims";
import { maxSlopeStep, paper, SCHEDULES } from "#papers/synthetic-activations";

/** How much further from real the bag is. */
const TERMS = [
  { weight: 1, between: ["real", "baseline"] },
  { weight: -1, between: ["real", "structured"] },
] as const;

for (const schedule of SCHEDULES) {
  const metric = maxSlopeStep[schedule];
  criterion(paper, `bag-resembles-real-less.${schedule}`, {
    hypothesis: "E5",
    where: "abstract; main figure",
    authors: null,
    statement:
      "A simple bag of SAE latents, matched in sparsity and firing frequency, resembles real activations less than structured synthetic ones do.",
    schedule,
    statistic: debiasedWasserstein(TERMS, metric, { over: "real" }),
    threshold: { above: 0, because: "the sentence says less, not by how much" },
    beside: [ksCombination(TERMS, metric)],
    // at n = 1000 an effect of the authors' size is little better than a coin toss
    observe: (lab) => lab.withMoreBases().samples(metric, ["real", "structured", "baseline"]),
    control: {
      name: "a second draw of the bag in the place of structured",
      of: (lab) => lab.with({ structured: "baseline#2" }),
    },
    planted: {
      name: "a second set of real targets in the place of structured",
      of: (lab) => lab.with({ structured: "another-real" }),
    },
  });
}
