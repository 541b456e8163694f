import { join } from "node:path";
import { printable } from "../../errors/index.ts";
import { readReport } from "../../files/report-files.ts";
import { REPLICATE_COLUMNS, replicateRows, replicatesOf } from "../../report/replicates.ts";
import { textTable } from "../text-table.ts";

/** The comparison of the reports in these folders, as text or JSON. Throws: as `readReport` and `replicatesOf`. */
export async function replicates(folders: readonly string[], json: boolean): Promise<string> {
  const reports = await Promise.all(folders.map((folder) => readReport(join(folder, "report.json"))));
  const found = replicatesOf(reports);
  if (json) return `${JSON.stringify(found, null, 2)}\n`;
  const head = `${found.paper}, on ${found.model}, ${found.bases} bases, seeds ${found.seeds.join(", ")}`;
  const table = textTable([REPLICATE_COLUMNS, ...replicateRows(found)]);
  const legend = "By seed: s supported, c contradicted, i inconclusive, - not-run, e error.";
  return printable([head, "", ...table, "", legend, ""].join("\n"));
}
