import type { Section, Text } from "../sections/section.ts";
import { count, formatNumber } from "../words/format.ts";
import type { Compared } from "./compared.ts";

/** The verdict of every hypothesis in both; nothing where no report has any. */
export function hypothesesSections(compared: Compared): readonly Section[] {
  const { hypotheses } = compared;
  if (hypotheses.length === 0) return [];
  const moved = hypotheses.filter(({ a, b }) => a !== b).length;
  const section: Section = {
    id: "hypotheses",
    title: "Every hypothesis",
    short: "Hypotheses",
    blocks: [
      {
        kind: "table",
        id: "hypotheses-table",
        title: "Verdicts",
        note: `${moved === 0 ? "None" : formatNumber(moved)} of ${count(hypotheses.length, "hypothesis", "hypotheses")} ${moved === 1 ? "has another verdict" : "have another verdict"} in b than in a.${ofOneRun(compared)}`,
        table: {
          head: ["hypothesis", "a", "b", "what it says"].map((label) => ({ label })),
          numeric: [],
          rows: hypotheses.map(({ id, says, a, b }): Text[] => [
            id,
            [{ verdict: a, word: a }],
            [{ verdict: b, word: b }],
            says ?? "",
          ]),
        },
      },
    ],
  };
  return [section];
}

/** Where a report judges over several runs: its verdicts there may be others. */
function ofOneRun({ criteria }: Compared): string {
  const isOverSeveral = criteria.some(({ a, b }) => a.replicates ?? b.replicates);
  return isOverSeveral
    ? " Verdicts are of these two runs alone, not over the replicates that a report tells of."
    : "";
}
