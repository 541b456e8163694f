/** Two runs side by side as sections, which every medium dresses in its own way. */
import type { Block, Section, Text } from "../sections/section.ts";
import { thresholdText, valueText, withMinus } from "../words/criterion-words.ts";
import { count, formatNumber, list } from "../words/format.ts";
import { verdictText } from "../words/verdict-text.ts";
import type { Compared, ComparedCriterion } from "./compared.ts";
import type { ComparedGroup } from "./compared-groups.ts";
import { hypothesesSections } from "./compared-hypotheses.ts";
import { type Difference, differenceText, largerIn, pairingText } from "./difference.ts";
import type { DifferingFact } from "./run-facts.ts";

/** Everything that is told of the two runs, in order. */
export function comparedSections(compared: Compared): readonly Section[] {
  return [
    runsSection(compared),
    ...hypothesesSections(compared),
    criteriaSection(compared),
    ...groupsSections(compared),
    ...provenanceSections(compared),
  ];
}

/** "Two runs compared, by SAE and seed". */
export function comparedTitle({ differ }: Compared): string {
  return `Two runs compared${differ.length === 0 ? "" : `, by ${list(differ)}`}`;
}

/** What the page is about, in a sentence. */
export function comparedLead({ paper, runs: [a, b], differ }: Compared): string {
  const claims = `The claims of ${paper.title} (arXiv ${paper.arxiv})`;
  return differ.length === 0
    ? `${claims} in two runs, a and b, that differ in nothing that decides their numbers.`
    : `${claims} in two runs. a: ${a}. b: ${b}.`;
}

/** Which bases are shared, and what that makes of differences. */
export function sharingText({ sharing: { bases, of } }: Compared): string {
  const unknown = of.flatMap((n, i) => (n === null ? ["ab"[i]!] : []));
  const independent = "Differences are those of independent runs.";
  if (unknown.length > 0)
    return `Beside ${list(unknown)} no prompts are kept, so that nothing shows which bases the runs share. ${independent}`;
  if (bases.length < 2) return `The runs have no base prompts in common. ${independent}`;
  const all = of.every((n) => n === bases.length);
  const share = all
    ? `Both runs have the same ${count(bases.length, "base prompt")}`
    : `${count(bases.length, "base prompt")} of a’s ${formatNumber(of[0]!)} and b’s ${formatNumber(of[1]!)} are the same`;
  const others = all
    ? ""
    : " The columns a and b are of all bases of their run, so b − a need not be b less a.";
  return `${share}: what is “shared” is compared base by base, so that what the bases do alike in both does not blur it.${others}`;
}

function runsSection(compared: Compared): Section {
  const { facts } = compared;
  const nothing: Block = { kind: "paragraph", text: "Nothing that decides the numbers." };
  return {
    id: "runs",
    title: "What differs between the runs",
    short: "The runs",
    blocks: [
      { kind: "note", text: sharingText(compared) },
      facts.set.length === 0 ? nothing : factsTable("run-facts", "What was run, and on what", facts.set),
    ],
  };
}

function provenanceSections({ facts: { provenance } }: Compared): readonly Section[] {
  if (provenance.length === 0) return [];
  const section: Section = {
    id: "provenance",
    title: "Provenance that differs",
    short: "Provenance",
    blocks: [factsTable("provenance-facts", "When, where and from what", provenance)],
  };
  return [section];
}

function factsTable(id: string, title: string, facts: readonly DifferingFact[]): Block {
  return {
    kind: "table",
    id,
    title,
    note: "",
    table: {
      head: ["", "a", "b"].map((label) => ({ label })),
      numeric: [],
      rows: facts.map(({ fact, a, b }): Text[] => [fact, a ?? "not told", b ?? "not told"]),
    },
  };
}

/** What a column says. */
const LARGER = "Larger: the run whose value is larger, where the interval of the difference leaves out 0.";

const HEAD = ["a", "b", "b − a (95 %)", "larger", "bases"] as const;
/** Columns of numbers among these, from 1: a name stands before them. */
const NUMERIC = [1, 2, 3];

