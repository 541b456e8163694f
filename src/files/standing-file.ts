import { join } from "node:path";
import { type Standing, type StandingEntry, standingOf } from "../claim/standing.ts";
import { MalformedFileError, StandingDigestError } from "../errors/index.ts";
import { readTextIfThere } from "./read-text.ts";

/**
 * The verdicts expected of a model: `standing.json` in its directory,
 * `{ "<weights digest>": { "<paper>": { "<file>[.<part>]": entry } } }`.
 *
 * null when there is no such file, or nothing about this paper in it: then nothing is expected.
 * Throws: MissingFileError for one that cannot be read; MalformedFileError; StandingDigestError when the file is about other weights.
 */
export async function readStanding(
  modelDir: string,
  weightsDigest: string,
  paper: string,
): Promise<Standing | null> {
  const file = join(modelDir, "standing.json");
  const text = await readTextIfThere(file, { what: "the file of expected verdicts", hint: HINT });
  if (text === null) return null;
  const byDigest = parse(file, text);
  const papers = Object.hasOwn(byDigest, weightsDigest) ? byDigest[weightsDigest] : undefined;
  if (papers === undefined)
    throw new StandingDigestError({ file, weightsDigest, known: Object.keys(byDigest) });
  if (!isRecord(papers))
    throw new MalformedFileError({ file, fact: "holds no object for these weights", hint: HINT });
  if (!Object.hasOwn(papers, paper)) return null;
  return standingOf(parseEntries(file, paper, papers[paper]));
}

function parse(file: string, text: string): Record<string, unknown> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    throw new MalformedFileError({ file, fact: `is not JSON (${(cause as Error).message})`, hint: HINT });
  }
  if (!isRecord(parsed)) throw new MalformedFileError({ file, fact: "is not an object", hint: HINT });
  return parsed;
}

function parseEntries(file: string, paper: string, entries: unknown): Record<string, StandingEntry> {
  if (!isRecord(entries))
    throw new MalformedFileError({ file, fact: `holds no object for "${paper}"`, hint: HINT });
  for (const [id, entry] of Object.entries(entries)) {
    const wrong = isRecord(entry) ? wrongFields(entry) : ["everything"];
    if (wrong.length > 0)
      throw new MalformedFileError({ file, fact: `"${id}" lacks a usable ${wrong.join(", ")}`, hint: HINT });
  }
  return entries as Record<string, StandingEntry>;
}

const HINT =
  'Hint: an entry is { "verdict", "date": "YYYY-MM-DD", "value", "interval": [low, high], "reason" }; value and interval may be null.';
const VERDICTS: readonly unknown[] = ["supported", "contradicted", "inconclusive", "not-run", "error"];

function wrongFields({ verdict, date, value, interval, reason }: Record<string, unknown>): string[] {
  const isInterval = Array.isArray(interval) && interval.length === 2 && interval.every(Number.isFinite);
  return [
    VERDICTS.includes(verdict) ? "" : "verdict",
    typeof date === "string" && /^\d{4}-\d\d-\d\d$/.test(date) ? "" : "date",
    value === null || Number.isFinite(value) ? "" : "value",
    interval === null || isInterval ? "" : "interval",
    typeof reason === "string" && reason.trim() !== "" ? "" : "reason",
  ].filter((field) => field !== "");
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
