import type { Activation } from "../../math/vec.ts";
import { fromPair } from "../generator.ts";

/** How much of the way to the real target `nearby` goes. */
export const NEARBY_SHARE = 0.001;

/**
 * Nearby: a thousandth of the way from A to the real target.
 *
 * T = A + 0.001 (R - A).
 *
 * Keeps: the direction of the real target. Drops: its distance. Shape: [d_model]. Source: ours.
 */
export const nearby = fromPair(
  (_rng, { base, target }) =>
    Float32Array.from(base, (a, i) => a + NEARBY_SHARE * (target[i]! - a)) as Activation,
);
