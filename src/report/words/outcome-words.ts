/** What came out of a run and what that means for its paper, in sentences made from the report. */
import type { CriterionEntry, Report } from "../report.generated.ts";
import { count } from "./format.ts";
import { elsewhere, modelWords } from "./subject-words.ts";
import { countsText } from "./summary-words.ts";

/** "17 criteria on the organism X: 11 supported, 1 contradicted, 5 inconclusive." */
export function outcomeText(report: Report): string {
  const { criteria } = report;
  if (criteria.length === 0) return "No criterion was judged.";
  const { plain } = modelWords(report);
  const kinds = { subject: plain, organism: `the model organism “${plain}”`, other: `the model “${plain}”` };
  const about = `${kinds[report.model.kind]}${elsewhere(report)}`;
  const hypotheses = new Set(criteria.map(({ hypothesis }) => hypothesis)).size;
  return `On ${about}, ${count(criteria.length, "criterion", "criteria")} of ${count(hypotheses, "hypothesis", "hypotheses")} came out as: ${countsText(report)}.`;
}

/**
 * What the verdicts mean for the paper: on its own subject that they count as a reproduction, elsewhere what such a run
 * can show at all, which is that the tests find what they look for and can fail to.
 */
export function meaningText(report: Report): string {
  const { paper, subject, criteria, model } = report;
  const { name } = paper.subject;
  if (subject.same)
    return `This is the paper’s own model and protocol: what is supported here reproduces the paper, what is contradicted does not, and what is inconclusive was not decided.`;
  const neither = `For the paper’s statements about ${name}${elsewhere(report) === "" || model.kind !== "subject" ? "" : " as the paper ran it"} it is evidence neither for nor against.`;
  if (model.kind !== "organism") return `${neither} It shows how the same measurements come out here.`;
  const has = (verdict: CriterionEntry["verdict"]) =>
    criteria.some((criterion) => criterion.verdict === verdict);
  const shown =
    has("supported") && has("contradicted")
      ? "The tests can come out either way"
      : has("supported")
        ? "The tests can find what they look for"
        : has("contradicted")
          ? "The tests can refute"
          : null;
  return `${neither}${shown === null ? "" : ` ${shown} on a model small enough to run anywhere: that is what a model organism can show.`}`;
}

/** The criteria of one verdict, in the order of the page. */
export function criteriaOf(
  verdict: CriterionEntry["verdict"],
  { criteria }: Report,
): readonly CriterionEntry[] {
  return criteria.filter((criterion) => criterion.verdict === verdict);
}
