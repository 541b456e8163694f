/** What a schema cannot say: a report must agree with itself. */
import { isPaperHook, PAPER } from "../papers/synthetic-activations/setup.ts";
import type { ClaimEntry, Report } from "./report.generated.ts";

/** Where a report contradicts itself, and how. */
export interface Contradiction {
  /** JSON pointer. */
  pointer: string;
  fact: string;
}

/** The first contradiction found in a report that fits the schema, or null. */
export function reportContradiction(report: Report): Contradiction | null {
  return (
    duplicateId(report) ??
    firstOf(report.claims, (claim, i) => claimContradiction(report, claim, `/claims/${i}`)) ??
    summaryContradiction(report) ??
    firstOf(report.curves, (curve, i) =>
      curve.mean.length === curve.p10.length && curve.mean.length === curve.p90.length
        ? null
        : { pointer: `/curves/${i}`, fact: "has mean, p10 and p90 of different lengths" },
    ) ??
    firstOf(report.distributions, (d, i) => {
      const pointer = `/distributions/${i}`;
      if (d.values.length !== d.counts.length)
        return { pointer, fact: `has ${d.values.length} values but ${d.counts.length} counts` };
      if (d.values.some((value, k) => k > 0 && value <= d.values[k - 1]!))
        return { pointer: `${pointer}/values`, fact: "is not strictly ascending" };
      const counted = d.counts.reduce((sum, count) => sum + count, d.never);
      return counted === d.n
        ? null
        : { pointer, fact: `counts ${counted} bases with never, but n is ${d.n}` };
    }) ??
    null
  );
}

function duplicateId(report: Report): Contradiction | null {
  const seen = new Set<string>();
  return firstOf(report.claims, ({ id }, i) => {
    if (seen.has(id))
      return { pointer: `/claims/${i}/id`, fact: `is "${id}", which another criterion has already` };
    seen.add(id);
    return null;
  });
}

function claimContradiction(report: Report, claim: ClaimEntry, pointer: string): Contradiction | null {
  const { above, within } = claim.threshold;
  if ((above === undefined) === (within === undefined))
    return { pointer: `${pointer}/threshold`, fact: "must have exactly one of above and within" };
  if (report.model.kind !== "gpt2-small" && claim.reproduction.status !== "not-run")
    return {
      pointer: `${pointer}/reproduction/status`,
      fact: `is "${claim.reproduction.status}", but this run was not on GPT-2 small`,
    };
  if (!isPaperHook(report.protocol.perturbAt) && claim.reproduction.status !== "not-run")
    return {
      pointer: `${pointer}/reproduction/status`,
      fact: `is "${claim.reproduction.status}", but this run perturbed ${report.protocol.perturbAt}, not ${PAPER.perturbAt}`,
    };
  return (
    outside(claim.statistic, `${pointer}/statistic`) ??
    outside(claim.control, `${pointer}/control`) ??
    (["supported", "contradicted"].includes(claim.verdict) && claim.statistic.interval === null
      ? { pointer: `${pointer}/verdict`, fact: `is "${claim.verdict}" without an interval` }
      : null)
  );
}

/** A reported value lies inside its reported interval. */
function outside(
  { value, interval }: { value: number | null; interval: [number, number] | null },
  pointer: string,
): Contradiction | null {
  if (interval === null) return null;
  if (value === null) return { pointer, fact: "has an interval but no value" };
  return interval[0] <= value && value <= interval[1]
    ? null
    : { pointer, fact: `has the value ${value} outside its interval ${interval[0]} .. ${interval[1]}` };
}

function summaryContradiction({ summary, claims }: Report): Contradiction | null {
  if (summary.criteria !== claims.length)
    return {
      pointer: "/summary/criteria",
      fact: `is ${summary.criteria}, but there are ${claims.length} claims`,
    };
  for (const verdict of new Set([...claims.map((c) => c.verdict), ...Object.keys(summary.byVerdict)])) {
    const found = claims.filter((claim) => claim.verdict === verdict).length;
    const said = summary.byVerdict[verdict] ?? 0;
    if (found !== said)
      return {
        pointer: `/summary/byVerdict/${verdict}`,
        fact: `is ${said}, but ${found} claims are ${verdict}`,
      };
  }
  const unexpected = claims
    .filter((c) => c.expected !== null && c.expected.verdict !== c.verdict)
    .map((c) => c.id);
  return [...unexpected].sort().join() === [...summary.unexpected].sort().join()
    ? null
    : {
        pointer: "/summary/unexpected",
        fact: `must name the unexpected criteria: ${unexpected.join(", ") || "none"}`,
      };
}

function firstOf<T>(
  items: readonly T[],
  test: (item: T, i: number) => Contradiction | null,
): Contradiction | null {
  for (const [i, item] of items.entries()) {
    const found = test(item, i);
    if (found !== null) return found;
  }
  return null;
}
