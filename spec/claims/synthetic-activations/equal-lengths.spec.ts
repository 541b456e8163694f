import { criterion, debiasedWasserstein, ksCombination, meanCombination, meanDifference } from "#claims";
import { cosineToBase, later, maxSlopeStep, paper } from "#papers/synthetic-activations";

/** Every target at its base's real distance, so that equal shares of the way are equal lengths. */
const metric = maxSlopeStep.relative;
const TERMS = [
  { weight: 0.5, between: ["real", "random@distance"] },
  { weight: -1, between: ["real", "structured@distance"] },
] as const;

criterion(paper, "equal-lengths.earlier-towards-real", {
  hypothesis: "E13",
  where: "appendix; lengths of the perturbations",
  authors: null,
  statement:
    "Perturbations of equal length, too, make the model blow up earlier towards real activations than towards random ones.",
  schedule: "relative",
  statistic: meanDifference("random@distance", "real", metric),
  threshold: { above: 4, because: "the smallest effect that E2 counts as earlier in relative steps" },
  observe: (lab) => lab.samples(metric, ["real", "random@distance"]),
  control: {
    name: "a second set of real targets, at the same distance, in the place of random",
    of: (lab) => lab.with({ "random@distance": "another-real@distance" }),
  },
  planted: {
    name: "such targets whose responses come 12 steps later in the place of random",
    of: (lab) =>
      lab.with({ "random@distance": "another-real@distance" }).reshaped({ "random@distance": later(12) }),
  },
});

criterion(paper, "equal-lengths.structured-resembles-real", {
  hypothesis: "E13",
  where: "appendix; lengths of the perturbations",
  authors: null,
  statement:
    "By perturbations of equal length, too, structured activations are less than half as far from real ones as random ones are.",
  schedule: "relative",
  statistic: debiasedWasserstein(TERMS, metric, { over: "real" }),
  threshold: { above: 0, because: "what E3 counts as closely, without a difference in length" },
  beside: [ksCombination(TERMS, metric)],
  observe: (lab) => lab.samples(metric, ["real", "random@distance", "structured@distance"]),
  alsoShown: {
    observe: async (lab) => ({
      "real from A": await lab.codes(cosineToBase, "real"),
      "random from A": await lab.codes(cosineToBase, "random"),
      "structured from A": await lab.codes(cosineToBase, "structured"),
      "baseline from A": await lab.codes(cosineToBase, "baseline"),
    }),
    beside: ["real", "random", "structured", "baseline"].map((type) =>
      meanCombination([{ weight: 1, of: `${type} from A` }], cosineToBase),
    ),
    ofAnotherQuantity: true,
  },
  control: {
    name: "the bag, at the same distance, in the place of structured",
    of: (lab) => lab.with({ "structured@distance": "baseline@distance" }),
  },
  planted: {
    name: "a second set of real targets, at the same distance, in the place of structured",
    of: (lab) => lab.with({ "structured@distance": "another-real@distance" }),
  },
});
