import { type Control, criterion, meanCombination, meanDifference } from "#claims";
import { maxSlopeStep, paper } from "#papers/synthetic-activations";

/** Directions between two other activations: a direction towards one subtracts the base, and these do not. */
const metric = maxSlopeStep.absolute;
const where = "arXiv 2410.12555, on the direction from base to target";
const towards: Control = {
  name: "the directions of E2, towards a target, in the place of those between two",
  of: (lab) => lab.with({ "random-mixture": "random", "real-mixture": "real" }),
};
const sameKind: Control = {
  name: "a second draw of real directions in the place of random ones",
  of: (lab) => lab.with({ "random-mixture": "real-mixture#2" }),
};

criterion(paper, "mixture-directions.alike", {
  hypothesis: "F3",
  where,
  authors: null,
  statement:
    "From one real activation to another and from one Gaussian draw to another are directions in which the model blows up equally soon.",
  schedule: "absolute",
  statistic: meanDifference("random-mixture", "real-mixture", metric),
  threshold: {
    within: 3,
    because: "equally soon is less than the smallest effect that E2 counts as earlier, in either direction",
  },
  observe: (lab) => lab.samples(metric, ["real-mixture", "random-mixture"]),
  control: towards,
  planted: sameKind,
});

criterion(paper, "mixture-directions.shrinks", {
  hypothesis: "F3",
  where,
  authors: null,
  statement:
    "In directions that do not subtract the base, less than half is left of how much sooner the model blows up for real activations than for random ones.",
  schedule: "absolute",
  statistic: meanCombination(
    [
      { weight: 0.5, of: "random" },
      { weight: -0.5, of: "real" },
      { weight: -1, of: "random-mixture" },
      { weight: 1, of: "real-mixture" },
    ],
    metric,
  ),
  threshold: {
    above: 0,
    because: "shrinks is read as less than half; a difference that turns round has none left",
  },
  beside: [
    meanDifference("random", "real", metric),
    meanDifference("random-mixture", "real-mixture", metric),
  ],
  observe: (lab) => lab.samples(metric, ["real", "random", "real-mixture", "random-mixture"]),
  control: towards,
  planted: sameKind,
});
