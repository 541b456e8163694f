import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { AlreadyExistsError, MalformedFileError } from "../../errors/index.ts";
import { SERIES } from "../../report/csv/series-names.ts";
import { hypothesisBadgeNames } from "../../report/words/hypothesis-slug.ts";
import { evidencePath } from "../beside/evidence-files.ts";

/** What to do about a file that no report lists. */
export const IN_THE_WAY =
  "Hint: no report of this program lists it. Move it away, or write into another folder with --out DIR.";

/** How a `report.json` of this program begins, whatever became of the rest. */
const BEGINNING = /^\{\s*"schemaVersion": \d+,/;
const PAGES = ["report.json", "report.md", "report.html"] as const;
/** Every base of a run with its curves. */
export const BASES_FILE = "data/bases.json";

/** The files of a badge. */
export function badgePaths(name: string): readonly [svg: string, json: string] {
  return [`badges/${name}.svg`, `badges/${name}.json`];
}

/** The files that every report has; `subject`: what its paper is about, by key. */
export function commonPaths(subject: string): readonly string[] {
  return [
    ...PAGES,
    BASES_FILE,
    ...SERIES.map((name) => `data/${name}`),
    ...badgePaths("overall"),
    ...badgePaths(subject),
  ];
}

/** The files of one criterion. */
export function criterionPaths(key: string): readonly string[] {
  return [...badgePaths(key), evidencePath(key)];
}

/**
 * The files of the report in a folder, by what its `report.json` lists, of whatever schema; none where there is none.
 *
 * Throws: AlreadyExistsError for a `report.json` of another origin; MalformedFileError for one that is damaged: which
 * files beside it are its own is then not known.
 */
export async function listedByReport(folder: string): Promise<readonly string[]> {
  const file = join(folder, "report.json");
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  if (text === null) return [];
  const value = parsed(text);
  if (value === undefined && (BEGINNING.test(text) || text.trim() === ""))
    throw new MalformedFileError({
      file,
      fact: "is damaged, so that nothing says which files beside it are those of its report",
      hint: "Hint: move the folder away or delete it, or write into another one with --out DIR.",
    });
  const listed = filesOf(value);
  if (listed === null) throw new AlreadyExistsError({ file, hint: IN_THE_WAY });
  return listed;
}

/** null for what is no report. */
function filesOf(value: unknown): readonly string[] | null {
  if (typeof value !== "object" || value === null) return null;
  const { schemaVersion, provenance, paper, criteria, claims, hypotheses } = value as Readonly<
    Record<string, unknown>
  >;
  const entries = criteria ?? claims; // claims of schema 1
  if (typeof schemaVersion !== "number" || typeof provenance !== "object" || !Array.isArray(entries))
    return null;
  const keys = entries.flatMap((entry) => textOf(entry, "key") ?? textOf(entry, "id") ?? []);
  const subject =
    textOf((paper as { readonly subject?: unknown } | undefined)?.subject, "key") ?? "gpt2-small";
  const ids = (Array.isArray(hypotheses) ? hypotheses : []).flatMap((entry) => textOf(entry, "id") ?? []);
  const badges = hypothesisBadgeNames(
    textOf(paper, "id") ?? "",
    ids.map((id) => ({ id })),
  );
  return [...commonPaths(subject), ...badges.flatMap(badgePaths), ...keys.flatMap(criterionPaths)];
}

function textOf(value: unknown, field: string): string | null {
  if (typeof value !== "object" || value === null) return null;
  const text = (value as Readonly<Record<string, unknown>>)[field];
  return typeof text === "string" ? text : null;
}

/** undefined for what is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
