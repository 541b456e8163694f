import type { Report } from "../report.generated.ts";
import { countedIn, countsInWords } from "../words/hypothesis-words.ts";
import { criteriaOf, meaningText, outcomeText } from "../words/outcome-words.ts";
import { replicatesIn, unreplicatedText } from "../words/replicate-words.ts";
import { sketchText, sketchWords } from "../words/sketch-words.ts";
import { symbolMeaning } from "../words/symbol-words.ts";
import type { Figure, Section, Span } from "./section.ts";

/** What was done, what came out, what it means for the paper, and where to look first. */
export function openingSection(report: Report): Section {
  const contradicted = criteriaOf("contradicted", report);
  const undecided = criteriaOf("inconclusive", report);
  return {
    id: "opening",
    title: "In short",
    short: "In short",
    blocks: [
      sketchFigure(report),
      {
        kind: "paragraph",
        text: [{ strong: outcomeText(report) }, ` ${overText(report)}${meaningText(report)}`],
      },
      ...contradicted.map((criterion) => ({
        kind: "paragraph" as const,
        text: [
          { verdict: "contradicted" as const, word: "contradicted" },
          " ",
          { criterion },
          `: “${criterion.statement}” ${criterion.reason}`,
        ],
      })),
      ...(undecided.length === 0
        ? []
        : [{ kind: "note" as const, text: ["Not decided: ", ...separated(undecided), "."] }]),
    ],
  };
}

/** What several runs come to, hypothesis by hypothesis; "" where there is one. */
function overText(report: Report): string {
  const n = replicatesIn(report);
  if (n === 1) return "";
  const { of, entries } = countedIn(report);
  return `That is one run; over ${n} replicates its ${of} are${unreplicatedText(report)}: ${countsInWords(entries)}. `;
}

function sketchFigure(report: Report): Figure {
  const words = sketchWords(report);
  return {
    kind: "figure",
    drawn: { sketchOf: words },
    title: "The experiment",
    sub: null,
    note: symbolText(report),
    said: sketchText(words),
    series: [],
    table: {
      head: [{ label: "what is done" }],
      numeric: [],
      rows: [[sketchText(words)]],
    },
  };
}

/** "MSS: Max slope step, relative step. The step at ...": the first short word a reader meets. */
function symbolText({ metrics }: Report): string | null {
  const [first] = metrics;
  return first === undefined ? null : `${first.symbol}: ${symbolMeaning(first.symbol, { metrics })}`;
}

function separated(criteria: readonly Report["criteria"][number][]): readonly Span[] {
  return criteria.flatMap((criterion, i) => [...(i === 0 ? [] : ["; "]), { criterion }]);
}
