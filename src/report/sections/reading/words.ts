import type { Report } from "../report.generated.ts";
import type { Section, Term } from "./section.ts";

/** Words of statistics, by how their names begin. */
const OF_STATISTICS: readonly { readonly of: RegExp; readonly term: string; readonly said: string }[] = [
  {
    of: /\bKS\(/,
    term: "KS(a, b)",
    said: "The largest gap between the distribution functions of two types: 0 where they are alike, 1 where they do not overlap. Two samples of one type differ by some hundredths.",
  },
  {
    of: /\bW1\*\(/,
    term: "W1*(a, b)",
    said: "How far the values of one type have to be moved, on average, to be those of another (Wasserstein-1), less what two samples of one type would need. Below 0 is 0 and noise.",
  },
  {
    of: /\bsd\(/,
    term: "sd(a)",
    said: "Standard deviation of the values of a type over bases.",
  },
];

/** What the short words of tables mean; a symbol of several metrics is told once. */
export function wordsSection({ metrics, criteria }: Report): Section {
  const names = [
    ...criteria.flatMap(({ statistic, beside }) => [statistic.name, ...beside.map(({ name }) => name)]),
  ];
  const symbols = [...new Set(metrics.map(({ symbol }) => symbol))];
  const terms: Term[] = [
    ...symbols.map((symbol) => {
      const { title, meaning } = metrics.find((one) => one.symbol === symbol)!;
      return { term: symbol, said: `${title}. ${meaning}` };
    }),
    ...OF_STATISTICS.filter(({ of }) => names.some((name) => of.test(name))).map(({ term, said }) => ({
      term,
      said,
    })),
  ];
  return {
    id: "words",
    title: "Short words",
    short: "Short words",
    blocks: [{ kind: "terms", of: "verdicts", terms }],
  };
}
