import { criterion, logRatioOfMeans } from "#claims";
import { klAtReplacement, LOG_TWO, paper, timesAsHigh } from "#papers/sensitive-directions";

const metric = klAtReplacement;

criterion(paper, "not-the-norm", {
  hypothesis: "B3",
  where: "Gurnee (2024): the norm alone is near 0 (text of the post, well known)",
  authors: null,
  statement:
    "An activation brought to the length of its reconstruction moves the prediction less than half as much as the reconstruction.",
  statistic: logRatioOfMeans("own-reconstruction", "own-norm", metric),
  threshold: {
    above: LOG_TWO,
    because:
      "ln 2, rounded up: less than half is due to the norm, so that it is not what the effect is made of",
  },
  observe: (lab) => lab.samples(metric, ["own-reconstruction", "own-norm"]),
  control: {
    name: "the reconstruction brought to the length of the activation in the place of the activation",
    of: (lab) => lab.with({ "own-norm": "own-reconstruction-at-norm" }),
  },
  planted: {
    name: "the reconstruction with a quarter of its KL in the place of the activation",
    of: (lab) => lab.with({ "own-norm": "own-reconstruction" }).reshaped({ "own-norm": timesAsHigh(1 / 4) }),
  },
});
