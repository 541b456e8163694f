/** The activation types, a line each: a new one is one file and one line here. The name it is exported by is its name. */

export { allCosines as "all-cosines", allFrequencies as "all-frequencies" } from "./all-latents.ts";
export { baseline, baselineAsCoded as "baseline-as-coded" } from "./baseline.ts";
export { challenger, graph } from "./co-active.ts";
export {
  gaussianDirection as "gaussian-direction",
  randomMixture as "random-mixture",
  realMixture as "real-mixture",
  realNoise as "real-noise",
} from "./directions.ts";
export {
  activeLatent as "active-latent",
  deadLatent as "dead-latent",
  inactiveLatent as "inactive-latent",
  latentOfFirstSae as "latent-of-first-sae",
  latentOfSecondSae as "latent-of-second-sae",
  latentOfThirdSae as "latent-of-third-sae",
} from "./latent-directions.ts";
export { nearestToTop as "nearest-to-top" } from "./nearest-to-top.ts";
export {
  cosineTop as "cosine-top",
  profileOnly as "profile-only",
  structuredV1 as "structured-v1",
  topOnly as "top-only",
} from "./new-top.ts";
export {
  ownMixture as "own-mixture",
  ownNoise as "own-noise",
  ownNorm as "own-norm",
  ownReconstruction as "own-reconstruction",
  ownReconstructionAtNorm as "own-reconstruction-at-norm",
} from "./own.ts";
export {
  otherLastToken as "other-last-token",
  otherTopic as "other-topic",
  sameLastToken as "same-last-token",
  sameTopic as "same-topic",
} from "./pairs/by-words.ts";
export { nearby } from "./pairs/nearby.ts";
export { random } from "./random.ts";
export { anotherReal as "another-real", native, real } from "./real.ts";
export { permutedValues as "permuted-values", realOthers as "real-others" } from "./real-codes.ts";
export { reconstruction } from "./reconstruction.ts";
export { singleLatent as "single-latent" } from "./single-latent.ts";
export {
  structured,
  structuredOnShuffledDictionary as "structured-on-shuffled-dictionary",
} from "./structured/structured.ts";
export {
  cosFrequency as "cos-frequency",
  cosNearest as "cos-nearest",
  fixedCosine as "fixed-cosine",
  weighted,
} from "./substitutes.ts";
export { uniform, uniformAsCoded as "uniform-as-coded" } from "./uniform.ts";
