import { criterion, logRatioOfMeans } from "#claims";
import { klAtError, klAtErrorOver, LOG_MARGIN, paper } from "#papers/sensitive-directions";

const because = "-ln 1.5: not 1.5 times as much, the margin of B1 against isotropic noise";

/** Each mixture with isotropic noise in its place, and a second draw of it in the place of the reconstruction. */
const GAUSSIAN = {
  mixture: "random-mixture",
  isotropic: { "random-mixture": "gaussian-direction" },
  again: { "own-reconstruction": "random-mixture#2" },
} as const;
const REAL = {
  mixture: "real-mixture",
  isotropic: { "real-mixture": "gaussian-direction" },
  again: { "own-reconstruction": "real-mixture#2" },
} as const;

for (const [part, metric, { mixture, isotropic, again }, words] of [
  ["last", klAtError, GAUSSIAN, "a Gaussian mixture"],
  ["every", klAtErrorOver.every, GAUSSIAN, "a Gaussian mixture, at every position but the first,"],
  ["real", klAtError, REAL, "a mixture of two real activations"],
] as const)
  criterion(paper, `error-not-over-mixture.${part}`, {
    hypothesis: "B2",
    where: "arXiv 2410.12555, abstract (read): no longer pathologically high",
    authors: null,
    statement: `The SAE's reconstruction moves the prediction less than 1.5 times as much as ${words} as long as the error.`,
    statistic: logRatioOfMeans(mixture, "own-reconstruction", metric),
    threshold: { above: -LOG_MARGIN, because },
    observe: (lab) => lab.samples(metric, ["own-reconstruction", mixture]),
    control: {
      name: "isotropic noise in the place of the mixture",
      of: (lab) => lab.with(isotropic),
    },
    planted: {
      name: "a second draw of the mixture in the place of the reconstruction",
      of: (lab) => lab.with(again),
    },
  });
