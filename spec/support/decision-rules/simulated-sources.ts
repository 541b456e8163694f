import { createHash } from "node:crypto";
import { posix } from "node:path";

/** Where sources are read: the text of a file by its path from the checkout, with forward slashes. */
export type ReadSource = (path: string) => string;

/** How files import what runs: a type is erased before it does. */
const IMPORTED =
  /^\s*(?:import|export)\s+(?!type\b)(?:[\w*{][^"';=]*\sfrom\s+)?["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']/gm;

/**
 * The sha256 of a file of TypeScript and of everything it imports, in whatever depth: each file's path and text, and
 * each package's name with the version that package.json asks for; and of what else is `given` to it.
 *
 * `src/errors` is left out: sentences decide no number. Node's own modules are left out: a version of Node is recorded
 * beside the digest.
 */
export function digestOfSources(entry: string, read: ReadSource, given: readonly string[] = []): string {
  const hash = createHash("sha256");
  const { files, packages } = importedBy(entry, read);
  for (const path of files) hash.update(`${path}\0${read(path)}\0`);
  const { dependencies = {}, devDependencies = {} } = JSON.parse(read("package.json")) as Record<
    "dependencies" | "devDependencies",
    Record<string, string> | undefined
  >;
  for (const name of packages) hash.update(`${name}@${dependencies[name] ?? devDependencies[name]}\0`);
  for (const value of given) hash.update(`${value}\0`);
  return hash.digest("hex");
}

/** Everything that a file imports, itself included, sorted. */
export function importedBy(
  entry: string,
  read: ReadSource,
): { readonly files: readonly string[]; readonly packages: readonly string[] } {
  const files = new Set<string>();
  const packages = new Set<string>();
  const visit = (path: string): void => {
    if (files.has(path) || path.startsWith("src/errors/")) return;
    files.add(path);
    for (const [, statically, dynamically] of read(path).matchAll(IMPORTED)) {
      const name = (statically ?? dynamically)!;
      if (name.startsWith(".")) visit(posix.join(posix.dirname(path), name));
      else if (!name.startsWith("node:")) packages.add(name);
    }
  };
  visit(entry);
  return { files: [...files].sort(), packages: [...packages].sort() };
}
