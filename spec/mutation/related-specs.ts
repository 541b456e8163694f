import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { sharedSpecs } from "../../src/vitest/shared-specs.ts";
import { type SourceFile, sourceFiles } from "../support/source-imports.ts";

/** More spec files than these say little more of one file, and cost every mutant. */
const MOST_SPECS = 24;
/** Imports between a spec and what it is about. */
const FARTHEST = 4;

/**
 * What starts something, measures or compiles, or simulates for minutes where a source has changed, in the file itself or
 * in one of `spec/support` that it imports.
 */
const STARTS =
  /child_process|worker_threads|playwright|support\/(commands|child|browser)\b|src\/bench\/|decision-rules\/recorded|from "typescript"/;

/**
 * For a file of `src`, the spec files that reach it through imports, nearest first, and of those as near the ones named like it: those that start no processes, since
 * every mutant runs them anew.
 */
export function relatedSpecs(root: string): (file: string) => readonly string[] {
  const files: readonly SourceFile[] = [...sourceFiles("src"), ...sourceFiles("spec")];
  const importers = new Map<string, string[]>();
  for (const { path, files: imported } of files)
    for (const one of imported) importers.set(one, [...(importers.get(one) ?? []), path]);
  const importedBy = new Map(files.map(({ path, files: imported }) => [path, imported]));
  const starts = (path: string, seen = new Set<string>()): boolean => {
    if (seen.has(path) || !path.startsWith("spec/")) return false;
    seen.add(path);
    return (
      STARTS.test(readFileSync(join(root, path), "utf8")) ||
      (importedBy.get(path) ?? []).some((one) => starts(one, seen))
    );
  };
  const quick = new Set(sharedSpecs(root).filter((path) => !starts(path)));
  return (file) => {
    const found: string[] = [];
    const seen = new Set([file]);
    const stem = basename(file, ".ts");
    let ring = [file];
    for (let far = 0; far < FARTHEST && found.length < MOST_SPECS; far++) {
      ring = [...new Set(ring.flatMap((one) => importers.get(one) ?? []))]
        .filter((one) => !seen.has(one))
        .sort()
        .sort((a, b) => Number(b.includes(stem)) - Number(a.includes(stem)));
      for (const one of ring) seen.add(one);
      found.push(...ring.filter((one) => quick.has(one)));
    }
    return found.slice(0, MOST_SPECS);
  };
}
