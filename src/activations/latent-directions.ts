import { InvalidInputError, NotRunError } from "../errors/index.ts";
import type { Rng } from "../math/rng.ts";
import { type Activation, distance, rowOf } from "../math/vec.ts";
import type { SparseAutoencoder } from "../sae/sparse-autoencoder.ts";
import { displaced } from "./directions.ts";
import { fromLatents, type PairContext } from "./generator.ts";

/** As far from A as the real target is, in the direction of one latent: x = A + ‖R - A‖ W_dec[j] / ‖W_dec[j]‖. */

/**
 * Active latent: the direction of a latent that is active in A, each as likely.
 *
 * Keeps: the distance from A. Drops: the latent's activation, all other latents. Shape: [d_model].
 * Source: Lee and Heimersheim (2024), directions of SAE features.
 * Throws: InvalidInputError where no latent is active in A.
 */
export const activeLatent = fromLatents((rng, { base, target, latents: { sae, base: code } }) =>
  alongOneOf(code.ids, "active in the base", rng, { sae, base, target }),
);

/**
 * Inactive latent: the direction of a latent that is alive and not active in A, each as likely.
 *
 * Keeps: the distance from A. Drops: A's code. Shape: [d_model]. Source: as active latent.
 * Throws: InvalidInputError where there is none.
 */
export const inactiveLatent = fromLatents((rng, { base, target, latents: { sae, base: code } }) => {
  const active = new Set(code.ids);
  const others = sae.alive.filter((id) => !active.has(id));
  return alongOneOf(others, "alive and not active in the base", rng, { sae, base, target });
});

/**
 * Dead latent: the direction of a latent that never fires, each as likely.
 *
 * Keeps: the distance from A. Drops: A's code; what the latent was trained for, if anything. Shape: [d_model].
 * Source: as active latent. Throws: InvalidInputError where none is dead.
 */
export const deadLatent = fromLatents((rng, { base, target, latents: { sae } }) => {
  const alive = new Set(sae.alive);
  const dead = Int32Array.from({ length: sae.dSae }, (_, id) => id).filter((id) => !alive.has(id));
  return alongOneOf(dead, "dead", rng, { sae, base, target });
});

/** Active latent of the sparsest of several SAEs. Keeps and drops: as active latent. */
export const latentOfFirstSae = latentOfSibling(0);

/** Active latent of the second sparsest of several SAEs. Keeps and drops: as active latent. */
export const latentOfSecondSae = latentOfSibling(1);

/** Active latent of the third sparsest of several SAEs. Keeps and drops: as active latent. */
export const latentOfThirdSae = latentOfSibling(2);

/** Throws (when drawing): NotRunError where there are fewer SAEs; InvalidInputError where none of its latents is active. */
function latentOfSibling(place: number) {
  return fromLatents(
    (rng, { base, target, latents: { siblings } }) => {
      const sibling = siblings[place];
      if (sibling === undefined)
        throw new NotRunError({
          what: `A direction of SAE ${place + 1} of several`,
          missing: `${place + 1} SAEs of one place`,
          hint: "Hint: name the others with --more-saes, separated by commas.",
        });
      const { sae, base: code } = sibling;
      return alongOneOf(code.ids, `active in the base, in the SAE ${sae.name}`, rng, { sae, base, target });
    },
    { also: ["siblings"] },
  );
}

function alongOneOf(
  ids: Int32Array,
  what: string,
  rng: Rng,
  { sae, base, target }: Pick<PairContext, "base" | "target"> & { readonly sae: SparseAutoencoder },
): Activation {
  if (ids.length === 0)
    throw new InvalidInputError({
      what: `the number of latents that are ${what}`,
      got: 0,
      want: "at least 1",
      hint: "Hint: without a latent there is no direction; the base is left out for this type.",
    });
  const direction = Float64Array.from(rowOf(sae.W_dec, ids[rng.integer(ids.length)]!));
  return displaced(base, direction, distance(base, target));
}
