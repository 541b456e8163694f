import type { Ladder } from "../../experiment/ladder/ladder.ts";
import { maxSlopeStep } from "./metrics/max-slope-step.ts";
import { plateauLength } from "./metrics/plateau-length.ts";

/** What an activation type may keep of the latents of a real activation. */
type Feature =
  | "values in place"
  | "co-occurrence"
  | "frequencies of the others"
  | "angle of the top"
  | "frequency of the top"
  | "cosine profile"
  | "L0"
  | "values";

/**
 * Which property of the latents makes synthetic activations look real: the paper's B.4 to B.10 and what lies between.
 *
 * What a rung keeps is what the docstring of its generator says. Eight pairs of rungs differ by one feature alone.
 */
export const ladder: Ladder<Feature> = {
  features: [
    {
      key: "values in place",
      long: "which of the real latents has which activation, the top one's among them",
    },
    { key: "co-occurrence", long: "which latents go together besides the top one" },
    { key: "frequencies of the others", long: "how often the latents besides the top one fire" },
    { key: "angle of the top", long: "a typical angle between the top latents of base and target" },
    { key: "frequency of the top", long: "how often the strongest latent fires" },
    { key: "cosine profile", long: "the cosines of the other latents to the top one" },
    { key: "L0", long: "how many latents are active" },
    { key: "values", long: "how strongly they are, as a whole" },
  ],
  floor: "another-real",
  rungs: [
    {
      type: "reconstruction",
      keeps: [
        "values in place",
        "co-occurrence",
        "frequencies of the others",
        "angle of the top",
        "frequency of the top",
        "cosine profile",
        "L0",
        "values",
      ],
      long: "real, through the SAE and back",
    },
    {
      type: "permuted-values",
      keeps: [
        "co-occurrence",
        "frequencies of the others",
        "angle of the top",
        "frequency of the top",
        "cosine profile",
        "L0",
        "values",
      ],
      long: "the real latents, their values handed out at random",
    },
    {
      type: "real-others",
      keeps: [
        "values in place",
        "co-occurrence",
        "frequencies of the others",
        "angle of the top",
        "frequency of the top",
        "L0",
        "values",
      ],
      long: "the real top latent among the others of another real code",
    },
    {
      type: "structured",
      keeps: ["angle of the top", "frequency of the top", "cosine profile", "L0", "values"],
      long: "a new top, as frequent and at a typical angle, with the cosines to it",
    },
    {
      type: "structured-v1",
      keeps: ["frequency of the top", "cosine profile", "L0", "values"],
      long: "a new top, as frequent, with the cosines to it",
    },
    {
      type: "cosine-top",
      keeps: ["angle of the top", "cosine profile", "L0", "values"],
      long: "a new top at a typical angle, with the cosines to it",
    },
    {
      type: "profile-only",
      keeps: ["cosine profile", "L0", "values"],
      long: "any new top, with the cosines to it",
    },
    {
      type: "top-only",
      keeps: ["angle of the top", "frequency of the top", "L0", "values"],
      long: "a new top as in structured, and any other latents",
    },
    {
      type: "baseline",
      keeps: ["frequencies of the others", "frequency of the top", "L0", "values"],
      long: "frequency-matched bag of SAE latents",
    },
    { type: "uniform", keeps: ["L0", "values"], long: "any latents" },
    { type: "random", keeps: [], long: "no latents: Gaussian with the real mean and covariance" },
  ],
  metrics: [maxSlopeStep.absolute, maxSlopeStep.relative, plateauLength],
};
