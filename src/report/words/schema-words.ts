/** The titles and descriptions of both schemas, which is where the page takes its words from. */
import { DEFINITIONS, reportSchema, type SchemaNode } from "../schemas.ts";

/** Definitions with named properties. */
export type Definition =
  | "Model"
  | "Sae"
  | "Protocol"
  | "Judging"
  | "Provenance"
  | "DeviceParity"
  | "GroupSummary"
  | "CriterionEntry";

function propertiesOf(definition: Definition): { readonly [key: string]: SchemaNode } {
  return DEFINITIONS[definition].properties as { readonly [key: string]: SchemaNode };
}

/** What a property is called on the page; its own name where the schema gives it no title. */
export function titleOf(definition: Definition, key: string): string {
  return propertiesOf(definition)[key]?.title ?? key;
}

/** What a definition as a whole is called, and the sentence that goes with it. */
export function aboutDefinition(definition: Definition): {
  readonly title: string;
  readonly description: string;
} {
  const { title = definition, description = "" }: SchemaNode = DEFINITIONS[definition];
  return { title, description };
}

/** What a part of a report is called. */
export function titleOfPart(part: keyof typeof reportSchema.properties): string {
  return (reportSchema.properties[part] as SchemaNode).title ?? part;
}

/** The sentence that goes with a property, or null. */
export function descriptionOf(definition: Definition, key: string): string | null {
  return propertiesOf(definition)[key]?.description ?? null;
}

/** The properties of a definition in the order of the schema. */
export function keysOf(definition: Definition): string[] {
  return Object.keys(propertiesOf(definition));
}
