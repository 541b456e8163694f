import { join } from "node:path";
import { MissingFileError } from "../../errors/index.ts";
import type { KeptBases } from "../../experiment/bases/kept-bases.ts";
import type { Beside, KeyedEvidence } from "../../report/beside.ts";
import type { Report } from "../../report/report.generated.ts";
import { BASES_FILE } from "../owned/report-listing.ts";
import { readJsonObject } from "../read-json.ts";
import { evidencePath } from "./evidence-files.ts";

/**
 * What a report folder holds beside its report: the evidence of every criterion, and the bases where there are any.
 *
 * Throws: MissingFileError where a criterion's evidence is not there; MalformedFileError for what is no JSON object.
 */
export async function readBeside({ criteria }: Report, folder: string): Promise<Beside> {
  const evidence = await Promise.all(
    criteria.map(({ key }) =>
      read<KeyedEvidence>(join(folder, evidencePath(key)), "the evidence of a criterion"),
    ),
  );
  const bases = await read<KeptBases>(join(folder, BASES_FILE), "the bases of a report").catch(
    (error: unknown) => {
      if (error instanceof MissingFileError) return null; // reports of before they were kept
      throw error;
    },
  );
  return { evidence, bases };
}

async function read<T>(file: string, what: string): Promise<T> {
  const value = await readJsonObject(
    file,
    what,
    "Hint: run the claims again; a report and its evidence are written together.",
  );
  return value as unknown as T;
}