function criteriaSection({ criteria, onlyIn }: Compared): Section {
  const asides = asidesOf(criteria);
  const only = onlyIn.flatMap((names, i) =>
    names.length === 0 ? [] : [`Only in ${"ab"[i]}: ${list(names)}.`],
  );
  return {
    id: "criteria",
    title: "Every criterion",
    short: "Criteria",
    blocks: [
      {
        kind: "table",
        id: "criteria-table",
        title: "Values and verdicts",
        note: [LARGER, byChance(criteria.filter(({ difference }) => difference !== null).length)]
          .filter(Boolean)
          .join(" "),
        table: {
          head: ["criterion", ...HEAD, "verdict in a", "verdict in b"].map((label) => ({ label })),
          numeric: NUMERIC,
          rows: criteria.map(criterionCells),
        },
      },
      {
        kind: "table",
        id: "statistics-table",
        title: "What the values are",
        note: "",
        table: {
          head: ["criterion", "value", "threshold"].map((label) => ({ label })),
          numeric: [],
          rows: criteria.map(({ name, a, b }): Text[] => [
            name,
            withMinus(a.statistic.name),
            thresholds(a, b),
          ]),
        },
      },
      ...[...only, ...asides].map((text): Block => ({ kind: "note", text })),
    ],
  };
}

/** Each reason once, with the criteria it is of. */
function asidesOf(criteria: readonly ComparedCriterion[]): readonly string[] {
  const namesOf = new Map<string, string[]>();
  for (const { name, because } of criteria)
    if (because !== null) namesOf.set(because, [...(namesOf.get(because) ?? []), name]);
  return [...namesOf].map(([because, names]) => `${names.join("; ")}: ${because}.`);
}

function criterionCells({ name, a, b, difference }: ComparedCriterion): Text[] {
  return [
    name,
    valueText(a),
    valueText(b),
    ...differenceCells(difference, a.statistic.unit),
    [{ verdict: a.verdict, word: verdictText(a) }],
    [{ verdict: b.verdict, word: verdictText(b) }],
  ];
}

function thresholds(a: ComparedCriterion["a"], b: ComparedCriterion["b"]): string {
  const [inA, inB] = [thresholdText(a), thresholdText(b)];
  return inA === inB ? inA : `a: ${inA}; b: ${inB}`;
}

function differenceCells(difference: Difference | null, unit: string): Text[] {
  if (difference === null) return ["–", "", ""];
  return [differenceText(difference, unit), largerIn(difference) ?? "", pairingText(difference)];
}

/** Every metric by type. */
function groupsSections({ groups }: Compared): readonly Section[] {
  if (groups.length === 0) return [];
  const metrics = [...new Set(groups.map(({ metric }) => metric))];
  const section: Section = {
    id: "curves",
    title: "Every group of curves",
    short: "Curves",
    blocks: [
      {
        kind: "note",
        text: `Means over bases of what is measured of the curves, by activation type. Residual units, and steps of absolute length, are those of each run’s own stream. ${byChance(groups.length)}`.trim(),
      },
      ...metrics.map((metric) => groupTable(groups.filter((group) => group.metric === metric))),
    ],
  };
  return [section];
}

function groupTable(groups: readonly ComparedGroup[]): Block {
  const { metric, title, unit } = groups[0]!;
  return {
    kind: "table",
    id: `m-${metric.replaceAll(".", "-")}`,
    title,
    note: `In ${unit}.`,
    table: {
      head: ["type", ...HEAD].map((label) => ({ label })),
      numeric: NUMERIC,
      rows: groups.map(({ type, a, b, difference }): Text[] => [
        [{ type }],
        formatNumber(a, 4),
        formatNumber(b, 4),
        ...differenceCells(difference, ""),
      ]),
    },
  };
}

/** What a reader of many intervals must know. */
function byChance(n: number): string {
  return n < 20
    ? ""
    : `Of ${formatNumber(n)} intervals about ${formatNumber(Math.round(n / 20))} would leave out 0 by chance, were there no difference at all.`;
}
