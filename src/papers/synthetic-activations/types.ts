import type { ShownType } from "../../paper/paper.ts";

/** The types every report shows, in the order of the page; the first is the one that the others are held to. */
export const types: readonly ShownType[] = [
  { key: "real", long: "of another prompt, from the model itself" },
  { key: "reconstruction", long: "real, through the SAE and back" },
  { key: "structured", long: "SAE latents with frequencies and cosines kept" },
  { key: "baseline", long: "frequency-matched bag of SAE latents" },
  { key: "random", long: "Gaussian with the real mean and covariance" },
];
