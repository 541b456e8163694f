import type { ShownType } from "../../paper/paper.ts";

/** The directions that every report shows, in the order of the page; the first, the authors' improved baseline, is the one that the others are held to. */
export const types: readonly ShownType[] = [
  { key: "random-mixture", long: "from one Gaussian draw with the real covariance to another" },
  { key: "real-mixture", long: "from one real activation to another" },
  { key: "own-reconstruction", long: "the SAE's error: from the base to its reconstruction" },
  { key: "gaussian-direction", long: "isotropic: no direction is preferred" },
  { key: "active-latent", long: "of a latent that is active in the base" },
  { key: "inactive-latent", long: "of a latent that is alive and not active in the base" },
  { key: "dead-latent", long: "of a latent that never fires" },
];
