import { existsSync, promises } from "node:fs";
import { dirname, join } from "node:path";
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
  if (!hasOwnPapers(root)) return;
  const { listPapers } = await import("../papers/listed.ts");
  try {
    const { papers } = (await importBundled(root)) ?? (await importBySource(root));
    if (!Array.isArray(papers)) throw new Error("it exports no list `papers`");
    listPapers(papers);
  } catch (error) {
    throw new MalformedFileError({
      file: PAPERS_LIST,
      fact: `cannot be loaded: ${reasonOf(error)}`,
      hint: "Hint: an import line for each paper, then `export const papers: readonly Paper[] = [...];`; npx tsc says what is wrong.",
    });
  }
}

/** What the list exports. */
type Listed = { readonly papers?: unknown };

/** What a file that cannot be imported where it is bundled fails with, before anything in it has run. */
const UNLOADABLE = new Set(["ERR_MODULE_NOT_FOUND", "ERR_UNKNOWN_FILE_EXTENSION"]);

/**
 * The list with what it imports of the project as one file of JavaScript, which lies in the project for as long as it is
 * imported. null where that is no way: it cannot be made or kept, or asks where it lies.
 *
 * A loader that reads TypeScript is asked for every module that is imported after it, which takes longer than all else
 * that most commands do.
 */
async function importBundled(root: string): Promise<Listed | null> {
  const { build } = await import("esbuild");
  const outfile = join(root, ".cache", `papers-${process.pid}-${process.hrtime.bigint()}.mjs`);
  try {
    const { outputFiles } = await build({
      ...{ absWorkingDir: root, entryPoints: [PAPERS_LIST], outfile, write: false, logLevel: "silent" },
      ...{ bundle: true, packages: "external", platform: "node", format: "esm", target: "node20" },
    });
    const [{ text }] = outputFiles as [(typeof outputFiles)[number]];
    if (/\bimport\.meta\b|\b__(?:dir|file)name\b/.test(text)) return null;
    await promises.mkdir(dirname(outfile), { recursive: true });
    await promises.writeFile(outfile, text);
  } catch {
    return null; // the sources say why
  }
  try {
    return await import(pathToFileURL(outfile).href);
  } catch (error) {
    if (UNLOADABLE.has((error as NodeJS.ErrnoException).code ?? "")) return null;
    throw error;
  } finally {
    await promises.rm(outfile, { force: true });
  }
}

/** The list as it lies there, by a loader that reads TypeScript. */
async function importBySource(root: string): Promise<Listed> {
  const { register } = await import("tsx/esm/api");
  const unregister = register();
  try {
    return await import(pathToFileURL(join(root, PAPERS_LIST)).href);
  } finally {
    await unregister();
  }
}
