import { criterion, logRatioOfMeans } from "#claims";
import { klAtLength, LADDER, LOG_MARGIN, paper, type Rung, timesAsHigh } from "#papers/sensitive-directions";

const where = "arXiv 2410.12555, the improved baseline; lengths of the authors' notebook (printed)";

for (const rung of Object.keys(LADDER) as Rung[]) {
  const metric = klAtLength[rung];
  criterion(paper, `isotropic-weaker.${rung}`, {
    hypothesis: "B4",
    where,
    authors: null,
    statement: `At a ${rung} length a Gaussian mixture moves the prediction more than 1.5 times as much as an isotropic direction.`,
    statistic: logRatioOfMeans("random-mixture", "gaussian-direction", metric),
    threshold: { above: LOG_MARGIN, because: "ln 1.5: what counts as more in B1" },
    beside: [logRatioOfMeans("real-mixture", "gaussian-direction", metric)],
    observe: (lab) => lab.samples(metric, ["random-mixture", "real-mixture", "gaussian-direction"]),
    control: {
      name: "a second draw of the isotropic direction in the place of the mixture",
      of: (lab) => lab.with({ "random-mixture": "gaussian-direction#2" }),
    },
    planted: {
      name: "such a direction with three times the KL in the place of the mixture",
      of: (lab) =>
        lab.with({ "random-mixture": "gaussian-direction#2" }).reshaped({ "random-mixture": timesAsHigh(3) }),
    },
  });
}

criterion(paper, "isotropic-weaker.mixtures-alike", {
  hypothesis: "B4",
  where: "arXiv 2410.12555: practically alike (from public notes, less well known)",
  authors: null,
  statement:
    "At a short length Gaussian mixtures and mixtures of real activations move the prediction alike, to within a factor of 1.5.",
  statistic: logRatioOfMeans("random-mixture", "real-mixture", klAtLength.short),
  threshold: {
    within: LOG_MARGIN,
    because: "ln 1.5: less than what counts as more in B1, in either direction",
  },
  observe: (lab) => lab.samples(klAtLength.short, ["random-mixture", "real-mixture"]),
  control: {
    name: "isotropic directions in the place of Gaussian mixtures",
    of: (lab) => lab.with({ "random-mixture": "gaussian-direction" }),
  },
  planted: {
    name: "a second draw of real mixtures in the place of Gaussian ones",
    of: (lab) => lab.with({ "random-mixture": "real-mixture#2" }),
  },
});
