import { criterion, meanDifference } from "#claims";
import { later, maxSlopeStepTo, paper } from "#papers/synthetic-activations";

const metric = maxSlopeStepTo.uncut;

criterion(paper, "isotropic-directions", {
  hypothesis: "F2",
  where: "the authors' prototypes; arXiv 2410.12555",
  authors: null,
  statement:
    "The model blows up later in an isotropic direction than in one with the covariance of real activations.",
  schedule: "absolute",
  statistic: meanDifference("gaussian-direction", "random-mixture", metric),
  threshold: {
    above: 8,
    because:
      "the authors' ranges are 68 steps apart, of which paths of 99 show at most 31; a quarter of those, rounded up",
  },
  observe: (lab) => lab.samples(metric, ["gaussian-direction", "random-mixture"]),
  control: {
    name: "a second draw of covariance directions in the place of isotropic ones",
    of: (lab) => lab.with({ "gaussian-direction": "random-mixture#2" }),
  },
  planted: {
    name: "covariance directions whose responses come 24 steps later in the place of isotropic ones",
    of: (lab) =>
      lab.with({ "gaussian-direction": "random-mixture#2" }).reshaped({ "gaussian-direction": later(24) }),
  },
});
