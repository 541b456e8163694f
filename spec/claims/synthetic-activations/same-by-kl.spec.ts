import { criterion, debiasedWasserstein, ksCombination, meanDifference } from "#claims";
import { later, maxSlopeStepOfKl, paper } from "#papers/synthetic-activations";

const metric = maxSlopeStepOfKl.absolute;
const TERMS = [
  { weight: 0.5, between: ["real", "random"] },
  { weight: -1, between: ["real", "structured"] },
] as const;

criterion(paper, "same-by-kl.earlier-towards-real", {
  hypothesis: "E11",
  where: "appendix; KL divergence",
  authors: 57.9605 - 45.6685,
  statement:
    "The model's prediction, too, moves most earlier on the way to a real activation than on the way to a random one.",
  schedule: "absolute",
  statistic: meanDifference("random", "real", metric),
  threshold: { above: 3, because: "the same result by KL: the smallest effect that E2 counts as earlier" },
  observe: (lab) => lab.samples(metric, ["real", "random"]),
  control: {
    name: "a second set of real targets in the place of random",
    of: (lab) => lab.with({ random: "another-real" }),
  },
  planted: {
    name: "real targets whose responses come 9 steps later in the place of random",
    of: (lab) => lab.with({ random: "another-real" }).reshaped({ random: later(9) }),
  },
});

criterion(paper, "same-by-kl.structured-resembles-real", {
  hypothesis: "E11",
  where: "appendix; KL divergence",
  authors: null,
  statement:
    "By where the model's prediction moves most, too, structured activations are less than half as far from real ones as random ones are.",
  schedule: "absolute",
  statistic: debiasedWasserstein(TERMS, metric, { over: "real" }),
  threshold: { above: 0, because: "the same result by KL: what E3 counts as closely" },
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
