import { InvalidInputError } from "../errors/index.ts";
import { permutation, type Rng } from "../math/rng.ts";
import type { LatentActivations } from "../sae/sparse-autoencoder.ts";
import { fromLatents, type LatentContext } from "./generator.ts";
import { latentActivations } from "./latent-activations.ts";
import { topLatent } from "./structured/structured.ts";

/**
 * Permuted values: the real target's latents, with its activation values handed out among them at random.
 *
 * Keeps: which latents are active, hence L0, firing frequencies and cosines; activation values as a whole. Drops: which
 * latent has which value, and what the dictionary does not explain. Shape: [d_model].
 * A target without active latents gives what no latents decode to.
 */
export const permutedValues = fromLatents((rng, { latents }) =>
  latents.sae.decode(permutedValuesCode(rng, latents.target)),
);

/** The latents behind `permutedValues`, before decoding. */
export function permutedValuesCode(rng: Rng, target: LatentActivations): LatentActivations {
  const { values } = target;
  return { ...target, values: Float32Array.from(permutation(rng, values.length), (from) => values[from]!) };
}

/**
 * Real others: the top latent of the real target, with the other latents of another real activation.
 *
 * The other one is a target of the run, all alike; its own top is left out, and where the target's top is among the rest
 * it keeps the target's activation.
 *
 * Keeps: the top latent and its activation; which of the others go together, and their activations. Drops: which latents
 * go with the top, hence their cosines to it. Shape: [d_model].
 * Where the target has no active latent the other's rest stands alone.
 * Throws: InvalidInputError where the run has no other target.
 */
export const realOthers = fromLatents((rng, { latents }) => latents.sae.decode(realOthersCode(rng, latents)));

/** The latents behind `realOthers`, before decoding. */
export function realOthersCode(
  rng: Rng,
  { target, others }: Pick<LatentContext, "target" | "others">,
): LatentActivations {
  checkOthers(others);
  const other = others[rng.integer(others.length)]!;
  const rest = new Map(Array.from(other.ids, (id, i) => [id, other.values[i]!]));
  if (other.ids.length > 0) rest.delete(topLatent(other));
  if (target.ids.length > 0) rest.set(topLatent(target), Math.max(...target.values));
  return latentActivations([...rest], target);
}

/** Refuses a run with too few targets besides the base's own. Throws: InvalidInputError. */
export function checkOthers(others: readonly unknown[], wanted = 1): void {
  if (others.length < wanted)
    throw new InvalidInputError({
      what: "the number of the run's other targets",
      got: others.length,
      want: `at least ${wanted}, since this type takes ${wanted === 1 ? "one" : "some"} of them`,
      hint: "Hint: ask for more bases with --bases.",
    });
}
