import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Standing, type StandingEntry, standingOf } from "../claim/standing.ts";
import { MalformedFileError, StandingDigestError } from "../errors.ts";

/**
 * The verdicts expected of a model: `standing.json` in its directory, `{ "<weights digest>": { "<claim id>": entry } }`.
 *
 * null when there is no such file: then nothing is expected.
 * Throws: MalformedFileError; StandingDigestError when the file is about other weights.
 */
export async function readStanding(modelDir: string, weightsDigest: string): Promise<Standing | null> {
  const file = join(modelDir, "standing.json");
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
  const byDigest = parse(file, text);
  const entries = byDigest[weightsDigest];
  if (!entries) throw new StandingDigestError({ file, weightsDigest, known: Object.keys(byDigest) });
  for (const [id, entry] of Object.entries(entries)) checkEntry(file, id, entry);
  return standingOf(entries);
}

function parse(file: string, text: string): Record<string, Record<string, StandingEntry>> {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new MalformedFileError({ file, fact: `is not JSON (${(cause as Error).message})` });
  }
}

const VERDICTS: readonly string[] = ["supported", "contradicted", "inconclusive", "not-run", "error"];

function checkEntry(file: string, id: string, entry: Partial<StandingEntry>): void {
  if (!VERDICTS.includes(entry.verdict ?? ""))
    throw new MalformedFileError({
      file,
      fact: `gives "${id}" the verdict ${JSON.stringify(entry.verdict)}`,
    });
  if (!/^\d{4}-\d\d-\d\d$/.test(entry.date ?? "") || !entry.reason)
    throw new MalformedFileError({ file, fact: `has no date (YYYY-MM-DD) or no reason for "${id}"` });
}
