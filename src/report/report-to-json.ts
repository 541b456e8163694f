/** A report as text: keys in the order of the schema, one line per list of numbers, a newline at the end. */
import type { Report } from "./report.generated.ts";
import { definitionOf, reportSchema, type SchemaNode } from "./schemas.ts";

/**
 * The bytes of `report.json`.
 *
 * Numbers are the shortest text that reads back as the same double, so equal reports give equal bytes however
 * their objects were put together. Maps without named keys (metrics, activation types) keep the order they came in.
 */
export function reportToJson(report: Report): string {
  return jsonInLines(inSchemaOrder(report, reportSchema));
}

/** Any value as JSON, a line a list of numbers or words, a newline at the end. */
export function jsonInLines(value: unknown): string {
  return `${text(value, "")}\n`;
}

function inSchemaOrder(value: unknown, node: SchemaNode): unknown {
  const at = resolve(node, value);
  if (Array.isArray(value))
    return value.map((item) => inSchemaOrder(item, (at["items"] ?? {}) as SchemaNode));
  if (typeof value !== "object" || value === null) return value;
  const properties = (at["properties"] ?? {}) as { readonly [key: string]: SchemaNode };
  const rest = (
    typeof at["additionalProperties"] === "object" ? at["additionalProperties"] : {}
  ) as SchemaNode;
  const known = Object.keys(properties).filter((key) => Object.hasOwn(value, key));
  const others = Object.keys(value).filter((key) => !Object.hasOwn(properties, key));
  const source = value as Record<string, unknown>;
  return Object.fromEntries(
    [...known, ...others].map((key) => [key, inSchemaOrder(source[key], properties[key] ?? rest)]),
  );
}

/** Follows `$ref`, and of `anyOf` takes the branch that is not null when the value is not. */
function resolve(node: SchemaNode, value: unknown): SchemaNode {
  const reference = node["$ref"];
  if (typeof reference === "string") return resolve(definitionOf(reference), value);
  const branches = node["anyOf"] as SchemaNode[] | undefined;
  const branch = value === null ? undefined : branches?.find((candidate) => candidate["type"] !== "null");
  return branch === undefined ? node : resolve(branch, value);
}

function text(value: unknown, indent: string): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    if (value.every((item) => typeof item !== "object" || item === null))
      return `[${value.map((item) => JSON.stringify(item)).join(", ")}]`;
    return `[\n${value.map((item) => `${inner}${text(item, inner)}`).join(",\n")}\n${indent}]`;
  }
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  if (entries.length === 0) return "{}";
  const lines = entries.map(([key, item]) => `${inner}${JSON.stringify(key)}: ${text(item, inner)}`);
  return `{\n${lines.join(",\n")}\n${indent}}`;
}
