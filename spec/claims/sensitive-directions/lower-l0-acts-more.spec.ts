import { criterion, rankTrend } from "#claims";
import { klAtLength, paper, timesAsHigh } from "#papers/sensitive-directions";

const metric = klAtLength.short;
/** From the SAE with the most active latents to that with the fewest. */
const SAES = ["latent-of-third-sae", "latent-of-second-sae", "latent-of-first-sae"] as const;
/** Isotropic directions in the place of all three. */
const NOISE = {
  "latent-of-third-sae": "gaussian-direction",
  "latent-of-second-sae": "gaussian-direction#2",
  "latent-of-first-sae": "gaussian-direction#3",
} as const;

criterion(paper, "lower-l0-acts-more", {
  hypothesis: "B6",
  where: "arXiv 2410.12555, abstract (read): feature directions of lower L0 have a greater influence",
  authors: null,
  statement:
    "At one length, directions of active latents move the prediction the more, the fewer latents are active in their SAE: each of three SAEs more than the next.",
  statistic: rankTrend(SAES, metric),
  threshold: {
    above: 0.5,
    because: "1 in order, 0.5 with two neighbours exchanged: in order in all but 2.5 % of resamples",
  },
  observe: (lab) => lab.samples(metric, SAES),
  control: {
    name: "an isotropic direction in the place of each SAE's latent",
    of: (lab) => lab.with(NOISE),
  },
  planted: {
    name: "isotropic directions whose KL doubles from each SAE to the next",
    of: (lab) =>
      lab
        .with(NOISE)
        .reshaped({ "latent-of-second-sae": timesAsHigh(2), "latent-of-first-sae": timesAsHigh(4) }),
  },
});
