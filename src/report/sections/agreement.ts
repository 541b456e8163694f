import type { Report } from "../report.generated.ts";
import { formatNumber, withUnit } from "../words/format.ts";
import { noAgreementText } from "../words/subject-words.ts";
import type { Block, Section } from "./section.ts";

/** The authors' magnitudes beside ours: a table on the paper's subject, a sentence elsewhere. */
export function agreementSection(report: Report): Section {
  return {
    id: "agreement",
    title: "Agreement with the authors’ magnitudes",
    short: "Agreement",
    blocks:
      report.agreement === null
        ? [{ kind: "paragraph", text: noAgreementText(report) }]
        : [agreementTable(report.agreement)],
  };
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
