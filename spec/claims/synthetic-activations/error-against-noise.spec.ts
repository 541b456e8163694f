import { criterion, ratioOfMeans } from "#claims";
import { klAtTarget, paper, timesAsHigh } from "#papers/synthetic-activations";

const metric = klAtTarget;
const where = "reports on reconstruction errors that are pathological; arXiv 2410.12555";
/** How many times as harmful makes an error pathological. */
const HARMFUL = 1.5;

criterion(paper, "error-against-noise.isotropic", {
  hypothesis: "F4",
  where,
  authors: null,
  statement:
    "The SAE's reconstruction error changes the prediction more than 1.5 times as much as isotropic noise of its length.",
  schedule: "relative",
  statistic: ratioOfMeans("own-reconstruction", "own-noise", metric),
  threshold: {
    above: HARMFUL,
    because: "of a published 2 to 4.5 times, a quarter of the way from 1 is 1.25 to 1.9",
  },
  observe: (lab) => lab.samples(metric, ["own-reconstruction", "own-noise"]),
  control: {
    name: "a second draw of the noise in the place of the reconstruction",
    of: (lab) => lab.with({ "own-reconstruction": "own-noise#2" }),
  },
  planted: {
    name: "such noise with three times the KL in the place of the reconstruction",
    of: (lab) =>
      lab.with({ "own-reconstruction": "own-noise#2" }).reshaped({ "own-reconstruction": timesAsHigh(3) }),
  },
});

criterion(paper, "error-against-noise.covariance", {
  hypothesis: "F4",
  where,
  authors: null,
  statement:
    "The SAE's reconstruction error changes the prediction less than 1.5 times as much as noise of its length with the covariance of real activations.",
  schedule: "relative",
  statistic: ratioOfMeans("own-mixture", "own-reconstruction", metric),
  threshold: {
    above: 1 / HARMFUL,
    because: "2/3: not 1.5 times as harmful, the margin against isotropic noise",
  },
  observe: (lab) => lab.samples(metric, ["own-reconstruction", "own-mixture"]),
  control: {
    name: "isotropic noise in the place of noise with the covariance",
    of: (lab) => lab.with({ "own-mixture": "own-noise" }),
  },
  planted: {
    name: "a second draw of the noise in the place of the reconstruction",
    of: (lab) => lab.with({ "own-reconstruction": "own-mixture#2" }),
  },
});
