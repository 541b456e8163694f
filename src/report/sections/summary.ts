import type { Report } from "../report.generated.ts";
import { count } from "../words/format.ts";
import { oneReplicateText, otherSeedText } from "../words/replicate-words.ts";
import { aboutThisRun } from "../words/subject-words.ts";
import { expectationText, reproductionSummary } from "../words/summary-words.ts";
import { isUnexpected, VERDICTS } from "../words/verdict-words.ts";
import type { Block, Section, Text } from "./section.ts";

/** Counts by verdict, whether they were expected, and the status on the paper's subject. */
export function summarySection(report: Report): Section {
  const { summary, paper } = report;
  const counts: Block = {
    kind: "counts",
    counts: VERDICTS.map((verdict) => ({ verdict, n: summary.byVerdict[verdict] ?? 0 })),
  };
  const incomplete: Block = {
    kind: "alert",
    label: "Incomplete",
    text: "Not every criterion could be tried.",
  };
  return {
    id: "summary",
    title: "Summary",
    short: "Summary",
    blocks: [
      counts,
      summary.unexpected.length === 0
        ? { kind: "paragraph", text: expectationText(report) }
        : { kind: "alert", label: "Unexpected", text: unexpected(report) },
      ...(summary.complete ? [] : [incomplete]),
      {
        kind: "paragraph",
        text: [oneReplicateText(report), otherSeedText(report)].filter(Boolean).join(" "),
      },
      {
        kind: "paragraph",
        text: [
          { strong: `Reproduction on ${paper.subject.name}:` },
          ` ${reproductionSummary(report)}.${aboutThisRun(report)}`,
        ],
      },
    ],
  };
}

/** "2 verdicts not as expected of this model: E5, relative step; E9." */
function unexpected({ criteria }: Report): Text {
  const off = criteria.filter(isUnexpected);
  const named = off.flatMap((criterion, i) => [...(i === 0 ? [] : ["; "]), { criterion }]);
  return [`${count(off.length, "verdict")} not as expected of this model: `, ...named, "."];
}
