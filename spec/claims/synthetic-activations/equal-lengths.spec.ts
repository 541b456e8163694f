import { criterion, debiasedWasserstein, ksCombination, meanCombination, meanDifference } from "#claims";
import { cosineToBase, later, maxSlopeStep, paper } from "#papers/synthetic-activations";

/** Every target at its base's real distance, so that equal shares of the way are equal lengths. */
const metric = maxSlopeStep.relative;
const TERMS = [
  { weight: 0.5, between: ["real", "random@distance"] },
  { weight: -1, between: ["real", "structured@distance"] },
] as const;
/** Both are brought to another length, which is an effect by itself: only then do they differ in nothing. */
const TWO_REAL_SETS = {
  real: "another-real@distance",
  "random@distance": "another-real@distance#2",
} as const;

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
    name: "two sets of other real targets, brought to that distance, in the places of random and real",
    of: (lab) => lab.with(TWO_REAL_SETS),
  },
  planted: {
    name: "the same two sets, the responses towards the one in random's place 12 steps later",
    of: (lab) => lab.with(TWO_REAL_SETS).reshaped({ "random@distance": later(12) }),
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
    name: "two sets of other real targets, brought to that distance, in the places of structured and real",
    of: (lab) =>
      lab.with({ real: "another-real@distance", "structured@distance": "another-real@distance#2" }),
  },
});
