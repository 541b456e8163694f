import type { GroupSample } from "../experiment/group-sample.ts";
import { alignByBase, onCommonBases } from "./common-bases.ts";
import type { GroupSamples } from "./criterion.ts";

/** Samples as they were judged, as plain data: a judge comes to the same verdict from them, without a model. */
export interface KeptSamples {
  /** The bases of every group, ascending, as ranges with both ends: [[0, 411], [413, 999]]. */
  readonly bases: readonly (readonly [from: number, to: number])[];
  /** In the order of the report; a group's values are in the order of the bases. */
  readonly groups: Readonly<Record<string, Omit<GroupSample, "bases">>>;
}

/**
 * What a judge looks at: values of the bases that no group lost, and what is known of each group.
 *
 * Throws: as `alignByBase`.
 */
export function keepSamples<G extends string>(measured: GroupSamples<G>): KeptSamples {
  const samples = alignByBase(measured);
  const common = onCommonBases(measured);
  const [first] = Object.values<GroupSample>(common);
  const groups = Object.entries<GroupSample>(common).map(([group, { bases: _, ...facts }]) => [
    group,
    { ...facts, values: samples[group as G] },
  ]);
  return {
    bases: rangesOf([...first!.bases].sort((a, b) => a - b)),
    groups: Object.fromEntries(groups) as KeptSamples["groups"],
  };
}

/** The samples that were kept, as a judge takes them. */
export function keptGroups({ bases: ranges, groups }: KeptSamples): GroupSamples<string> {
  const bases = ranges.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, i) => from + i));
  return Object.fromEntries(Object.entries(groups).map(([group, facts]) => [group, { ...facts, bases }]));
}

function rangesOf(ascending: readonly number[]): [number, number][] {
  const ranges: [number, number][] = [];
  for (const base of ascending) {
    const last = ranges.at(-1);
    if (last && base === last[1] + 1) last[1] = base;
    else ranges.push([base, base]);
  }
  return ranges;
}
