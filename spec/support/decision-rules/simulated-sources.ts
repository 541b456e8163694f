import { createHash } from "node:crypto";
import { posix } from "node:path";
import { build, type Plugin } from "esbuild";

/** Where sources are read: the text of a file by its path from the checkout, with forward slashes. */
export type ReadSource = (path: string) => string;

/** What runs of a file of TypeScript and of all it imports. */
export interface Running {
  /** In plain JavaScript: only what is reached from the file, without types, comments and layout. */
  readonly code: string;
  /** The packages it imports, sorted. */
  readonly packages: readonly string[];
}

/**
 * The sha256 of what runs of a file, of each package's name with the version that package.json asks for, and of what else
 * is `given` to it. What nothing calls, a comment, a type or a file that is only imported moves no number and no digest.
 *
 * `src/errors` is left out: sentences decide no number. Node's own modules are left out: a version of Node is recorded
 * beside the digest.
 */
export async function digestOfSources(
  entry: string,
  read: ReadSource,
  given: readonly string[] = [],
): Promise<string> {
  const { code, packages } = await running(entry, read);
  const hash = createHash("sha256").update(`${code}\0`);
  const { dependencies = {}, devDependencies = {} } = JSON.parse(read("package.json")) as Record<
    "dependencies" | "devDependencies",
    Record<string, string> | undefined
  >;
  for (const name of packages) hash.update(`${name}@${dependencies[name] ?? devDependencies[name]}\0`);
  for (const value of given) hash.update(`${value}\0`);
  return hash.digest("hex");
}

/** What runs of a file, put together in one. */
export async function running(entry: string, read: ReadSource): Promise<Running> {
  const packages = new Set<string>();
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: "esm",
    target: "node20",
    minifyWhitespace: true,
    minifySyntax: true, // folds constants, so that those that nothing asks for go
    plugins: [sourcesFrom(entry, read, packages)],
    logLevel: "silent",
  });
  return { code: outputFiles[0]!.text, packages: [...packages].sort() };
}

/** Reads every file by its path from the checkout, and leaves packages and errors where they are. */
function sourcesFrom(entry: string, read: ReadSource, packages: Set<string>): Plugin {
  return {
    name: "sources",
    setup(compiling) {
      compiling.onResolve({ filter: /./ }, ({ path, importer, kind }) => {
        if (kind === "entry-point") return { path: entry, namespace: "source" }; // esbuild may have put ./ before it
        if (!path.startsWith(".")) {
          if (!path.startsWith("node:")) packages.add(path);
          return { path, external: true };
        }
        const place = posix.join(posix.dirname(importer), path);
        return place.startsWith("src/errors/")
          ? { path: place, external: true, sideEffects: false }
          : { path: place, namespace: "source" };
      });
      compiling.onLoad({ filter: /./, namespace: "source" }, ({ path }) => ({
        contents: read(path),
        loader: "ts",
      }));
    },
  };
}
