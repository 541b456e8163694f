import { stat } from "node:fs/promises";
import { join } from "node:path";

/** The `report.json` that a path means: the file itself, or the one in a folder. */
export async function reportFileOf(path: string): Promise<string> {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false, // reading it says what is wrong
  );
  return isFolder ? join(path, "report.json") : path;
}
