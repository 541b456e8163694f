import { cp, mkdtemp, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { UnwritableFolderError } from "../errors/index.ts";
import type { Report } from "../report/report.generated.ts";
import { writeReport } from "./report-files.ts";

/**
 * Puts a report that was written into `dir`, with its evidence, into another folder, as if it had been written there.
 *
 * Throws: as `writeReport`.
 */
export async function publishReport(
  { report, dir }: { readonly report: Report; readonly dir: string },
  folder: string,
): Promise<void> {
  await writeReport(folder, report);
  const target = join(folder, "evidence");
  try {
    const staging = await mkdtemp(join(folder, ".unfinished-"));
    try {
      await cp(join(dir, "evidence"), join(staging, "evidence"), { recursive: true });
      await rm(target, { recursive: true, force: true });
      await rename(join(staging, "evidence"), target);
    } finally {
      await rm(staging, { recursive: true, force: true });
    }
  } catch (cause) {
    throw new UnwritableFolderError({ folder: target, cause });
  }
}
