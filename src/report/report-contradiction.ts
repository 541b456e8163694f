/** What a schema cannot say: a report must agree with itself. */
import type { Contradiction } from "./contradiction.ts";
import { hypothesisContradiction } from "./hypothesis-contradiction.ts";
import { replicatesContradiction } from "./replicates/replicates-contradiction.ts";
import type { CriterionEntry, Report } from "./report.generated.ts";
import { elsewhere } from "./words/subject-words.ts";
import { isUnexpected } from "./words/verdict-words.ts";

/** The first contradiction found in a report that fits the schema, or null. */
export function reportContradiction(report: Report): Contradiction | null {
  return (
    duplicateKey(report) ??
    subjectContradiction(report) ??
    firstOf(report.criteria, (criterion, i) => criterionContradiction(report, criterion, `/criteria/${i}`)) ??
    wordsMissing(report) ??
    summaryContradiction(report) ??
    replicatesContradiction(report) ??
    hypothesisContradiction(report) ??
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

function duplicateKey({ criteria }: Report): Contradiction | null {
  const seen = new Set<string>();
  return firstOf(criteria, ({ key }, i) => {
    if (seen.has(key))
      return { pointer: `/criteria/${i}/key`, fact: `is "${key}", which another criterion has already` };
    seen.add(key);
    return null;
  });
}

/** A run is the same as the paper's only on its model and at its hook. */
function subjectContradiction(report: Report): Contradiction | null {
  const { subject, model, paper, protocol } = report;
  const pointer = "/subject/same";
  if (subject.same !== (subject.differs.length === 0))
    return { pointer, fact: `is ${subject.same}, but ${subject.differs.length} differences are named` };
  if (!subject.same) return null;
  if (model.kind !== "subject")
    return { pointer, fact: `is true, but this run was not on ${paper.subject.name}` };
  return elsewhere(report) === ""
    ? null
    : { pointer, fact: `is true, but this run perturbed ${protocol.perturbAt}, not ${paper.subject.hook}` };
}

/** Every number has its words. */
function wordsMissing(report: Report): Contradiction | null {
  const lacks = (list: "metrics" | "perturbations", key: string) =>
    !report[list].some((words) => words.key === key);
  return (
    firstOf(Object.keys(report.measurements), (key) =>
      lacks("metrics", key) ? { pointer: `/measurements/${key}`, fact: "is a metric without words" } : null,
    ) ??
    firstOf(report.distributions, ({ metric }, i) =>
      lacks("metrics", metric)
        ? { pointer: `/distributions/${i}/metric`, fact: `is "${metric}", a metric without words` }
        : null,
    ) ??
    firstOf(report.curves, ({ perturbation }, i) =>
      lacks("perturbations", perturbation)
        ? { pointer: `/curves/${i}/perturbation`, fact: `is "${perturbation}", a perturbation without words` }
        : null,
    )
  );
}

function criterionContradiction(
  { subject }: Report,
  criterion: CriterionEntry,
  pointer: string,
): Contradiction | null {
  const { above, within } = criterion.threshold;
  if ((above === undefined) === (within === undefined))
    return { pointer: `${pointer}/threshold`, fact: "must have exactly one of above and within" };
  const { status } = criterion.reproduction;
  if (!subject.same && status !== "not-run")
    return {
      pointer: `${pointer}/reproduction/status`,
      fact: `is "${status}", but of this run ${subject.differs.join("; ")}`,
    };
  return (
    outside(criterion.statistic, `${pointer}/statistic`) ??
    outside(criterion.control, `${pointer}/control`) ??
    (criterion.planted ? outside(criterion.planted, `${pointer}/planted`) : null) ??
    (["supported", "contradicted"].includes(criterion.verdict) && criterion.statistic.interval === null
      ? { pointer: `${pointer}/verdict`, fact: `is "${criterion.verdict}" without an interval` }
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

function summaryContradiction({ summary, criteria }: Report): Contradiction | null {
  if (summary.criteria !== criteria.length)
    return {
      pointer: "/summary/criteria",
      fact: `is ${summary.criteria}, but there are ${criteria.length} are listed`,
    };
  for (const verdict of new Set([...criteria.map((c) => c.verdict), ...Object.keys(summary.byVerdict)])) {
    const found = criteria.filter((one) => one.verdict === verdict).length;
    const said = summary.byVerdict[verdict] ?? 0;
    if (found !== said)
      return {
        pointer: `/summary/byVerdict/${verdict}`,
        fact: `is ${said}, but ${found} criteria are ${verdict}`,
      };
  }
  const unexpected = criteria.filter(isUnexpected).map(({ key }) => key);
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
