import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { MissingFileError } from "../errors/index.ts";
import type { Report } from "../report/report.generated.ts";
import { evidencePath } from "./evidence-files.ts";
import { writeReport } from "./report-files.ts";

/**
 * Puts a report that was written into `dir`, with its evidence, into another folder, as if it had been written there.
 *
 * Throws: MissingFileError where a criterion's evidence is not there; as `writeReport`.
 */
export async function publishReport(
  { report, dir }: { readonly report: Report; readonly dir: string },
  folder: string,
): Promise<void> {
  const evidenceFiles = await Promise.all(
    report.criteria.map(async ({ key }) => {
      const path = evidencePath(key);
      return { path, content: await read(join(dir, path)) };
    }),
  );
  await writeReport(folder, report, { evidenceFiles });
}

async function read(file: string): Promise<Uint8Array> {
  return readFile(file).catch((cause: unknown) => {
    throw new MissingFileError({
      file,
      what: "the evidence of a criterion",
      hint: "Hint: run the claims again; a report and its evidence are written together.",
      cause,
    });
  });
}
