import type { GroupSample } from "../experiment/lab.ts";
import type { GroupSamples } from "./criterion.ts";

/** The bases that at least one group of a comparison could not be measured on, ascending. */
export function lostBases(measured: GroupSamples<string>): readonly number[] {
  const lost = Object.values(measured).flatMap((group) => group.lost ?? []);
  return [...new Set(lost)].sort((a, b) => a - b);
}

/**
 * The same groups without the bases that one of them lost: a comparison is of the same bases on all its sides.
 *
 * Where nothing was lost the groups are returned as they are. Mean distances stay those of each group's own bases.
 */
export function onCommonBases<G extends string>(measured: GroupSamples<G>): GroupSamples<G> {
  const lost = new Set(lostBases(measured));
  if (lost.size === 0) return measured;
  const left = Object.entries<GroupSample>(measured).map(([group, sample]) => {
    const rows = sample.bases.flatMap((base, row) => (lost.has(base) ? [] : [row]));
    const bases = rows.map((row) => sample.bases[row]!);
    return [group, { ...sample, bases, values: rows.map((row) => sample.values[row]!) }];
  });
  return Object.fromEntries(left) as GroupSamples<G>;
}
