import { criterion, ratioOfSpreads } from "#claims";
import { farFromMiddle, maxSlopeStep, paper } from "#papers/synthetic-activations";

const metric = maxSlopeStep.relative;

criterion(paper, "single-latents-spread-more", {
  hypothesis: "E14",
  where: "appendix; single latents, relative step",
  authors: 13.9 / 7.82,
  statement: "Where the model blows up varies more towards single latents than towards real activations.",
  schedule: "relative",
  statistic: ratioOfSpreads("single-latent", "real", metric),
  threshold: {
    above: 1.2,
    because: "more has no size; 0.2 is a quarter of the authors' excess of 0.78, rounded up",
  },
  observe: (lab) => lab.samples(metric, ["real", "single-latent"]),
  control: {
    name: "a second set of real targets in the place of single latents",
    of: (lab) => lab.with({ "single-latent": "another-real" }),
  },
  planted: {
    name: "such targets, each response a step near the end of the path that it is nearer to",
    of: (lab) => lab.with({ "single-latent": "another-real" }).reshaped({ "single-latent": farFromMiddle }),
  },
});
