import { type Control, criterion, meanDifference } from "#claims";
import { maxSlopeStep, paper, plateauLength } from "#papers/synthetic-activations";

const control: Control = {
  name: "the bag in the place of the reconstruction",
  of: (lab) => lab.with({ reconstruction: "baseline" }),
};

criterion(paper, "reconstruction-behaves-like-real.max-slope", {
  hypothesis: "E10",
  where: "appendix; SAE reconstruction",
  authors: 41.1225 - 41.379,
  statement:
    "Paths towards SAE reconstructions of real activations blow up where paths towards the real ones do.",
  schedule: "absolute",
  statistic: meanDifference("real", "reconstruction", maxSlopeStep.absolute),
  threshold: { within: 1.5, because: "half of the smallest effect that E2 counts as earlier" },
  observe: (lab) => lab.samples(maxSlopeStep.absolute, ["real", "reconstruction"]),
  control,
});

criterion(paper, "reconstruction-behaves-like-real.plateau", {
  hypothesis: "E10",
  where: "plateau figure; SAE reconstruction",
  authors: 14.2 - 14.0,
  statement: "Plateaus around SAE reconstructions are as long as around the real activations themselves.",
  statistic: meanDifference("real", "reconstruction", plateauLength),
  threshold: { within: 2, because: "the smallest effect that E8 counts as less pronounced" },
  observe: (lab) => lab.samples(plateauLength, ["real", "reconstruction"]),
  control,
});
