import { type Activation, distance } from "../math/vec.ts";
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
 * Source: arXiv 2410.12555, after the random point at the same distance.
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
 * Source: arXiv 2410.12555, the cov-random mixture.
 */
export const ownMixture = fromLatents(
  (rng, { base, latents, population }) =>
    displaced(base, mixtureDirection(rng, population), errorLength(base, latents)),
  { also: ["population"] },
);

function errorLength(base: Activation, { sae, base: code }: LatentContext): number {
  return distance(base, sae.decode(code));
}
