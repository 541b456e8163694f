import type { Families } from "../../paper/registered-families.ts";

/**
 * Which criteria decide what: chosen before any was computed. Primary is what the abstract says of SAE errors, at the last
 * position; secondary is what else it says, and B1 and B2 at other positions.
 */
export const families: Families = {
  primary: ["error-over-isotropic.last", "error-not-over-mixture.last"],
  secondary: [
    "error-over-isotropic.following",
    "error-over-isotropic.every",
    "error-not-over-mixture.every",
    "error-not-over-mixture.real",
    "not-the-norm",
    "isotropic-weaker.short",
    "isotropic-weaker.middle",
    "isotropic-weaker.long",
    "isotropic-weaker.mixtures-alike",
    "latent-directions.active",
    "latent-directions.inactive",
    "latent-directions.dead",
    "lower-l0-acts-more",
  ],
};
