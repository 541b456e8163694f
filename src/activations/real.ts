import type { Activation } from "../math/vec.ts";
import { fromPair } from "./generator.ts";
import { checkOthers } from "./real-codes.ts";

/**
 * Real: the activation that another prompt gives.
 *
 * Keeps: everything. Drops: nothing. Shape: [d_model].
 * Source: paper B.1. Ours draws the other prompt before any experiment, without replacement, as the authors do.
 */
export const real = fromPair((_rng, { target }) => target.slice() as Activation);

/**
 * Another real: the target of one of the run's other bases, drawn uniformly. A second set of real activations: whatever
 * is said of real must be as true of it, and no more.
 *
 * Keeps: everything but the prompt. Drops: which prompt it is. Shape: [d_model].
 * Throws: InvalidInputError where the run has no other base. Source: ours.
 */
export const anotherReal = fromPair((rng, { others }) => {
  checkOthers(others);
  return others[rng.integer(others.length)]!.slice() as Activation;
});

/**
 * Native: the base prompt's own activation. As a base it stands in its own prompt, where every other type stands in a
 * foreign one; as a target it leaves no way to go.
 *
 * Keeps: everything, the prompt too. Drops: nothing. Shape: [d_model]. Source: ours.
 */
export const native = fromPair((_rng, { base }) => base.slice() as Activation);
