import { formatNumber } from "../words/format.ts";
import { type Definition, keysOf, titleOf } from "../words/schema-words.ts";
import type { Term, Text } from "./section.ts";

/** The plain values of an object by the titles of its schema, in the schema's order. */
export function properties(definition: Definition, values: object): Term[] {
  const record = values as Readonly<Record<string, unknown>>;
  return keysOf(definition)
    .filter((key) => Object.hasOwn(record, key))
    .map((key) => ({ term: titleOf(definition, key), said: propertyText(record[key]) }));
}

/** A value of protocol or provenance in words; digests as code. */
export function propertyText(value: unknown): Text {
  if (value === null) return "not known";
  if (typeof value === "number") return formatNumber(value, 4);
  if (typeof value === "boolean") return value ? "yes" : "no";
  const text = String(value);
  return /^[0-9a-f]{40,64}$/.test(text) ? [{ code: text }] : text;
}
