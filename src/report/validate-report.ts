/** The door every report goes through, when it is written and when it is read. */
import type { ErrorObject } from "ajv/dist/2020.js";
import { NewerReportError, OldReportError, ReportFormatError } from "../errors/index.ts";
import { validatorOf } from "../validation/validator-of.ts";
import type { Report } from "./report.generated.ts";
import { reportContradiction } from "./report-contradiction.ts";
import { ledgerSchema, recordSchema, reportSchema } from "./schemas.ts";

const validator = validatorOf<Report>(reportSchema, [recordSchema, ledgerSchema]);

/**
 * `value` as a report.
 *
 * `where` names the file or step in the message. Throws: OldReportError and NewerReportError for one of another schema;
 * ReportFormatError with the JSON pointer of the first place that does not fit the schema, or where the report
 * contradicts itself (`reportContradiction`).
 */
export function parseReport(value: unknown, where: string): Report {
  const version = versionOf(value);
  if (version !== null && version < VERSION) throw new OldReportError({ where, version, wanted: VERSION });
  if (version !== null && version > VERSION) throw new NewerReportError({ where, version, wanted: VERSION });
  const fitsSchema = validator();
  if (!fitsSchema(value)) throw new ReportFormatError({ where, ...firstMisfit(fitsSchema.errors ?? []) });
  const contradiction = reportContradiction(value);
  if (contradiction !== null) throw new ReportFormatError({ where, ...contradiction });
  return value;
}

const VERSION = reportSchema.properties.schemaVersion.const;

function versionOf(value: unknown): number | null {
  if (typeof value !== "object" || value === null || !("schemaVersion" in value)) return null;
  return typeof value.schemaVersion === "number" ? value.schemaVersion : null;
}

/** The first error, with the facts ajv keeps out of its sentence: the extra key, the values allowed. */
function firstMisfit(errors: readonly ErrorObject[]): { pointer: string; fact: string } {
  const error = errors[0];
  if (error === undefined) return { pointer: "", fact: "does not fit the schema" };
  return { pointer: error.instancePath, fact: `${error.message ?? "does not fit"}${detail(error)}` };
}

function detail(error: ErrorObject): string {
  const params = error.params as Record<string, unknown>;
  if (error.keyword === "additionalProperties") return ` ("${String(params["additionalProperty"])}")`;
  if (error.keyword === "enum") return `: ${(params["allowedValues"] as unknown[]).map(String).join(", ")}`;
  if (error.keyword === "const") return ` ${String(params["allowedValue"])}`;
  return "";
}
