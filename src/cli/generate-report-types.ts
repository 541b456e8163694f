/**
 * Writes `src/report/report.generated.ts` from `src/report/report.schema.json`.
 *
 * `npx tsx src/cli/generate-report-types.ts` writes; with `--check` it writes nothing and exits 1 when stale.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { compile, type JSONSchema } from "json-schema-to-typescript";

const schemaFile = fileURLToPath(new URL("../report/report.schema.json", import.meta.url));

/** The generated file, committed. */
export const reportTypesFile = fileURLToPath(new URL("../report/report.generated.ts", import.meta.url));

const banner = `// biome-ignore-all format: generated
// biome-ignore-all lint: generated
/** Generated from report.schema.json by src/cli/generate-report-types.ts: change the schema, then run it. */`;

/**
 * The text `report.generated.ts` must have.
 *
 * `strictIndexSignatures` stays off: `noUncheckedIndexedAccess` already makes every look-up optional.
 */
export async function generateReportTypes(): Promise<string> {
  const schema = titlesAsComments(JSON.parse(readFileSync(schemaFile, "utf8"))) as JSONSchema;
  return compile(schema, "Report", {
    additionalProperties: false,
    unknownAny: true,
    bannerComment: banner,
    style: { printWidth: 110, singleQuote: false },
  });
}

/**
 * The schema with every title moved in front of its description: titles are for the page, and as type names they
 * would give each number an alias of its own. Definitions keep the name they have under `$defs`.
 */
function titlesAsComments(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(titlesAsComments);
  if (typeof node !== "object" || node === null) return node;
  const copy: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(node)) copy[key] = titlesAsComments(value);
  const { title, description } = node as { title?: unknown; description?: unknown };
  if (typeof title === "string") {
    delete copy["title"];
    delete copy["$id"];
    copy["description"] = typeof description === "string" ? `${title}. ${description}` : `${title}.`;
  }
  return copy;
}

/** Writes the types, or with `check` compares them; returns the exit code and one sentence. */
export async function reportTypesCommand(options: {
  check: boolean;
}): Promise<{ code: 0 | 1; said: string }> {
  const wanted = await generateReportTypes();
  if (!options.check) {
    writeFileSync(reportTypesFile, wanted);
    return { code: 0, said: "src/report/report.generated.ts is written." };
  }
  if (readFileSync(reportTypesFile, "utf8") === wanted)
    return { code: 0, said: "src/report/report.generated.ts is up to date." };
  return {
    code: 1,
    said: "src/report/report.generated.ts is stale.\nHint: npx tsx src/cli/generate-report-types.ts",
  };
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { code, said } = await reportTypesCommand({ check: process.argv.includes("--check") });
  (code === 0 ? process.stdout : process.stderr).write(`${said}\n`);
  process.exitCode = code;
}
