import { responseFigure } from "../../report/plots/response-figure.ts";
import type { Report } from "../../report/report.generated.ts";
import { modelWords } from "../../report/words/subject-words.ts";

/** Where README's picture lies: beside the report that it is drawn from. */
export const README_FIGURE = "reports/organism/figures/response.svg";

/** README's picture of a report of the project's own paper: E2, drawn. Null where the report has no such curves. */
export function readmeFigure(report: Report): string | null {
  const n = report.protocol.bases;
  return responseFigure(report, {
    metric: "maxSlopeStep.absolute",
    types: ["real", "random"],
    title: `Mean response over ${n} prompts on ${modelWords(report).long}`,
  });
}
