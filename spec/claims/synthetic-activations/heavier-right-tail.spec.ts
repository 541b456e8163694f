import { criterion, meanDifference } from "#claims";
import { later, laterThan, paper } from "#papers/synthetic-activations";

const metric = laterThan(55);

criterion(paper, "heavier-right-tail", {
  hypothesis: "E17",
  where: "main figure; distribution functions",
  authors: 0.925 - 0.84,
  statement:
    "More structured activations than real ones are late: the model blows up beyond step 55, two thirds of the mean way, or never.",
  schedule: "absolute",
  statistic: meanDifference("structured", "real", metric),
  threshold: {
    above: 0.03,
    because: "heavier has no size; 0.03 is about a quarter of the authors' 0.085, rounded up",
  },
  observe: (lab) => lab.samples(metric, ["real", "structured"]),
  control: {
    name: "a second set of real targets in the place of structured",
    of: (lab) => lab.with({ structured: "another-real" }),
  },
  planted: {
    name: "real targets whose responses come 10 steps later in the place of structured",
    of: (lab) => lab.with({ structured: "another-real" }).reshaped({ structured: later(10) }),
  },
});
