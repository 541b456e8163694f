/** What a report says over replicates must be what their values come to, and this run must be one of them. */
import type { Contradiction } from "../contradiction.ts";
import type { CriterionEntry, Report } from "../report.generated.ts";
import { overOf } from "./with-replicates.ts";

/** The first contradiction in what is said over replicates; null where there is none, and for a report of one run. */
export function replicatesContradiction({ replicates, criteria, protocol }: Report): Contradiction | null {
  const at = replicates?.seeds.indexOf(protocol.seed) ?? -1;
  if (replicates !== undefined && at < 0)
    return { pointer: "/replicates/seeds", fact: `lacks "${protocol.seed}", the seed of this run` };
  for (const [i, criterion] of criteria.entries()) {
    const { replicates: over } = criterion;
    if (over === undefined) continue;
    const pointer = `/criteria/${i}/replicates`;
    if (replicates === undefined) return { pointer, fact: "is there, but no replicates are named" };
    const short = Object.entries(over.of).find(
      ([, column]) => column !== null && column.length !== replicates.seeds.length,
    );
    if (short)
      return {
        pointer: `${pointer}/of/${short[0]}`,
        fact: `has ${short[1]!.length} entries, and there are ${replicates.seeds.length} seeds`,
      };
    const own = { value: over.of.values[at], verdict: over.of.verdicts[at] };
    if (own.value !== criterion.statistic.value || own.verdict !== criterion.verdict)
      return {
        pointer: `${pointer}/of`,
        fact: `has ${own.verdict}, ${own.value} of this run, which is ${criterion.verdict}, ${criterion.statistic.value}`,
      };
    const differs = differenceOf(over, overOf(criterion, over.of, replicates.primaries));
    if (differs !== null) return { pointer: `${pointer}/${differs}`, fact: "is not what its values come to" };
  }
  return null;
}

/** Numbers that differ by less than this share are alike: a square root may end in another bit on another machine. */
const SAME = 1e-9;

type Over = NonNullable<CriterionEntry["replicates"]>;

/** The first field that two differ in; null where they are alike. */
function differenceOf(said: Over, found: Over): keyof Over | null {
  if (said.verdict !== found.verdict) return "verdict";
  const alike = (a: number | null, b: number | null) =>
    a === null || b === null ? a === b : Math.abs(a - b) <= SAME * Math.max(1, Math.abs(a), Math.abs(b));
  const fields = ["mean", "sd", "interval", "simultaneous"] as const;
  const numbers = (of: Over, field: (typeof fields)[number]) => [of[field]].flat();
  return (
    fields.find((field) => {
      const [ours, theirs] = [numbers(found, field), numbers(said, field)];
      return ours.length !== theirs.length || !ours.every((one, k) => alike(one, theirs[k]!));
    }) ?? null
  );
}
