import { UnsupportedConfigError } from "../../errors/index.ts";

/** A field that was looked for, and what the file says there. */
export interface FoundField {
  readonly field: string;
  readonly value: unknown;
}

/** The fields of one configuration file, under every name they have had. */
export interface ConfigFields {
  /** The first of the names that is there; nested ones (`metadata`) after those at the top. */
  find(...names: readonly string[]): FoundField;
  /** What to throw for a field. */
  refuse(found: FoundField, want: string): UnsupportedConfigError;
  /** A whole number of at least 1. */
  size(name: string): number;
  /** Refuses any value but the allowed ones; an absent field is allowed. */
  only(names: readonly string[], allowed: readonly unknown[], want: string): void;
  flag(found: FoundField, missing: boolean): boolean;
}

/**
 * Reads fields by name, and refuses by name what is not as it must be.
 *
 * A field that stands there under two names with two values is refused: one of them would be passed over in silence.
 * Throws (each function): UnsupportedConfigError naming file and field.
 */
export function configFields(
  file: string,
  fields: Readonly<Record<string, unknown>>,
  hint: string,
): ConfigFields {
  const metadata = isRecord(fields["metadata"]) ? fields["metadata"] : {};
  const refuse = ({ field, value }: FoundField, want: string) =>
    new UnsupportedConfigError({ file, field, got: value, want, hint });
  if (fields["metadata"] != null && !isRecord(fields["metadata"]))
    throw refuse({ field: "metadata", value: fields["metadata"] }, "an object");
  const find = (...names: readonly string[]): FoundField => {
    const there = [
      ...names.map((name) => ({ field: name, value: fields[name] })),
      ...names.map((name) => ({ field: `metadata.${name}`, value: metadata[name] })),
    ].filter(({ value }) => value !== undefined);
    const said = there.filter(({ value }) => value !== null);
    const other = said.find(({ value }) => JSON.stringify(value) !== JSON.stringify(said[0]!.value));
    if (other) throw refuse(other, `what ${said[0]!.field} says, ${JSON.stringify(said[0]!.value)}`);
    return said[0] ?? there[0] ?? { field: names[0]!, value: undefined };
  };
  return {
    find,
    refuse,
    size(name) {
      const found = find(name);
      if (!Number.isSafeInteger(found.value) || (found.value as number) < 1)
        throw refuse(found, "a whole number of at least 1");
      return found.value as number;
    },
    only(names, allowed, want) {
      const found = find(...names);
      if (found.value !== undefined && !allowed.includes(found.value)) throw refuse(found, want);
    },
    flag(found, missing) {
      if (found.value === undefined || found.value === null) return missing;
      if (typeof found.value !== "boolean") throw refuse(found, "true or false");
      return found.value;
    },
  };
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
