import { criterion, logRatioOfMeans } from "#claims";
import { klAtError, klAtErrorOver, LOG_MARGIN, paper, timesAsHigh } from "#papers/sensitive-directions";

const POSITIONS = {
  last: { metric: klAtError, where: "at the last position of a prompt" },
  following: { metric: klAtErrorOver.following, where: "at one position, read there and at all after it" },
  every: { metric: klAtErrorOver.every, where: "at every position of a prompt but the first" },
} as const;

for (const position of ["last", "following", "every"] as const) {
  const { metric, where } = POSITIONS[position];
  criterion(paper, `error-over-isotropic.${position}`, {
    hypothesis: "B1",
    where: "Gurnee (2024): 2 to 4.5 times at every layer (text of the post, well known)",
    authors: null,
    statement: `The SAE's reconstruction in the place of an activation, ${where}, moves the prediction more than 1.5 times as much as isotropic noise as long as the error.`,
    statistic: logRatioOfMeans("own-reconstruction", "gaussian-direction", metric),
    threshold: { above: LOG_MARGIN, because: "ln 1.5: of the post's 2 to 4.5 times the least but a quarter" },
    observe: (lab) => lab.samples(metric, ["own-reconstruction", "gaussian-direction"]),
    control: {
      name: "a second draw of the noise in the place of the reconstruction",
      of: (lab) => lab.with({ "own-reconstruction": "gaussian-direction#2" }),
    },
    planted: {
      name: "such noise with three times the KL in the place of the reconstruction",
      of: (lab) =>
        lab
          .with({ "own-reconstruction": "gaussian-direction#2" })
          .reshaped({ "own-reconstruction": timesAsHigh(3) }),
    },
  });
}
