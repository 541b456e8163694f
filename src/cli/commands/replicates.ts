import { join } from "node:path";
import { printable } from "../../errors/index.ts";
import { readReport } from "../../files/report-files.ts";
import { writeAtomically } from "../../files/write-atomically.ts";
import { across } from "../../report/across/across.ts";
import { acrossFigure } from "../../report/across/across-figure.ts";
import { REPLICATE_COLUMNS, type Replicates, replicateRows, replicatesOf } from "../../report/replicates.ts";
import { LEGEND, replicatesMarkdown, replicatesTitle } from "../../report/replicates-markdown.ts";
import type { Report } from "../../report/report.generated.ts";
import { textTable } from "../text-table.ts";

export interface ReplicatesOptions {
  readonly json?: boolean;
  /** Folder for `replicates.md`, `replicates.svg` and `replicates.json`; none: they are not written. */
  readonly out?: string;
}

/** The comparison of the reports in these folders, as text or JSON. Throws: as `readReport` and `replicatesOf`. */
export async function replicates(
  folders: readonly string[],
  { json = false, out }: ReplicatesOptions,
): Promise<string> {
  const reports = await Promise.all(folders.map((folder) => readReport(join(folder, "report.json"))));
  const found = replicatesOf(reports);
  if (out !== undefined) await writeReplicates(out, found, reports);
  return json ? `${JSON.stringify(found, null, 2)}\n` : inText(found, out);
}

function inText(found: Replicates, out: string | undefined): string {
  const table = textTable([REPLICATE_COLUMNS, ...replicateRows(found)]);
  const written =
    out === undefined
      ? []
      : ["", `Written: ${join(out, "replicates.md")} (also replicates.svg, replicates.json)`];
  return printable(
    [replicatesTitle(found), "", ...table, "", LEGEND, ...written, ""].join("\n"),
    Number.POSITIVE_INFINITY, // a row a criterion, however many there are
  );
}

async function writeReplicates(out: string, found: Replicates, reports: readonly Report[]): Promise<void> {
  const bySeed = found.seeds.map((seed) => reports.find(({ protocol }) => protocol.seed === seed)!);
  const texts = {
    "replicates.json": `${JSON.stringify(found, null, 2)}\n`,
    "replicates.svg": acrossFigure(across(bySeed, { ordered: false })),
    "replicates.md": replicatesMarkdown(found, "replicates.svg"),
  };
  for (const [name, text] of Object.entries(texts))
    await writeAtomically(join(out, name), (append) => append(Buffer.from(text)));
}
