import { readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import ts from "typescript";
import { expect, it } from "vitest";
import { ROOT } from "../../support/root.ts";

/** What a file loads before its first line runs: every import but those of types alone and those that are awaited. */
function loadedAtOnce(path: string): string[] {
  const text = readFileSync(join(ROOT, path), "utf8");
  return ts.createSourceFile(path, text, ts.ScriptTarget.ES2023).statements.flatMap((statement) => {
    if (ts.isImportDeclaration(statement) && statement.importClause?.isTypeOnly) return [];
    if (ts.isExportDeclaration(statement) && statement.isTypeOnly) return [];
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return [];
    const from = statement.moduleSpecifier;
    if (from === undefined || !ts.isStringLiteral(from)) return [];
    return [from.text.startsWith(".") ? posix.join(dirname(path), from.text) : from.text];
  });
}

function everythingLoadedBy(path: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(path)) return seen;
  seen.add(path);
  if (path.startsWith("src/")) for (const next of loadedAtOnce(path)) everythingLoadedBy(next, seen);
  return seen;
}

it("the command line loads commander, and no runtime, runner or renderer, before it knows what was typed", () => {
  const loaded = ["src/cli/main.ts", "src/cli/program.ts"].flatMap((path) => [...everythingLoadedBy(path)]);
  const packages = new Set(loaded.filter((name) => !name.startsWith("src/")));
  expect([...packages].sort()).toEqual(["commander", "node:fs", "node:os", "node:path", "node:url"]);
});

it("what a command runs is seen by the same count", () => {
  expect([...everythingLoadedBy("src/cli/commands/reproduce.ts")]).toContain("vitest/node");
});

it.each([
  ["curve", ["@huggingface/hub", "@observablehq/plot", "linkedom", "vitest"]],
  ["inspect", ["@huggingface/hub", "@observablehq/plot", "linkedom", "vitest"]],
  ["doctor", ["@huggingface/hub", "@observablehq/plot", "linkedom", "vitest"]],
  ["reproduce", ["@huggingface/hub", "@observablehq/plot", "linkedom", "badge-maker"]],
])("%s loads nothing that draws or fetches before it draws or fetches", (command, late) => {
  const loaded = everythingLoadedBy(`src/cli/commands/${command}.ts`);
  expect(late.filter((name) => loaded.has(name))).toEqual([]);
});
