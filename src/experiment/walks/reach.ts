/**
 * Which positions of a prompt a perturbation replaces, and at which it is read.
 *
 * - `last`: the last, read there.
 * - `following`: the middle one, read there and at every position after it.
 * - `every`: every position but the first, each in a way of its own, read at all of them.
 *
 * What is read at several positions is the mean over them. The first is left out of `every`, as Lee and Heimersheim (2024)
 * left out the one that begins their prompts: they read 127 positions of 128.
 */
export type Reach = "last" | "following" | "every";

/** Positions of a prompt, ascending from 0. */
export interface ReachedPositions {
  readonly replaced: readonly number[];
  readonly read: readonly number[];
}

/** The positions of a prompt of some tokens that a reach replaces and reads. A prompt of one token has only its last. */
export function positionsOf(reach: Reach, tokens: number): ReachedPositions {
  const last = tokens - 1;
  if (reach === "last" || tokens < 2) return { replaced: [last], read: [last] };
  const from = reach === "every" ? 1 : Math.floor(last / 2);
  const read = Array.from({ length: tokens - from }, (_, i) => from + i);
  return { replaced: reach === "every" ? read : [from], read };
}
