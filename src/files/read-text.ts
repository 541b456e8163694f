import { readFile } from "node:fs/promises";
import { MissingFileError } from "../errors/index.ts";

/** The whole of a text file a user named. `what` and `hint` are for the error. Throws: MissingFileError. */
export async function readText(
  file: string,
  named: { readonly what: string; readonly hint: string },
): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    throw new MissingFileError({ file, ...named, cause });
  }
}
