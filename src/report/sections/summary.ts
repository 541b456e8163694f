import type { Report } from "../report.generated.ts";
import { count } from "../words/format.ts";
import { countedIn, countsOf } from "../words/hypothesis-words.ts";
import { registrationLines } from "../words/registration-words.ts";
import {
  differsText,
  otherSeedText,
  replicatesIn,
  replicatesText,
  unreplicatedText,
  unusedTexts,
} from "../words/replicate-words.ts";
import { aboutThisRun } from "../words/subject-words.ts";
import { countsText, expectationText, reproductionSummary } from "../words/summary-words.ts";
import { isUnexpected } from "../words/verdict-words.ts";
import type { Block, Section, Text } from "./section.ts";

/** Counts by verdict, what was registered, whether they were expected, and the status on the paper's subject. */
export function summarySection(report: Report): Section {
  const { summary, paper } = report;
  const { of, entries } = countedIn(report);
  const shown = countsOf(entries).filter(({ verdict }) => of === "hypotheses" || verdict !== "mixed");
  const counts: Block = { kind: "counts", of, counts: shown };
  const below: readonly Block[] =
    of === "criteria"
      ? []
      : [
          {
            kind: "note",
            text: `Counted are hypotheses${replicatesIn(report) === 1 ? "" : `, by what ${replicatesIn(report)} replicates come to${unreplicatedText(report)}`}. Of their criteria${replicatesIn(report) === 1 ? "" : " in this run"}: ${countsText(report) || "none"}.`,
          },
        ];
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
      ...below,
      ...registrationBlocks(report),
      summary.unexpected.length === 0
        ? { kind: "paragraph", text: expectationText(report) }
        : { kind: "alert", label: "Unexpected", text: unexpected(report) },
      ...(summary.complete ? [] : [incomplete]),
      ...replicatesBlocks(report),
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

/** What a run is one of, and which verdicts over all of them are others than its own. */
function replicatesBlocks(report: Report): readonly Block[] {
  const said = [replicatesText(report), ...unusedTexts(report), otherSeedText(report)].filter(Boolean);
  const differs = differsText(report);
  return [
    { kind: "paragraph", text: said.join(" ") },
    ...(differs === null ? [] : [{ kind: "paragraph" as const, text: differs }]),
  ];
}

/** In what the run deviates from what was registered, as an alert; a note where nothing was registered. */
function registrationBlocks(report: Report): readonly Block[] {
  return registrationLines(report).map(({ deviates, text }) =>
    deviates ? { kind: "alert", label: "Deviates from what was registered", text } : { kind: "note", text },
  );
}

/** "2 verdicts not as expected of this model: E5, relative step; E9." */
function unexpected({ criteria }: Report): Text {
  const off = criteria.filter(isUnexpected);
  const named = off.flatMap((criterion, i) => [...(i === 0 ? [] : ["; "]), { criterion }]);
  return [`${count(off.length, "verdict")} not as expected of this model: `, ...named, "."];
}
