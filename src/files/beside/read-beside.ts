import { join } from "node:path";
import { MissingFileError } from "../../errors/index.ts";
import type { KeptBases } from "../../experiment/bases/kept-bases.ts";
import type { Beside, KeyedEvidence } from "../../report/beside.ts";
import type { Report } from "../../report/report.generated.ts";
import { BASES_FILE } from "../owned/report-listing.ts";
import { readJsonObject } from "../read-json.ts";
import { evidencePath } from "./evidence-files.ts";

/**
 * What a folder holds of all this beside a report: evidence that is not there is left out.
 *
 * Throws: MalformedFileError for what is no JSON object.
 */
export async function readWhatIsBeside({ criteria }: Report, folder: string): Promise<Beside> {
  const evidence = await Promise.all(criteria.map(({ key }) => orNull(readEvidence(key, folder))));
  return { evidence: evidence.filter((one) => one !== null), bases: await readBases(folder) };
}

/**
 * What a report folder holds beside its report: the evidence of every criterion, and the bases where there are any.
 *
 * Throws: MissingFileError where a criterion's evidence is not there; MalformedFileError for what is no JSON object.
 */
export async function readBeside({ criteria }: Report, folder: string): Promise<Beside> {
  const evidence = await Promise.all(criteria.map(({ key }) => readEvidence(key, folder)));
  return { evidence, bases: await readBases(folder) };
}

function readEvidence(key: string, folder: string): Promise<KeyedEvidence> {
  return read<KeyedEvidence>(join(folder, evidencePath(key)), "the evidence of a criterion");
}

/** null in a folder of before they were kept. */
function readBases(folder: string): Promise<KeptBases | null> {
  return orNull(read<KeptBases>(join(folder, BASES_FILE), "the bases of a report"));
}

async function orNull<T>(reading: Promise<T>): Promise<T | null> {
  return reading.catch((error: unknown) => {
    if (error instanceof MissingFileError) return null;
    throw error;
  });
}

async function read<T>(file: string, what: string): Promise<T> {
  const value = await readJsonObject(
    file,
    what,
    "Hint: run the claims again; a report and its evidence are written together.",
  );
  return value as unknown as T;
}
