/** One of `of` shares of the bases; `index` counts from 1. */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

/** The bases b of 0 .. count-1 with b % of === index - 1; all of them without a shard. */
export function basesOfShard(count: number, shard: Shard | null): readonly number[] {
  const all = Array.from({ length: count }, (_, base) => base);
  return shard ? all.filter((base) => base % shard.of === shard.index - 1) : all;
}
