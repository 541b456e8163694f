import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import type { Plugin, TestProjectInlineConfiguration } from "vitest/config";

/**
 * What a file does to the process it runs in, or to modules that others import: nobody may come after it there. A spy, a
 * variable set by `vi.stubEnv` and an exit code are not among it: they end with the file (`after-each-file.ts`).
 */
const CHANGES_ITS_PROCESS =
  /\bvi\.(?!(?:fn|spyOn|restoreAllMocks|stubEnv|unstubAllEnvs)\b)|\bprocess\.(env|chdir|umask|exit|on|once|kill)\b|\bglobalThis\b|worker_threads|\bimport\s*\{[^}]*\bregistered\b|^(?!import type\b).*["']vitest\/node["']/m;

/** Asking for variables by name, which leaves the environment as it is. */
const ASKS_FOR_VARIABLES =
  /\} = process\.env;|(?<!delete )\bprocess\.env\["\w+"\](?!\s*(?:\?\?|\|\||&&)?=(?!=))/g;

/** Files of the checkout that a file imports, as they are written. */
export const IMPORTED = /(?:\bfrom\s+|\bimport\s*\(\s*|^\s*import\s+)["'](\.[^"']+)["']/gm;

/** The text of a file by its path from the checkout, with forward slashes; null where there is none. */
type ReadText = (path: string) => string | null;

/**
 * Whether a spec can share its process: neither it nor a file of `spec` that it imports, in whatever depth, puts a mock in
 * a module's place, sets the environment for good or hands it on whole, changes the working folder or listens to the
 * process's end. A process that it starts is not its own.
 *
 * What it imports of `src` does not count: modules of the product keep nothing that one file could leave to the next.
 */
export function sharesItsProcess(path: string, read: ReadText): boolean {
  const seen = new Set<string>();
  const isQuiet = (file: string): boolean => {
    if (seen.has(file)) return true;
    seen.add(file);
    const text = read(file);
    if (text === null) return true; // importing it fails, in whatever process
    if (CHANGES_ITS_PROCESS.test(text.replaceAll(ASKS_FOR_VARIABLES, ""))) return false;
    return [...text.matchAll(IMPORTED)]
      .map(([, name]) => posix.join(posix.dirname(file), name!))
      .filter((imported) => imported.startsWith("spec/"))
      .every(isQuiet);
  };
  return isQuiet(path);
}

/** The specs of a checkout that share their processes, from its root; never a claim, and none that runs the product as a whole. */
export function sharedSpecs(root: string): readonly string[] {
  const texts = new Map<string, string | null>();
  const read: ReadText = (path) => {
    if (!texts.has(path)) texts.set(path, textOf(join(root, path)));
    return texts.get(path)!;
  };
  return readdirSync(join(root, "spec"), { recursive: true, encoding: "utf8" })
    .map((name) => posix.join("spec", name.replaceAll("\\", "/")))
    .filter((path) => path.endsWith(".spec.ts") && !/^spec\/(claims|whole)\//.test(path))
    .filter((path) => sharesItsProcess(path, read))
    .sort();
}

/**
 * Gives the project `specs` a second half, `shared`, whose files run one after another in as few processes as there are
 * workers. A process for every file costs its start and its imports, more than most specs themselves.
 *
 * Whoever asks for `--project specs` gets both.
 */
export function shareProcesses(root: string, test: TestProjectInlineConfiguration["test"]): Plugin {
  return {
    name: "bag-of-latents:shared-specs",
    async configureVitest({ project, vitest, injectTestProjects }) {
      if (project.name !== "specs") return;
      const shared = sharedSpecs(root);
      if (shared.length === 0) return;
      project.config.exclude.push(...shared);
      if (vitest.config.project.length > 0) vitest.config.project.push("shared");
      await injectTestProjects({
        extends: true,
        test: { ...test, name: "shared", include: [...shared], isolate: false },
      });
    },
  };
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}
