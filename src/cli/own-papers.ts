import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { MalformedFileError, reasonOf } from "../errors/index.ts";
import { IS_INSTALLED } from "../files/checkout.ts";
import { PAPERS_LIST } from "./commands/papers-list.ts";

/** Whether the commands of an installed package run in a project that lists papers of its own. */
export function hasOwnPapers(root: string): boolean {
  return IS_INSTALLED && existsSync(join(root, PAPERS_LIST));
}

/**
 * Has the commands of an installed package know the papers of the project in `root`: those that its list names. Without
 * such a list, and in the checkout, they are those that ship.
 *
 * The list is TypeScript, which not every Node reads. Throws: MalformedFileError where it cannot be loaded.
 */
export async function loadOwnPapers(root: string): Promise<void> {
  const file = join(root, PAPERS_LIST);
  if (!hasOwnPapers(root)) return;
  const { register } = await import("tsx/esm/api");
  const { listPapers } = await import("../papers/listed.ts");
  const unregister = register();
  try {
    const { papers } = await import(pathToFileURL(file).href);
    if (!Array.isArray(papers)) throw new Error("it exports no list `papers`");
    listPapers(papers);
  } catch (error) {
    throw new MalformedFileError({
      file: PAPERS_LIST,
      fact: `cannot be loaded: ${reasonOf(error)}`,
      hint: "Hint: an import line for each paper, then `export const papers: readonly Paper[] = [...];`; npx tsc says what is wrong.",
    });
  } finally {
    await unregister();
  }
}
