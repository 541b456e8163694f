import { fromLatents } from "./generator.ts";

/**
 * Reconstruction: the sparse autoencoder's rendering of the real target, T = decode(encode(T_real)).
 *
 * Keeps: the active latents of the target and their activations, hence L0, firing frequencies and cosines.
 * Drops: the part of the target that the dictionary does not explain. Shape: [d_model].
 * Source: paper B.9.
 */
export const reconstruction = fromLatents((_rng, { latents: { sae, target } }) => sae.decode(target));
