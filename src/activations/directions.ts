import { InvalidInputError } from "../errors/index.ts";
import { lowerTimes } from "../math/cholesky.ts";
import type { Rng } from "../math/rng.ts";
import { sampleWithoutReplacement } from "../math/rng.ts";
import { type Activation, distance, float32, float64 } from "../math/vec.ts";
import { fromLatents, fromPair, fromPopulation } from "./generator.ts";
import type { Population } from "./population.ts";
import { checkOthers } from "./real-codes.ts";

/**
 * Real mixture: as far from A as the real target is, in the direction from one real activation to another.
 *
 * x = A + (T - T') ‖R - A‖ / ‖T - T'‖, T and T' two different targets of the run, neither of them A's own R.
 *
 * Keeps: the distance from A, differences of real activations. Drops: A's part in the direction, hence where real
 * activations lie. Shape: [d_model].
 * Source: Lee and Heimersheim (2024); a direction towards any activation subtracts A, this one does not.
 * Throws: InvalidInputError for a run with fewer than two other targets, or where T and T' are the same point.
 */
export const realMixture = fromPair((rng, { base, target, others }) => {
  checkOthers(others, 2);
  const [from, to] = sampleWithoutReplacement(rng, others.length, 2) as unknown as [number, number];
  return displaced(base, differenceOf(others[to]!, others[from]!), distance(base, target));
});

/**
 * Random mixture: as far from A as the real target is, in the direction from one draw of `random` to another.
 *
 * x = A + (R1 - R2) ‖R - A‖ / ‖R1 - R2‖; the mean falls out, so R1 - R2 is L (z1 - z2).
 *
 * Keeps: the distance from A, covariance of the direction. Drops: mean, A's part in the direction. Shape: [d_model].
 * Source: Lee and Heimersheim (2024), the cov-random mixture.
 */
export const randomMixture = fromPopulation((rng, { base, target, population }) =>
  displaced(base, mixtureDirection(rng, population), distance(base, target)),
);

/** The difference of two draws of `random`. */
export function mixtureDirection(rng: Rng, { mean, factor }: Population): Float64Array {
  const [to, from] = [isotropicDirection(rng, mean.length), isotropicDirection(rng, mean.length)];
  return lowerTimes(factor, differenceOf(to, from));
}

/**
 * Gaussian direction: as far from A as the real target is, in a direction that prefers none.
 *
 * x = A + ‖R - A‖ z / ‖z‖, z standard normal.
 *
 * Keeps: the distance from A. Drops: mean, covariance, the sparse code. Shape: [d_model].
 * Source: paper B.3; ours has the length of the real pair, theirs ‖A‖.
 */
export const gaussianDirection = fromPair((rng, { base, target }) =>
  displaced(base, isotropicDirection(rng, base.length), distance(base, target)),
);

/**
 * Real noise: the real target with noise as long as the sparse autoencoder's error on it, in a direction that prefers
 * none.
 *
 * x = R + ‖R - SAE(R)‖ z / ‖z‖, z standard normal.
 *
 * Keeps: the real target, the length of what reconstruction changes. Drops: the direction of the error.
 * Shape: [d_model]. The control of reconstruction.
 */
export const realNoise = fromLatents((rng, { target, latents }) =>
  displaced(
    target,
    isotropicDirection(rng, target.length),
    distance(target, latents.sae.decode(latents.target)),
  ),
);

/** A draw of the standard normal distribution. */
export function isotropicDirection(rng: Rng, length: number): Float64Array {
  return float64(length, () => rng.normal());
}

function differenceOf(to: ArrayLike<number>, from: ArrayLike<number>): Float64Array {
  return float64(to.length, (i) => to[i]! - from[i]!);
}

/** from + direction scaled to a length, in float64. Throws: InvalidInputError for a direction without length. */
export function displaced(from: Activation, direction: Float64Array, length: number): Activation {
  const own = Math.sqrt(direction.reduce((sum, d) => sum + d * d, 0));
  if (!(own > 0))
    throw new InvalidInputError({
      what: "the length of the drawn direction",
      got: own,
      want: "above 0",
      hint: "Hint: two activations at one point have no direction; the base is left out for this type.",
    });
  return float32(from.length, (i) => from[i]! + (direction[i]! * length) / own) as Activation;
}
