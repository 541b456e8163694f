import type { Report } from "../report/report.generated.ts";
import { readBeside } from "./beside/read-beside.ts";
import { writeReport } from "./report-files.ts";

/**
 * Puts a report that was written into `dir`, with its evidence and its bases, into another folder, as if it had been
 * written there.
 *
 * Throws: as `readBeside` and `writeReport`.
 */
export async function publishReport(
  { report, dir }: { readonly report: Report; readonly dir: string },
  folder: string,
): Promise<void> {
  await writeReport(folder, report, await readBeside(report, dir));
}
