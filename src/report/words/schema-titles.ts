/** The titles and descriptions of `report.schema.json`, which is where the page takes its words from. */
import schema from "../report.schema.json" with { type: "json" };

/** Definitions with named properties. */
export type Definition =
  | "Model"
  | "Sae"
  | "Protocol"
  | "Provenance"
  | "DeviceParity"
  | "GroupSummary"
  | "AgreementRow"
  | "ClaimEntry";

type Titled = { readonly title?: string; readonly description?: string; readonly [key: string]: unknown };

function propertiesOf(definition: Definition): { readonly [key: string]: Titled } {
  return schema.$defs[definition].properties as { readonly [key: string]: Titled };
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
  const { title = definition, description = "" }: Titled = schema.$defs[definition];
  return { title, description };
}

/** The sentence that goes with a property, or null. */
export function descriptionOf(definition: Definition, key: string): string | null {
  return propertiesOf(definition)[key]?.description ?? null;
}

/** The properties of a definition in the order of the schema. */
export function keysOf(definition: Definition): string[] {
  return Object.keys(propertiesOf(definition));
}
