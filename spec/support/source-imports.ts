import { dirname, posix } from "node:path";
import ts from "typescript";
import { type SourceText, sourceTexts } from "./source-texts.ts";

/** One TypeScript file and what it imports, statically, dynamically or for types only. */
export interface SourceFile extends SourceText {
  /** Files of the checkout, as paths like `path`. */
  readonly files: readonly string[];
  /** Everything else: packages and node's own modules. */
  readonly packages: readonly string[];
}

/** Every TypeScript file below a folder of the checkout, with what it imports. */
export function sourceFiles(folder: string): SourceFile[] {
  return sourceTexts(folder).map(({ path, text }) => readSource(path, text));
}

/** A file from its text: the compiler's own scanner finds the imports, not a pattern. */
export function readSource(path: string, text: string): SourceFile {
  const { importedFiles } = ts.preProcessFile(text, true, true);
  const names = [...new Set(importedFiles.map(({ fileName }) => fileName))];
  const relative = names.filter((name) => name.startsWith("."));
  return {
    path,
    text,
    files: relative.map((name) => posix.join(dirname(path), name)),
    packages: names.filter((name) => !name.startsWith(".")),
  };
}

/** Every ring of files that import each other, by its members in order; each ring once. */
export function importCycles(files: readonly SourceFile[]): string[][] {
  const importsOf = new Map(files.map(({ path, files: imported }) => [path, imported]));
  const done = new Set<string>();
  const rings: string[][] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    const at = trail.indexOf(path);
    if (at >= 0) rings.push([...trail.slice(at)]);
    if (at >= 0 || done.has(path)) return;
    for (const next of importsOf.get(path) ?? []) visit(next, [...trail, path]);
    done.add(path);
  };
  for (const { path } of files) visit(path, []);
  return rings;
}
