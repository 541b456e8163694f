import { join } from "node:path";
import { checkReportFolder } from "../../files/report-files.ts";
import { checkFolderIsWritable } from "../../files/writable-folder.ts";
import { checkPartMayBeWritten, partFileName } from "../../store/part-file.ts";
import { claimFiles } from "../claim-files.ts";
import { folderOf, papersOfRun } from "../papers-of-run.ts";
import type { RunOptions } from "../run-options.ts";

/**
 * Makes sure, before anything is measured, that what a run writes can be written and replaces nothing but what an earlier
 * run wrote. `root` is the checkout.
 *
 * Throws: UnwritableFolderError; AlreadyExistsError naming a file that is in the way; MalformedFileError for a report that
 * does not say any more which files are its own.
 */
export async function checkOutFolder(root: string, run: RunOptions): Promise<void> {
  await checkFolderIsWritable(run.out);
  for (const { id, subject } of papersOfRun(run)) {
    const folder = folderOf(run, id);
    if (run.shard) {
      await checkPartMayBeWritten(join(folder, partFileName(run.shard)));
      continue;
    }
    const claims = claimFiles(root, run)
      .map(claimOf)
      .filter((claim) => claim.startsWith(`${id}/`));
    await checkReportFolder(folder, { subject: subject.key, claims });
  }
}

/** "paper/file" of "spec/claims/paper/file.spec.ts". */
function claimOf(file: string): string {
  return file
    .split("/")
    .slice(-2)
    .join("/")
    .replace(/\.spec\.ts$/, "");
}
