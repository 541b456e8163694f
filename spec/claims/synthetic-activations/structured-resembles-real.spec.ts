import { criterion, debiasedWasserstein, ksCombination } from "#claims";
import { maxSlopeStep, paper, SCHEDULES } from "#papers/synthetic-activations";

/** Less than half of random's distance. */
const TERMS = [
  { weight: 0.5, between: ["real", "random"] },
  { weight: -1, between: ["real", "structured"] },
] as const;

for (const schedule of SCHEDULES) {
  const metric = maxSlopeStep[schedule];
  criterion(paper, `structured-resembles-real.${schedule}`, {
    hypothesis: "E3",
    where: "abstract; main figure",
    authors: null,
    statement:
      "Synthetic activations with controlled sparsity and cosines resemble real ones: they are less than half as far from real as random ones are.",
    schedule,
    statistic: debiasedWasserstein(TERMS, metric, { over: "real" }),
    threshold: {
      above: 0,
      because: "closely resembles is read as less than half of random's distance, whatever that distance is",
    },
    beside: [ksCombination(TERMS, metric)],
    observe: (lab) => lab.samples(metric, ["real", "random", "structured"]),
    control: {
      name: "the bag in the place of structured",
      of: (lab) => lab.with({ structured: "baseline" }),
    },
    planted: {
      name: "a second set of real targets in the place of structured",
      of: (lab) => lab.with({ structured: "another-real" }),
    },
  });
}
