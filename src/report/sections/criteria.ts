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
import { criterionCards } from "./criterion-card.ts";
import type { Block, CriterionCard, CriterionPart, CriterionRow, Section, Term } from "./section.ts";

/** Every criterion in a row. */
export function criteriaSection({ criteria }: Report): Section {
  return {
    id: "criteria",
    title: "Every criterion at a glance",
    short: "At a glance",
    blocks: [
      { kind: "criteria", rows: criteria.map(criterionRow) },
      {
        kind: "files",
        files: [
          { path: "data/criteria.csv", said: "This table, and what is drawn on every card, as numbers" },
        ],
      },
    ],
  };
}

/**
 * Every criterion in full, a card a question. What would stand on each of the cards stands before them, once, and what
 * would stand in each part of one card stands on it, once.
 */
export function cardsSection(report: Report): Section {
  const cards = criterionCards(report);
  const shared = sharedTerms(cards.flatMap(({ parts }) => parts).map(allOf));
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
      ...foldedByFamily(cards.map((card) => saidOnce(card, shared))),
    ],
  };
}

/** A card without what is said before it, and with what all of its parts say once. */
function saidOnce(card: CriterionCard, before: readonly Term[]): CriterionCard {
  const [first, ...others] = card.parts;
  const ofParts = others.length === 0 ? [] : sharedTerms(card.parts.map(allOf));
  const among = (terms: readonly Term[]) => (term: Term) => terms.some((one) => isSame(one, term));
  const own = (term: Term) => !among(before)(term) && !among(ofParts)(term);
  const part = (of: CriterionPart): CriterionPart => ({
    ...of,
    facts: of.facts.filter(own),
    more: of.more.filter(own),
  });
  const onCard = (terms: readonly Term[]) =>
    terms.filter(among(ofParts)).filter((term) => !among(before)(term));
  return {
    ...card,
    parts: [part(first), ...others.map(part)],
    facts: [...onCard(first.facts), ...card.facts],
    more: [...card.more, ...onCard(first.more)],
  };
}

/** Cards of what no sentence of the abstract says are folded, where there are primary ones and they are as expected. */
function foldedByFamily(cards: readonly CriterionCard[]): readonly Block[] {
  const isFolded = ({ criterion: { family, verdict }, unexpected }: CriterionPart) =>
    family !== undefined && family !== "primary" && unexpected === null && verdict !== "error";
  const familyOf = ({ parts: [{ criterion }] }: CriterionCard) => criterion.family;
  if (!cards.some((card) => familyOf(card) === "primary")) return [{ kind: "cards", cards }];
  const folded = cards.filter(({ parts }) => parts.every(isFolded));
  return [
    { kind: "cards", cards: cards.filter((card) => !folded.includes(card)) },
    ...(["secondary", "exploratory"] as const).flatMap((family): readonly Block[] => {
      const of = folded.filter((card) => familyOf(card) === family);
      const criteria = of.reduce((sum, { parts }) => sum + parts.length, 0);
      const label = `${capital(count(criteria, `${family} criterion`, `${family} criteria`))}, in full`;
      return of.length === 0 ? [] : [{ kind: "fold", label, blocks: [{ kind: "cards", cards: of }] }];
    }),
  ];
}

function allOf({ facts, more }: CriterionPart): readonly Term[] {
  return [...facts, ...more];
}

/** What all of several say in the same words; nothing where there is one alone. */
function sharedTerms([first, ...others]: readonly (readonly Term[])[]): readonly Term[] {
  if (first === undefined || others.length === 0) return [];
  return first.filter((term) => others.every((all) => all.some((one) => isSame(one, term))));
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
