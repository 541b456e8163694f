import { MalformedFileError } from "../errors.ts";
import { readText } from "./read-text.ts";

/** Reads a JSON file that must hold an object. Throws: MissingFileError, MalformedFileError. */
export async function readJsonObject(
  file: string,
  what: string,
  hint: string,
): Promise<Readonly<Record<string, unknown>>> {
  const text = await readText(file, { what, hint });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new MalformedFileError({ file, fact: `is not JSON (${(cause as Error).message})` });
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new MalformedFileError({ file, fact: "is not a JSON object" });
  return value as Readonly<Record<string, unknown>>;
}
