import type { CriterionEntry, Report } from "../report.generated.ts";
import { controlWords } from "../words/control-words.ts";
import {
  controlShort,
  criterionName,
  intervalText,
  shortName,
  statisticName,
  thresholdText,
  valueText,
} from "../words/criterion-words.ts";
import { capital, count, formatNumber } from "../words/format.ts";
import { overText } from "../words/replicate-words.ts";
import { isUnexpected } from "../words/verdict-words.ts";
import { criterionCard } from "./criterion-card.ts";
import type { Block, CriterionCard, CriterionRow, Section, Term } from "./section.ts";

/** Every criterion in a row. */
export function criteriaSection({ criteria }: Report): Section {
  return {
    id: "criteria",
    title: "Every criterion at a glance",
    short: "At a glance",
    blocks: [{ kind: "criteria", rows: criteria.map(criterionRow) }],
  };
}

/** Every criterion in full; what would stand on each of the cards stands before them, once. */
export function cardsSection({ criteria, paper }: Report): Section {
  const cards = criteria.map((criterion) => criterionCard(criterion, paper));
  const shared = sharedFacts(cards);
  const isOwn = (fact: Term) => !shared.some((one) => isSame(one, fact));
  const own = (card: CriterionCard) => ({
    ...card,
    facts: card.facts.filter(isOwn),
    more: card.more.filter(isOwn),
  });
  return {
    id: "cards",
    title: "Criteria, one by one",
    short: "Criteria",
    blocks: [
      ...(shared.length === 0
        ? []
        : [
            { kind: "note" as const, text: "The same for every criterion:" },
            { kind: "terms" as const, of: "verdicts" as const, terms: shared },
          ]),
      ...foldedByFamily(cards.map(own)),
    ],
  };
}

/** Cards of what no sentence of the abstract says are folded, where there are primary ones and they are as expected. */
function foldedByFamily(cards: readonly CriterionCard[]): readonly Block[] {
  const isFolded = ({ criterion: { family, verdict }, unexpected }: CriterionCard) =>
    family !== undefined && family !== "primary" && unexpected === null && verdict !== "error";
  if (!cards.some(({ criterion }) => criterion.family === "primary")) return [{ kind: "cards", cards }];
  return [
    { kind: "cards", cards: cards.filter((card) => !isFolded(card)) },
    ...(["secondary", "exploratory"] as const).flatMap((family): readonly Block[] => {
      const of = cards.filter((card) => isFolded(card) && card.criterion.family === family);
      const label = `${capital(count(of.length, `${family} criterion`, `${family} criteria`))}, in full`;
      return of.length === 0 ? [] : [{ kind: "fold", label, blocks: [{ kind: "cards", cards: of }] }];
    }),
  ];
}

/** What all of several cards say in the same words. */
function sharedFacts([first, ...others]: readonly CriterionCard[]): readonly Term[] {
  if (first === undefined || others.length === 0) return [];
  const all = ({ facts, more }: CriterionCard) => [...facts, ...more];
  return all(first).filter((fact) => others.every((card) => all(card).some((one) => isSame(one, fact))));
}

function isSame(a: Term, b: Term): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
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
    controlled: controlWords(criterion.control, criterion.verdict),
    control: controlShort(criterion),
    over: overText(criterion),
  };
}
