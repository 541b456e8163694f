import { criterion, logRatioOfMeans } from "#claims";
import { klAtError, LOG_MARGIN, paper, timesAsHigh } from "#papers/sensitive-directions";

const metric = klAtError;
const where = "arXiv 2410.12555, directions of SAE features (from public notes, less well known)";

criterion(paper, "latent-directions.active", {
  hypothesis: "B5",
  where,
  authors: null,
  statement:
    "The direction of an active latent moves the prediction more than 1.5 times as much as a Gaussian mixture of equal length.",
  statistic: logRatioOfMeans("active-latent", "random-mixture", metric),
  threshold: { above: LOG_MARGIN, because: "ln 1.5: what counts as more in B1" },
  observe: (lab) => lab.samples(metric, ["active-latent", "random-mixture"]),
  control: {
    name: "a second draw of the mixture in the place of the latent",
    of: (lab) => lab.with({ "active-latent": "random-mixture#2" }),
  },
  planted: {
    name: "such a mixture with three times the KL in the place of the latent",
    of: (lab) =>
      lab.with({ "active-latent": "random-mixture#2" }).reshaped({ "active-latent": timesAsHigh(3) }),
  },
});

for (const { part, type, isotropic, mixture } of [
  {
    part: "inactive",
    type: "inactive-latent",
    isotropic: { "inactive-latent": "gaussian-direction" },
    mixture: { "inactive-latent": "random-mixture#2" },
  },
  {
    part: "dead",
    type: "dead-latent",
    isotropic: { "dead-latent": "gaussian-direction" },
    mixture: { "dead-latent": "random-mixture#2" },
  },
] as const)
  criterion(paper, `latent-directions.${part}`, {
    hypothesis: "B5",
    where,
    authors: null,
    statement: `The direction of a latent that is ${part} moves the prediction as much as a Gaussian mixture of equal length, to within a factor of 1.5.`,
    statistic: logRatioOfMeans(type, "random-mixture", metric),
    threshold: {
      within: LOG_MARGIN,
      because: "ln 1.5: less than what counts as more in B1, in either direction",
    },
    observe: (lab) => lab.samples(metric, [type, "random-mixture"]),
    control: {
      name: "an isotropic direction in the place of the latent",
      of: (lab) => lab.with(isotropic),
    },
    planted: {
      name: "a second draw of the mixture in the place of the latent",
      of: (lab) => lab.with(mixture),
    },
  });
