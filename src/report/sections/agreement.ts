import type { Report } from "../report.generated.ts";
import { formatNumber, withUnit } from "../words/format.ts";
import type { Block, Section } from "./section.ts";

/** The authors' magnitudes beside ours; none but on the paper's subject, and where the authors printed any. */
export function agreementSections({ agreement }: Report): readonly Section[] {
  if (agreement === null) return [];
  const section: Section = {
    id: "agreement",
    title: "Agreement with the authors’ magnitudes",
    short: "Agreement",
    blocks: [agreementTable(agreement)],
  };
  return [section];
}

function agreementTable(rows: NonNullable<Report["agreement"]>): Block {
  const number = (value: number | null, unit: string) => withUnit(formatNumber(value, 4), unit);
  return {
    kind: "table",
    id: "agreement-table",
    title: "The authors’ magnitudes and ours",
    note: "Separate from the verdicts, and never changing one.",
    table: {
      head: ["quantity", "authors", "ours", "rule", "agrees", "source"].map((label) => ({ label })),
      numeric: [1, 2],
      rows: rows.map(({ quantity, unit, authors, ours, rule, agrees, source }) => [
        quantity,
        number(authors, unit),
        number(ours, unit),
        rule,
        agrees === null ? "not measured" : agrees ? "yes" : "no",
        source,
      ]),
    },
  };
}
