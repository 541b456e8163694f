/** What the public entry exports, where it is declared, and who uses it: read from the sources, without a type checker. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import ts from "typescript";
import { ROOT } from "./root.ts";

/** The public entry, and what claim files import as `#claims`. */
export const ENTRY = "src/index.ts";
const CLAIMS = "src/vitest/claims.ts";

/** Something that a file exports, where it is declared. */
export interface Exported {
  readonly name: string;
  readonly isType: boolean;
  /** `file#name` of its declaration: the same for every way to it. */
  readonly origin: string;
  /** The text of the declaration. */
  readonly text: string;
  /** Whether a docstring stands before it. */
  readonly isDocumented: boolean;
}

const parsed = new Map<string, ts.SourceFile>();

function sourceOf(file: string): ts.SourceFile {
  const known = parsed.get(file);
  if (known) return known;
  const source = ts.createSourceFile(
    file,
    readFileSync(join(ROOT, file), "utf8"),
    ts.ScriptTarget.Latest,
    true,
  );
  parsed.set(file, source);
  return source;
}

/** Everything that the entry exports, by name. */
export function exportsOf(file = ENTRY): readonly Exported[] {
  return sourceOf(file).statements.flatMap((statement) => {
    if (
      !ts.isExportDeclaration(statement) ||
      !statement.exportClause ||
      !ts.isNamedExports(statement.exportClause)
    )
      return [];
    const from = moduleOf(file, statement);
    if (from === null) return [];
    return statement.exportClause.elements.map((element) => {
      const [origin, declared] = originOf(from, (element.propertyName ?? element.name).text);
      const node = declarationOf(origin, declared);
      return {
        name: element.name.text,
        isType: statement.isTypeOnly || element.isTypeOnly,
        origin: `${origin}#${declared}`,
        text: node?.getText() ?? "",
        isDocumented: node !== null && ts.getJSDocCommentsAndTags(node).length > 0,
      };
    });
  });
}

/** Origins of the names that these texts import, as they stand: a template's text counts as what it will be. */
export function importsOf(texts: readonly string[]): ReadonlySet<string> {
  const entry = new Map(exportsOf().map(({ name, origin }) => [name, origin]));
  const origins = texts.flatMap((text) =>
    [...text.matchAll(/\bimport (?:type )?\{([^}]*)\} from "([^"]+)"/g)].flatMap(
      ([, names = "", from = ""]) =>
        names
          .split(",")
          .map((name) =>
            name
              .trim()
              .replace(/^type /, "")
              .replace(/ as .*$/, ""),
          )
          .filter((name) => /^\w+$/.test(name))
          .flatMap((name) => originOfImport(from, name, entry)),
    ),
  );
  return new Set(origins);
}

/** A path of a paper's file leads up to `src`, wherever the file is. */
function originOfImport(from: string, name: string, entry: ReadonlyMap<string, string>): readonly string[] {
  if (from.startsWith("bag-of-latents")) return [entry.get(name) ?? ""];
  const file =
    from === "#claims" ? CLAIMS : from.startsWith("../") ? `src/${from.replace(/^(\.\.\/)+/, "")}` : null;
  if (file === null || !existsSync(join(ROOT, file))) return [];
  return [originOf(file, name).join("#")];
}

/** The file and the name of a declaration, behind every `export ... from`. */
function originOf(file: string, name: string): readonly [string, string] {
  for (const statement of sourceOf(file).statements) {
    if (!ts.isExportDeclaration(statement)) continue;
    const from = moduleOf(file, statement);
    if (from === null) continue;
    const { exportClause } = statement;
    if (exportClause === undefined) {
      const [origin, declared] = originOf(from, name);
      if (declarationOf(origin, declared)) return [origin, declared];
    } else if (ts.isNamedExports(exportClause)) {
      const element = exportClause.elements.find((one) => one.name.text === name);
      if (element) return originOf(from, (element.propertyName ?? element.name).text);
    }
  }
  return [file, name];
}

function moduleOf(file: string, { moduleSpecifier }: ts.ExportDeclaration): string | null {
  if (!moduleSpecifier || !ts.isStringLiteral(moduleSpecifier) || !moduleSpecifier.text.startsWith("."))
    return null;
  return posix.join(posix.dirname(file), moduleSpecifier.text);
}

/** The statement that declares a name; null where the file has none. */
function declarationOf(file: string, name: string): ts.Statement | null {
  const declares = (statement: ts.Statement): boolean =>
    ts.isVariableStatement(statement)
      ? statement.declarationList.declarations.some((one) => one.name.getText() === name)
      : (statement as { readonly name?: ts.Node }).name?.getText() === name;
  return sourceOf(file).statements.find(declares) ?? null;
}

/** The texts of the files below a folder whose path ends so. */
export function textsBelow(folder: string, ending = ".ts"): readonly string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(ending))
    .map((name) => readFileSync(join(ROOT, folder, name), "utf8"));
}
