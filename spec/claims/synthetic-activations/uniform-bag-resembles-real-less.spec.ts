import { criterion, debiasedWasserstein, ksCombination } from "#claims";
import { maxSlopeStep, paper, SCHEDULES } from "#papers/synthetic-activations";

/** How much further from real the uniform bag is. */
const TERMS = [
  { weight: 1, between: ["real", "uniform"] },
  { weight: -1, between: ["real", "structured"] },
] as const;

for (const schedule of SCHEDULES) {
  const metric = maxSlopeStep[schedule];
  criterion(paper, `uniform-bag-resembles-real-less.${schedule}`, {
    hypothesis: "E6",
    where: "abstract, read literally: a simple bag of latents",
    authors: null,
    statement:
      "A bag of uniformly drawn SAE latents, blind to how often each fires, resembles real activations less than structured synthetic ones do.",
    schedule,
    statistic: debiasedWasserstein(TERMS, metric, { over: "real" }),
    threshold: { above: 0, because: "the sentence says less, not by how much" },
    beside: [ksCombination(TERMS, metric)],
    observe: (lab) => lab.samples(metric, ["real", "structured", "uniform"]),
    control: {
      name: "a second draw of the uniform bag in the place of structured",
      of: (lab) => lab.with({ structured: "uniform#2" }),
    },
    planted: {
      name: "a second set of real targets in the place of structured",
      of: (lab) => lab.with({ structured: "another-real" }),
    },
  });
}
