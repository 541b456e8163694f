/** The schema of a report, of the record of a run and of the ledger below it, and every definition of a report. */
import ledgerSchema from "../claim/registration/ledger.schema.json" with { type: "json" };
import recordSchema from "../experiment/record.schema.json" with { type: "json" };
import reportSchema from "./report.schema.json" with { type: "json" };

export { ledgerSchema, recordSchema, reportSchema };

/** A part of a schema. */
export type SchemaNode = {
  readonly title?: string;
  readonly description?: string;
  readonly [key: string]: unknown;
};

/** Definitions by name: no name stands in two schemas. */
export const DEFINITIONS = {
  ...recordSchema.$defs,
  ...ledgerSchema.$defs,
  ...reportSchema.$defs,
} as const;

/** The definition that a `$ref` names, in any of the schemas. */
export function definitionOf(reference: string): SchemaNode {
  const name = reference.slice(reference.lastIndexOf("/") + 1);
  return (DEFINITIONS as { readonly [name: string]: SchemaNode })[name] ?? {};
}
