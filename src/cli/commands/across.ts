import { join } from "node:path";
import { printable } from "../../errors/index.ts";
import { readReport } from "../../files/report-files.ts";
import { writeAtomically } from "../../files/write-atomically.ts";
import { type Across, across } from "../../report/across/across.ts";
import { acrossFigure } from "../../report/across/across-figure.ts";
import { acrossMarkdown } from "../../report/across/across-markdown.ts";
import { acrossRows, hypothesisRows, type TextRows } from "../../report/across/across-table.ts";
import { list } from "../../report/words/format.ts";
import { LETTERS } from "../../report/words/verdict-letters.ts";
import { textTable } from "../text-table.ts";

export interface AcrossOptions {
  /** Whether the order of the folders means something. */
  readonly ordered?: boolean;
  readonly json?: boolean;
  /** Folder for `across.md`, `across.svg` and `across.json`; none: they are not written. */
  readonly out?: string;
}

/** The comparison of the reports in these folders, as text or JSON. Throws: as `readReport` and `across`. */
export async function compareAcross(
  folders: readonly string[],
  { ordered = false, json = false, out }: AcrossOptions,
): Promise<string> {
  const reports = await Promise.all(folders.map((folder) => readReport(join(folder, "report.json"))));
  const found = across(reports, { ordered });
  const data = `${JSON.stringify(found, null, 2)}\n`;
  if (out !== undefined) {
    await write(join(out, "across.json"), data);
    await write(join(out, "across.svg"), acrossFigure(found));
    await write(join(out, "across.md"), acrossMarkdown(found, "across.svg"));
  }
  return json ? data : inText(found, out);
}

function inText(found: Across, out: string | undefined): string {
  const tableOf = ({ head, rows }: TextRows) => textTable([head, ...rows]);
  const first = `${found.paper.title}: ${found.runs.length} runs that differ in ${list(found.differ)}`;
  const written =
    out === undefined ? [] : ["", `Written: ${join(out, "across.md")} (also across.svg, across.json)`];
  return printable(
    [
      first,
      "",
      ...(found.hypotheses.length === 0 ? [] : [...tableOf(hypothesisRows(found)), ""]),
      ...tableOf(acrossRows(found)),
      "",
      `By run: ${LETTERS}.`,
      ...written,
      "",
    ].join("\n"),
    Number.POSITIVE_INFINITY, // a row a criterion, however many there are
  );
}

function write(file: string, contents: string): Promise<void> {
  return writeAtomically(file, (append) => append(Buffer.from(contents)));
}
