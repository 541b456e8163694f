import type { CriterionEntry, Report } from "../report.generated.ts";
import { thresholdText } from "../words/criterion-words.ts";
import { count, formatNumber, withUnit } from "../words/format.ts";
import { contradictedFrom, supportedFrom } from "../words/turning-words.ts";
import { flipShort, percentText, verdictText } from "../words/verdict-text.ts";
import type { Block, Section, Span, Text } from "./section.ts";

/** At which threshold every verdict would turn, and how likely another draw of the bases turns it; none in reports of before. */
export function sensitivitySections({ criteria }: Report): readonly Section[] {
  if (criteria.every(({ turningPoints }) => !turningPoints)) return [];
  return [
    {
      id: "sensitivity",
      title: "Sensitivity",
      short: "Sensitivity",
      blocks: [
        { kind: "paragraph", text: narrowOnes(criteria) },
        {
          kind: "fold",
          label: "Every criterion: thresholds, standard error, chance of another verdict",
          blocks: [table(criteria)],
        },
      ],
    },
  ];
}

/** Which verdicts one standard error would turn. */
function narrowOnes(criteria: readonly CriterionEntry[]): Text {
  const narrow = criteria.filter((criterion) => criterion.narrow === true);
  if (narrow.length === 0) return "No verdict would be turned by one standard error.";
  return [
    `One standard error would turn ${count(narrow.length, "verdict")}: `,
    ...narrow.flatMap((criterion, i): readonly Span[] => [
      ...(i === 0 ? [] : [i === narrow.length - 1 ? " and " : ", "]),
      { criterion },
      ` ${flipShort(criterion) ?? ""}`,
    ]),
    ".",
  ];
}

function table(criteria: readonly CriterionEntry[]): Block {
  return {
    kind: "table",
    id: "turning-points",
    title: "What would turn each verdict",
    note: "Another threshold, by the interval alone: supported on the easy side of the first number, contradicted beyond the second, inconclusive between. Another draw of the bases: the chance that an exact replicate of this run, with as many other bases, gives another verdict; a verdict that one standard error would turn is a narrow one. Neither changes a verdict.",
    table: {
      head: [
        { label: "criterion" },
        { label: "verdict" },
        { label: "threshold" },
        { label: "supported", title: "With which thresholds the interval would be supported" },
        { label: "contradicted", title: "With which thresholds it would be contradicted" },
        { label: "se", title: "Standard error: standard deviation over the bootstrap resamples" },
        { label: "flip", title: "Probability of another verdict in an exact replicate" },
      ],
      numeric: [3, 4, 5, 6],
      rows: criteria.map(row),
    },
  };
}

function row(criterion: CriterionEntry): readonly Text[] {
  const { verdict, statistic, standardError = null, flipProbability = null } = criterion;
  return [
    [{ criterion }],
    [{ verdict, word: verdictText(criterion) }],
    thresholdText(criterion),
    supportedFrom(criterion) ?? formatNumber(null),
    contradictedFrom(criterion) ?? formatNumber(null),
    withUnit(formatNumber(standardError, 2), statistic.unit),
    flipProbability === null ? formatNumber(null) : percentText(flipProbability),
  ];
}
