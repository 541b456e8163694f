import { MalformedFileError } from "../../errors/index.ts";
import { OPTIONS } from "../options.ts";
import { type PartOptions, type Typed, typedOfPart } from "../run-options.ts";

/** What the rows know, as this file asks it. */
interface Row {
  readonly flag: string;
  readonly no?: string;
  readonly part: boolean;
  readonly standard: unknown;
  readonly parse: (text: string) => unknown;
}

/**
 * What was typed for a part, from its header: every value is one that its option makes of a text.
 *
 * An option that an older version did not have stands at its default. Throws: MalformedFileError naming the option.
 */
export function parsePartOptions(file: string, options: Readonly<Record<string, unknown>>): Typed {
  const rows = OPTIONS as unknown as Readonly<Record<string, Row>>;
  for (const [name, value] of Object.entries(options)) {
    const row = Object.hasOwn(rows, name) ? rows[name] : undefined;
    if (row?.part !== true || !isTyped(row, value))
      throw new MalformedFileError({
        file,
        fact: `was measured with ${JSON.stringify(name)} as ${JSON.stringify(value)}, which this version cannot read`,
        hint: "Hint: merge with the version that measured the part, or measure it again.",
      });
  }
  return typedOfPart(options as unknown as PartOptions);
}

/** Whether a value is the default, the option's "no", or what a text gives. */
function isTyped({ no, standard, parse }: Row, value: unknown): boolean {
  const same = (other: unknown) => JSON.stringify(other) === JSON.stringify(value);
  if (same(standard) || (value === false && no !== undefined)) return true;
  if (typeof value === "object" && !Array.isArray(value)) return false;
  try {
    return same(parse(String(value)));
  } catch {
    return false; // the row refuses it, in words about the command line
  }
}
