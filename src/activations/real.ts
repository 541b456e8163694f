import type { Activation } from "../math/vec.ts";
import { fromPair } from "./generator.ts";

/**
 * Real: the activation that another prompt gives.
 *
 * Keeps: everything. Drops: nothing. Shape: [d_model].
 * Source: paper B.1. Ours draws the other prompt before any experiment, without replacement, as the authors do.
 */
export const real = fromPair((_rng, { target }) => target.slice() as Activation);
