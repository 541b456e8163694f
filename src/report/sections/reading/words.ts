import type { CriterionEntry, Report } from "../../report.generated.ts";
import { qualifiersOf } from "../../words/qualifiers.ts";
import { sourceLink } from "../../words/repository-links.ts";
import { symbolMeaning } from "../../words/symbol-words.ts";
import type { Section, Term } from "../section.ts";

/** A word with what it means, where a report uses it. */
interface Word {
  readonly term: string;
  readonly said: string;
  readonly usedIn: (said: {
    readonly statistics: string;
    readonly criteria: readonly CriterionEntry[];
  }) => boolean;
}

const inStatistics =
  (form: RegExp): Word["usedIn"] =>
  ({ statistics }) =>
    form.test(statistics);
const asQualifier =
  (word: string): Word["usedIn"] =>
  ({ criteria }) =>
    criteria.some((criterion) => qualifiersOf(criterion).includes(word));

/** Words of statistics and of verdicts that every report may use. */
const WORDS: readonly Word[] = [
  {
    term: "KS(a, b)",
    said: "The largest gap between the distribution functions of two types: 0 where they are alike, 1 where they do not overlap. Two samples of one type differ by some hundredths.",
    usedIn: inStatistics(/\bKS\(/),
  },
  {
    term: "W1*(a, b)",
    said: "How far the values of one type have to be moved, on average, to be those of another (Wasserstein-1), less what two samples of one type would need. Below 0 is 0 and noise.",
    usedIn: inStatistics(/\bW1\*\(/),
  },
  {
    term: "sd(a)",
    said: "Standard deviation of the values of a type over bases.",
    usedIn: inStatistics(/\bsd\b/),
  },
  {
    term: "type@norm, type@distance, type#2",
    said: "A type brought to the norm of a real activation, or to the distance of one from the base; another draw of the same type.",
    usedIn: inStatistics(/[a-z]@(norm|distance)\b|[a-z]#\d/),
  },
  {
    term: "censored",
    said: "More than a tenth of a judged type lies where its path ends, so that the event may come later.",
    usedIn: asQualifier("censored"),
  },
  {
    term: "confounded",
    said: "The types lie at unlike distances, and steps that are shares of the way are then unlike lengths.",
    usedIn: asQualifier("confounded"),
  },
];

/**
 * What the short words of tables and cards mean, before the first of them. A symbol of several metrics is told once; one
 * that no statistic has stands in tables under its full title.
 */
export function wordsSection({ metrics, perturbations, criteria, provenance }: Report): Section {
  const statistics = criteria
    .flatMap(({ statistic, beside }) => [statistic.name, ...beside.map(({ name }) => name)])
    .join("; ");
  const symbols = [...new Set(metrics.map(({ symbol }) => symbol))].filter(
    (symbol, i) => i === 0 || statistics.includes(`${symbol}(`) || statistics.includes(`, ${symbol}`),
  );
  const terms: Term[] = [
    ...perturbations.map(({ short, title, axis }) => ({
      term: short,
      said: `${title}. Along its axis: ${axis}.`,
    })),
    ...symbols.map((symbol) => ({ term: symbol, said: symbolMeaning(symbol, { metrics }) })),
    ...WORDS.filter(({ usedIn }) => usedIn({ statistics, criteria })).map(({ term, said }) => ({
      term,
      said,
    })),
  ];
  return {
    id: "words",
    title: "Short words",
    short: "Short words",
    blocks: [
      { kind: "terms", of: "words", terms },
      {
        kind: "note",
        text: [
          "Every other word of this report stands in ",
          { href: sourceLink(provenance, "GLOSSARY.md"), word: "GLOSSARY.md" },
          " of the project; what a verdict and a control mean, in ",
          { to: "verdicts", word: "How to read a verdict" },
          ".",
        ],
      },
    ],
  };
}
