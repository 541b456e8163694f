/**
 * Writes the types of every schema, each beside it: `report.schema.json` lies on top of the others.
 *
 * `npm run generate` writes; with `--check` it writes nothing and exits 1 when one is stale.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { compile, type JSONSchema } from "json-schema-to-typescript";

/** A schema, and the module its types are written into. */
interface Generated {
  readonly schema: string;
  readonly types: string;
  /** Name of the type of the whole. */
  readonly name: string;
  /** Where types stand that the schema takes from another: schema file -> module. */
  readonly imports: Readonly<Record<string, string>>;
}

const path = (relative: string) => fileURLToPath(new URL(`../${relative}`, import.meta.url));

/** Every generated file, committed. */
export const GENERATED: readonly Generated[] = [
  {
    schema: path("experiment/record.schema.json"),
    types: path("experiment/record.generated.ts"),
    name: "RunRecord",
    imports: {},
  },
  {
    schema: path("report/report.schema.json"),
    types: path("report/report.generated.ts"),
    name: "Report",
    imports: {
      "record.schema.json": "../experiment/record.generated.ts",
      "ledger.schema.json": "../claim/registration/ledger.generated.ts",
    },
  },
  {
    schema: path("claim/registration/ledger.schema.json"),
    types: path("claim/registration/ledger.generated.ts"),
    name: "Ledger",
    imports: {},
  },
  {
    schema: path("report/replicates/kept-replicates.schema.json"),
    types: path("report/replicates/kept-replicates.generated.ts"),
    name: "KeptReplicates",
    imports: { "report.schema.json": "../report.generated.ts" },
  },
];

/**
 * The text that a generated module must have. Types of another schema are imported, never made twice.
 *
 * `strictIndexSignatures` stays off: `noUncheckedIndexedAccess` already makes every look-up optional.
 */
export async function generateTypes({ schema, name, imports }: Generated): Promise<string> {
  const taken = new Map<string, Set<string>>();
  const ready = prepared(JSON.parse(readFileSync(schema, "utf8")), (file, type) => {
    taken.set(file, (taken.get(file) ?? new Set()).add(type));
  });
  const importLines = [...taken]
    .map(([file, types]) => ({ from: imports[file]!, types: [...types].sort().join(", ") }))
    .sort((a, b) => (a.from < b.from ? -1 : 1)) // as imports are sorted everywhere
    .map(({ from, types }) => `import type { ${types} } from "${from}";`);
  const text = await compile(ready as JSONSchema, name, {
    additionalProperties: false,
    unknownAny: true,
    unreachableDefinitions: true,
    bannerComment: [
      "// biome-ignore-all format: generated",
      "// biome-ignore-all lint: generated",
      `/** Generated from ${basename(schema)}: change the schema, then npm run generate. */`,
      ...importLines,
    ].join("\n"),
    style: { printWidth: 110, singleQuote: false },
  });
  return text.replace(REFERRED, "");
}

/** What the compiler says above a definition, which its name says already. */
const REFERRED =
  / \*\n \* This interface was referenced by `\w+`'s JSON-Schema\n \* via the `definition` "\w+"\.\n/g;

/**
 * A schema as the compiler takes it. Every title stands in front of its description: titles are for the page, and as
 * type names they would give each number an alias of its own; definitions keep the name they have under `$defs`. A
 * reference into another file becomes the name of its type, and `onTaken` is told.
 */
function prepared(node: unknown, onTaken: (file: string, type: string) => void): unknown {
  if (Array.isArray(node)) return node.map((item) => prepared(item, onTaken));
  if (typeof node !== "object" || node === null) return node;
  const { $ref, title, description } = node as { $ref?: unknown; title?: unknown; description?: unknown };
  const [file, type] = typeof $ref === "string" ? $ref.split("#/$defs/") : [];
  if (file !== undefined && file !== "" && type !== undefined) {
    onTaken(file, type);
    return { tsType: type };
  }
  const copy: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(node)) copy[key] = prepared(value, onTaken);
  if (typeof title === "string") {
    delete copy["title"];
    delete copy["$id"];
    copy["description"] = typeof description === "string" ? `${title}. ${description}` : `${title}.`;
  }
  return copy;
}

/** Writes all types, or with `check` compares them; returns the exit code and what is to be said. */
export async function generateCommand(options: { check: boolean }): Promise<{ code: 0 | 1; said: string }> {
  const lines: string[] = [];
  let code: 0 | 1 = 0;
  for (const generated of GENERATED) {
    const name = `src${generated.types.slice(path("").length - 1)}`;
    const wanted = await generateTypes(generated);
    if (!options.check) writeFileSync(generated.types, wanted);
    else if (readFileSync(generated.types, "utf8") !== wanted) {
      code = 1;
      lines.push(`${name} is stale.\nHint: npm run generate`);
      continue;
    }
    lines.push(`${name} is ${options.check ? "up to date" : "written"}.`);
  }
  return { code, said: lines.join("\n") };
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { code, said } = await generateCommand({ check: process.argv.includes("--check") });
  (code === 0 ? process.stdout : process.stderr).write(`${said}\n`);
  process.exitCode = code;
}
