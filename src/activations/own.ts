import { InvalidInputError } from "../errors/index.ts";
import { type Activation, distance, norm } from "../math/vec.ts";
import { displaced, isotropicDirection, mixtureDirection } from "./directions.ts";
import { fromLatents, type LatentContext } from "./generator.ts";

/** What the sparse autoencoder makes of the base's own activation, and noise as long as its error there. */

/**
 * Own reconstruction: the sparse autoencoder's rendering of the base itself, decode(encode(A)).
 *
 * Keeps: A's active latents and their activations. Drops: the part of A that the dictionary does not explain.
 * Shape: [d_model]. As a target it lies as far from A as the error is long. Source: paper B.9, the scripts' variant.
 */
export const ownReconstruction = fromLatents((_rng, { latents: { sae, base } }) => sae.decode(base));

/**
 * Own noise: the base with noise as long as the sparse autoencoder's error on it, in a direction that prefers none.
 *
 * x = A + ‖A - SAE(A)‖ z / ‖z‖, z standard normal.
 *
 * Keeps: A, the length of the error. Drops: the direction of the error. Shape: [d_model].
 * Source: Lee and Heimersheim (2024), after the random point at the same distance.
 */
export const ownNoise = fromLatents((rng, { base, latents }) =>
  displaced(base, isotropicDirection(rng, base.length), errorLength(base, latents)),
);

/**
 * Own mixture: the same noise with the covariance of real activations.
 *
 * x = A + ‖A - SAE(A)‖ L (z1 - z2) / ‖L (z1 - z2)‖, z1 and z2 standard normal, L Lᵀ the covariance.
 *
 * Keeps: A, the length of the error, covariance of the direction. Drops: the direction of the error. Shape: [d_model].
 * Source: Lee and Heimersheim (2024), the cov-random mixture.
 */
export const ownMixture = fromLatents(
  (rng, { base, latents, population }) =>
    displaced(base, mixtureDirection(rng, population), errorLength(base, latents)),
  { also: ["population"] },
);

/**
 * Own norm: the base brought to the length of its reconstruction, A ‖SAE(A)‖ / ‖A‖.
 *
 * Keeps: the direction of A, the length of the reconstruction. Drops: whatever else the reconstruction changes.
 * Shape: [d_model]. Source: Gurnee (2024), the norm alone. Throws: InvalidInputError for a base of length 0.
 */
export const ownNorm = fromLatents((_rng, { base, latents: { sae, base: code } }) =>
  broughtTo(base, norm(sae.decode(code)), "the length of the base"),
);

/**
 * Own reconstruction at norm: the reconstruction brought to the length of the base, SAE(A) ‖A‖ / ‖SAE(A)‖.
 *
 * Keeps: the direction of the reconstruction, the length of A. Drops: the length of the reconstruction.
 * Shape: [d_model]. Source: Gurnee (2024), the reconstruction with its norm corrected.
 * Throws: InvalidInputError for a reconstruction of length 0.
 */
export const ownReconstructionAtNorm = fromLatents((_rng, { base, latents: { sae, base: code } }) =>
  broughtTo(sae.decode(code), norm(base), "the length of the reconstruction"),
);

/** A vector scaled to a length, in float64. */
function broughtTo(vector: Activation, length: number, what: string): Activation {
  const own = norm(vector);
  if (!(own > 0))
    throw new InvalidInputError({
      what,
      got: own,
      want: "above 0",
      hint: "Hint: a vector without length has no direction; the base is left out for this type.",
    });
  return vector.map((x) => (x * length) / own) as Activation;
}

function errorLength(base: Activation, { sae, base: code }: LatentContext): number {
  return distance(base, sae.decode(code));
}
