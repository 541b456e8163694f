import type { Beside } from "../beside.ts";
import { seriesOf } from "../csv/series.ts";
import type { Report } from "../report.generated.ts";
import { criterionName } from "../words/criterion-words.ts";
import { formatNumber } from "../words/format.ts";
import type { Section } from "./section.ts";

/** The numbers behind drawings and verdicts as files, and how to judge again from what the page holds. */
export function dataSections(report: Report, beside: Beside): readonly Section[] {
  const { evidence, bases } = beside;
  const section: Section = {
    id: "data",
    title: "Data",
    short: "Data",
    blocks: [
      {
        kind: "note",
        text: "Every series that is drawn, as comma-separated values. They lie beside this page; where it holds its data, they can be taken from it, too.",
      },
      {
        kind: "files",
        files: seriesOf(report, beside).map(({ name, title }) => ({ path: `data/${name}`, said: title })),
      },
      ...(evidence.length === 0
        ? []
        : [
            {
              kind: "note" as const,
              text: `Evidence: the samples behind every verdict, ${formatNumber(evidence.length)} criteria. The page holds them, too, and is judged again from them alone by:`,
            },
            { kind: "paragraph" as const, text: [{ code: "npm run cli -- verify report.html" }] },
            {
              kind: "fold" as const,
              label: "The files of samples",
              blocks: [
                {
                  kind: "files" as const,
                  files: report.criteria.map((criterion) => ({
                    path: `evidence/${criterion.key}.json`,
                    said: criterionName(criterion),
                  })),
                },
              ],
            },
          ]),
      ...(bases === null
        ? []
        : [
            {
              kind: "files" as const,
              files: [{ path: "data/bases.json", said: "Every base: prompt, norms, latents, curves, steps" }],
            },
          ]),
    ],
  };
  return [section];
}
