import { dirname, join } from "node:path";
import ts from "typescript";
import { expect } from "vitest";
import { ROOT } from "./root.ts";

/**
 * Which of the lines the type checker refuses, counted from 0, when they stand below the head in a file of that folder.
 *
 * Throws: where the head itself is not right.
 */
export function linesWithErrors(folder: string, head: string, lines: readonly string[]): ReadonlySet<number> {
  const file = join(ROOT, folder, "virtual.ts");
  const text = `${head}${lines.join("\n")}`;
  const { config } = ts.readConfigFile(join(ROOT, "tsconfig.json"), ts.sys.readFile);
  const converted = ts.convertCompilerOptionsFromJson(config.compilerOptions, ROOT);
  const options: ts.CompilerOptions = { ...converted.options, types: [] };
  const host = ts.createCompilerHost(options);
  const { fileExists, getSourceFile } = host;
  // Packages are left out: what is tested is our own types, and theirs take seconds.
  host.resolveModuleNameLiterals = (names, from) =>
    names.map(({ text: name }) => ({
      resolvedModule: name.startsWith(".")
        ? { resolvedFileName: join(dirname(from), name), extension: extensionOf(name) }
        : undefined,
    }));
  host.fileExists = (name) => name === file || fileExists(name);
  host.getSourceFile = (name, ...rest) =>
    name === file ? ts.createSourceFile(name, text, ts.ScriptTarget.ES2023) : getSourceFile(name, ...rest);
  const program = ts.createProgram([file], options, host);
  const source = program.getSourceFile(file)!;
  const first = head.split("\n").length - 1;
  const errors = program.getSemanticDiagnostics(source).map(({ start = 0, messageText }) => ({
    line: source.getLineAndCharacterOfPosition(start).line - first,
    text: ts.flattenDiagnosticMessageText(messageText, " "),
  }));
  expect(errors.filter(({ line }) => line < 0)).toEqual([]);
  return new Set(errors.map(({ line }) => line));
}

function extensionOf(name: string): ts.Extension {
  return name.endsWith(".json") ? ts.Extension.Json : ts.Extension.Ts;
}
