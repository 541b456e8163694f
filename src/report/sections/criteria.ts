import type { CriterionEntry, Report } from "../report.generated.ts";
import {
  controlShort,
  criterionName,
  intervalText,
  shortName,
  statisticName,
  thresholdText,
  valueText,
} from "../words/criterion-words.ts";
import { formatNumber } from "../words/format.ts";
import { isUnexpected } from "../words/verdict-words.ts";
import { criterionCard } from "./criterion-card.ts";
import type { CriterionRow, Section } from "./section.ts";

/** Every criterion in a row. */
export function criteriaSection({ criteria }: Report): Section {
  return {
    id: "criteria",
    title: "Every criterion at a glance",
    short: "At a glance",
    blocks: [{ kind: "criteria", rows: criteria.map(criterionRow) }],
  };
}

/** Every criterion in full. */
export function cardsSection({ criteria, paper }: Report): Section {
  return {
    id: "cards",
    title: "Criteria, one by one",
    short: "Criteria",
    blocks: [{ kind: "cards", cards: criteria.map((criterion) => criterionCard(criterion, paper)) }],
  };
}

/** A criterion as a table shows it, with the name of its statistic. */
export function criterionRow(criterion: CriterionEntry): CriterionRow {
  return {
    criterion,
    name: criterionName(criterion),
    shortName: shortName(criterion),
    unexpected: isUnexpected(criterion),
    statistic: statisticName(criterion),
    value: valueText(criterion),
    interval: intervalText(criterion),
    n: formatNumber(criterion.n),
    threshold: thresholdText(criterion),
    control: controlShort(criterion),
  };
}
