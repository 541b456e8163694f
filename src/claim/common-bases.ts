import { EmptySampleError, UnequalBasesError } from "../errors/index.ts";
import type { GroupSample } from "../experiment/group-sample.ts";
import type { Sample, Samples } from "../stats/sample.ts";
import type { GroupSamples } from "./criterion.ts";

/** The bases that at least one group of a comparison could not be measured on, ascending. */
export function lostBases(measured: GroupSamples<string>): readonly number[] {
  return ofAny(measured, ({ lost = [] }) => lost);
}

/** The bases of which at least one group says nothing, because no prompt makes such a pair with theirs, ascending. */
export function outsideBases(measured: GroupSamples<string>): readonly number[] {
  return ofAny(measured, ({ outside = [] }) => outside);
}

function ofAny(
  measured: GroupSamples<string>,
  of: (group: GroupSample) => readonly number[],
): readonly number[] {
  return [...new Set(Object.values(measured).flatMap(of))].sort((a, b) => a - b);
}

/**
 * The same groups without the bases that one of them lost or says nothing of: a comparison is of the same bases on all its
 * sides.
 *
 * Where nothing is left out the groups are returned as they are. Mean distances stay those of each group's own bases.
 */
export function onCommonBases<G extends string>(measured: GroupSamples<G>): GroupSamples<G> {
  const lost = new Set([...lostBases(measured), ...outsideBases(measured)]);
  if (lost.size === 0) return measured;
  const left = Object.entries<GroupSample>(measured).map(([group, sample]) => {
    const rows = sample.bases.flatMap((base, row) => (lost.has(base) ? [] : [row]));
    const bases = rows.map((row) => sample.bases[row]!);
    return [group, { ...sample, bases, values: rows.map((row) => sample.values[row]!) }];
  });
  return Object.fromEntries(left) as GroupSamples<G>;
}

/** The samples of the bases that no group lost, in ascending order of base, so that input order cannot matter. */
export function alignByBase<G extends string>(given: GroupSamples<G>): Samples<G> {
  const measured = onCommonBases(given);
  const groups = Object.keys(measured) as G[];
  if (groups.length === 0) throw new EmptySampleError({ what: "the set of groups" });
  const reference = sortedBases(measured[groups[0]!].bases);
  const aligned = {} as Record<G, Sample>;
  for (const group of groups) {
    const { bases, values } = measured[group];
    const order = bases.map((_, i) => i).sort((a, b) => bases[a]! - bases[b]!);
    const same = bases.length === reference.length && order.every((i, at) => bases[i] === reference[at]);
    if (!same || values.length !== bases.length)
      throw new UnequalBasesError({ left: groups[0]!, right: group, n: [reference.length, values.length] });
    aligned[group] = order.map((i) => values[i]!);
  }
  return aligned;
}

function sortedBases(bases: readonly number[]): number[] {
  return [...bases].sort((a, b) => a - b);
}
