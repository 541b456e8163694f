/** The schema of a report and of the record of a run below it, and every definition of both. */
import recordSchema from "../experiment/record.schema.json" with { type: "json" };
import reportSchema from "./report.schema.json" with { type: "json" };

export { recordSchema, reportSchema };

/** A part of a schema. */
export type SchemaNode = {
  readonly title?: string;
  readonly description?: string;
  readonly [key: string]: unknown;
};

/** Definitions by name: no name stands in both schemas. */
export const DEFINITIONS = { ...recordSchema.$defs, ...reportSchema.$defs } as const;

/** The definition that a `$ref` names, in either schema. */
export function definitionOf(reference: string): SchemaNode {
  const name = reference.slice(reference.lastIndexOf("/") + 1);
  return (DEFINITIONS as { readonly [name: string]: SchemaNode })[name] ?? {};
}
