import { acrossFigure, type Drawn } from "../across/across-figure.ts";
import type { CriterionEntry } from "../report.generated.ts";
import type { Compared } from "./compared.ts";

/** The criteria that are measured and decided alike in both runs, each in a panel with a row a run; null where there are none. */
export function comparedFigure({ criteria }: Compared): string | null {
  const alike = criteria.filter(
    ({ a, b }) =>
      a.statistic.name === b.statistic.name && ruleOf(a) === ruleOf(b) && hasValue(a) && hasValue(b),
  );
  if (alike.length === 0) return null;
  const found: Drawn = {
    runs: ["a", "b"],
    criteria: alike.map(({ key, name, a, b }) => {
      const verdicts = [a.verdict, b.verdict];
      return {
        ...{ key, name, statistic: a.statistic.name, unit: a.statistic.unit, threshold: a.threshold },
        found: [a, b].map(({ statistic: { value, interval }, verdict }) => ({ value, interval, verdict })),
        supported: verdicts.filter((verdict) => verdict === "supported").length,
        judged: verdicts.filter((verdict) => verdict !== "not-run" && verdict !== "error").length,
        overall: null,
        trend: null,
      };
    }),
  };
  return acrossFigure(found);
}

/** What the drawing shows, for who does not see it. */
export const FIGURE_ALT = "Every criterion’s value in both runs, with its interval and threshold";

function hasValue({ statistic }: CriterionEntry): boolean {
  return statistic.value !== null;
}

function ruleOf({ threshold: { above, within } }: CriterionEntry): string {
  return `${above} ${within}`;
}
