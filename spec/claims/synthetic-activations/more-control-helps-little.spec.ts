import { criterion, debiasedWasserstein, ksCombination } from "#claims";
import { maxSlopeStep, paper } from "#papers/synthetic-activations";

/** What structured gains over its first version is less than a quarter of random's distance. */
const TERMS = [
  { weight: 0.25, between: ["real", "random"] },
  { weight: 1, between: ["real", "structured"] },
  { weight: -1, between: ["real", "structured-v1"] },
] as const;
const metric = maxSlopeStep.absolute;

criterion(paper, "more-control-helps-little", {
  hypothesis: "E7",
  where: "the authors' first version of structured activations",
  authors: null,
  statement:
    "Choosing the new top latent at a typical angle, and not by frequency alone, brings structured activations nearer to real ones by less than a quarter of random's distance.",
  schedule: "absolute",
  statistic: debiasedWasserstein(TERMS, metric, { over: "real" }),
  threshold: {
    above: 0,
    because: "helps little is read as a quarter of random's distance: half of what E3 leaves to closely",
  },
  beside: [ksCombination(TERMS, metric)],
  observe: (lab) => lab.samples(metric, ["real", "random", "structured", "structured-v1"]),
  control: {
    name: "random in the place of the first version",
    of: (lab) => lab.with({ "structured-v1": "random" }),
  },
  planted: {
    name: "a second draw of structured in the place of the first version",
    of: (lab) => lab.with({ "structured-v1": "structured#2" }),
  },
});
