import type { Rng } from "../math/rng.ts";

/** The choices a text is made by. Every one takes one uniform number from the stream. */
export interface Drawer {
  uniform(): number;
  below(count: number): number;
  chance(probability: number): boolean;
  /** Every element alike. */
  of<T>(list: readonly T[]): T;
  /** Early elements more often: index = floor(n u²), density falling as 1/sqrt(index). */
  common<T>(list: readonly T[]): T;
  shuffled<T>(pair: readonly [T, T]): readonly [T, T];
}

/** Choices from a stream, in the order in which they are asked for. */
export function drawer(rng: Rng): Drawer {
  const uniform = () => rng.uniform();
  const below = (count: number) => Math.floor(uniform() * count);
  const chance = (probability: number) => uniform() < probability;
  return {
    uniform,
    below,
    chance,
    of: (list) => list[below(list.length)]!,
    common: (list) => {
      const u = uniform();
      return list[Math.floor(u * u * list.length)]!;
    },
    shuffled: (pair) => (chance(0.5) ? pair : [pair[1], pair[0]]),
  };
}
