import type { Rng } from "../math/rng.ts";
import { norm } from "../math/vec.ts";
import type { LatentActivations } from "../sae/sparse-autoencoder.ts";
import { checkEnoughLatents } from "./dictionary.ts";
import { fromLatents, type LatentContext } from "./generator.ts";
import { latentActivations } from "./latent-activations.ts";
import { checkOthers } from "./real-codes.ts";

/**
 * Single latent: one alive latent, all alike, as strongly active as a real code is long.
 *
 * Its activation is the mean L2 norm of the codes of the run's other targets.
 *
 * Keeps: the typical length of a code. Drops: L0, activation values, firing frequency, cosines. Shape: [d_model].
 * Source: paper B.8, the script's variant (25.9 on GPT-2 small). The authors' last rule, activation 37 and only latents
 * whose distance from A is within 3 of the mean one, has two numbers that are tied to that model.
 * Throws: InvalidInputError where the run has no other target.
 */
export const singleLatent = fromLatents((rng, { latents }) =>
  latents.sae.decode(singleLatentCode(rng, latents)),
);

/** The latent behind `singleLatent`, before decoding. */
export function singleLatentCode(
  rng: Rng,
  { base, others, dictionaries }: Pick<LatentContext, "base" | "others" | "dictionaries">,
): LatentActivations {
  checkOthers(others);
  const { alive } = dictionaries.alive;
  checkEnoughLatents(dictionaries.alive, 1);
  const length = others.reduce((sum, { values }) => sum + norm(values), 0) / others.length;
  const latent = alive[rng.integer(alive.length)]!;
  return latentActivations(length > 0 ? [[latent, length]] : [], base);
}
