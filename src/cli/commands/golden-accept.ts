import { GoldenRefusedError } from "../../errors/index.ts";
import { firstDifference } from "../../golden/golden-check.ts";
import {
  type GoldenFile,
  type GoldenStore,
  goldenFileName,
  parseGolden,
  readIfThere,
  recordChange,
  removeIfThere,
  writeWhole,
} from "../../golden/golden-store.ts";
import { type GoldenValue, mismatchesOf } from "../../golden/golden-values.ts";

/** Numbers shown before the rest is counted. */
const SHOWN = 40;

/**
 * Moves the candidate of a golden to its place and records why; gives what a person should read.
 *
 * Throws: GoldenRefusedError in CI, without a reason, and when no candidate waits; InvalidInputError for a bad name;
 * MalformedFileError for a damaged candidate or golden. Nothing has changed when it throws.
 */
export function acceptGolden(store: GoldenStore, name: string, because: string, now: Date): string {
  checkMayAccept(store, name, because);
  const found = [goldenFileName(name), `${name}.json`]
    .map((file) => ({ file, candidate: readIfThere(store.pendingDirectory, file) }))
    .find(({ candidate }) => candidate !== undefined);
  if (found?.candidate === undefined)
    throw new GoldenRefusedError({
      name,
      fact: "no candidate waits for it",
      hint: "Hint: run the spec that uses it first (npx vitest run spec/golden); a mismatch leaves a candidate.",
    });

  const { file, candidate } = found;
  const old = readIfThere(store.goldenDirectory, file);
  const { change, shown } = describeChange(file, old, candidate);
  // The reason first: a golden without one must not exist, a reason whose golden then failed to move is seen in git.
  recordChange(store, {
    date: now.toISOString().slice(0, 10),
    golden: file,
    because: because.trim(),
    change,
  });
  writeWhole(store.goldenDirectory, file, candidate);
  removeIfThere(store.pendingDirectory, file);
  return `golden/${file}: ${change}\n${shown}Accepted because: ${because.trim()}\n`;
}

/** Throws: GoldenRefusedError in CI and without a reason. `name`: what is to be accepted. */
export function checkMayAccept({ ci }: Pick<GoldenStore, "ci">, name: string, because: string): void {
  const refuse = (fact: string, hint: string) => new GoldenRefusedError({ name, fact, hint });
  if (ci)
    throw refuse("this is a CI run (CI is set)", "Hint: accept it on a machine where a person reads it.");
  if (because.trim() === "")
    throw refuse(
      "no reason was given",
      'Hint: add --because "why the value moved"; it is kept beside the golden.',
    );
}

/** One line for the history and a longer text for the person. */
function describeChange(file: string, old: string | undefined, candidate: string) {
  const then = old === undefined ? undefined : numericGolden(file, old);
  const next = then === undefined ? numericGolden(file, candidate) : parseGolden(file, candidate);
  if (next === undefined) {
    if (old === undefined)
      return { change: `first accepted, ${candidate.split("\n").length} lines`, shown: "" };
    const shown = firstDifference(candidate, old);
    return { change: `text changed, ${shown.split(";")[0]!}`, shown: `${shown}\n` };
  }
  if (then === undefined) {
    const rows = leaves(next.values);
    return {
      change: `first accepted, ${rows.length} values`,
      shown: table(rows.map(([path, value]) => `${path} = ${String(value)}`)),
    };
  }
  const rows = numericDifferences(then.values, next.values);
  const largest = rows.reduce((most, row) => Math.max(most, row.size), 0);
  const tolerance = `tolerance abs ${next.tolerance.abs}, rel ${next.tolerance.rel}`;
  const before = `abs ${then.tolerance.abs}, rel ${then.tolerance.rel}`;
  const moved = tolerance.endsWith(before) ? "" : `; ${tolerance} (was ${before})`;
  return {
    change: `${rows.length} of ${leaves(next.values).length} values differ, by at most ${Number(largest.toPrecision(4))}${moved}`,
    shown: table(rows.map((row) => row.text)),
  };
}

/** A file's text as a numeric golden, or undefined when it is a text golden. */
function numericGolden(file: string, text: string): GoldenFile | undefined {
  if (!file.endsWith(".json")) return undefined;
  try {
    return parseGolden(file, text);
  } catch {
    return undefined; // a text golden that happens to be JSON, such as a rendered report.json
  }
}

/** Every value that is not the same, however small the difference: "path: old -> new (difference)". */
function numericDifferences(old: GoldenValue, next: GoldenValue): { text: string; size: number }[] {
  const before = new Map(leaves(old));
  const after = new Map(leaves(next));
  return mismatchesOf(next, old, { abs: 0, rel: 0 }).map(({ path, fact }) => {
    const then = before.get(path);
    const now = after.get(path);
    if (typeof then !== "number" || typeof now !== "number") return { text: `${path} ${fact}`, size: 0 };
    const difference = now - then;
    const relative = then === 0 ? "" : `, ${((100 * difference) / Math.abs(then)).toPrecision(3)} %`;
    return {
      text: `${path}: ${then} -> ${now} (${difference > 0 ? "+" : ""}${Number(difference.toPrecision(4))}${relative})`,
      size: Math.abs(difference),
    };
  });
}

/** Every value that is not a list or an object, with its path. */
function leaves(value: GoldenValue, path = ""): [string, GoldenValue][] {
  if (Array.isArray(value)) return value.flatMap((entry: GoldenValue, i) => leaves(entry, `${path}[${i}]`));
  if (typeof value === "object" && value !== null)
    return Object.entries(value).flatMap(([key, entry]) =>
      leaves(entry as GoldenValue, path === "" ? key : `${path}.${key}`),
    );
  return [[path, value]];
}

function table(rows: readonly string[]): string {
  const rest = rows.length > SHOWN ? [`... and ${rows.length - SHOWN} more`] : [];
  return [...rows.slice(0, SHOWN), ...rest].map((row) => `  ${row}\n`).join("");
}
