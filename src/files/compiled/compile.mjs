import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { build } from "esbuild";
import { readyValidators } from "./ready-validators.mjs";

/** What is started or imported by name, and its source. Every paper is added as papers/<id>. */
const ENTRIES = {
  main: "src/cli/main.ts",
  claims: "src/vitest/claims.ts",
  papers: "src/papers/index.ts",
  errors: "src/errors/index.ts",
  "benchmark-child": "src/bench/benchmark-child.ts",
  "serve-models": "src/model/pool/serve-models.ts",
  "serve-covariance": "src/math/covariance/serve-covariance.ts",
  "serve-tokenizer": "src/checkpoint/tokenizers/serve-tokenizer.ts",
};

/** Packages with parts of their own that cannot be put into one file, or that must be the ones others import. */
const AS_INSTALLED =
  /^(vitest|vite|tsx|esbuild|onnxruntime-node|onnxruntime-common|@huggingface\/[^/]+|@jax-js\/[^/]+)(\/|$)/;

/** Folders that nobody has made or needed for so long are removed when another is made. */
const KEPT_DAYS = 30;

/**
 * Compiles the code of the checkout into `folder`, which is there whole or not at all.
 *
 * @param {string} root
 * @param {string} folder
 */
export async function compile(root, folder) {
  const all = dirname(folder);
  mkdirSync(all, { recursive: true });
  removeOld(all);
  const made = mkdtempSync(join(all, "being-made-"));
  try {
    await bundle(root, { ...ENTRIES, ...papersOf(root) }, made);
    renameSync(made, folder);
  } catch (error) {
    rmSync(made, { recursive: true, force: true });
    if (!statSync(folder, { throwIfNoEntry: false })) throw error; // another process made it meanwhile
  }
}

/**
 * Puts sources and what they import into files of plain JavaScript, `outdir/<name>.mjs` for each of `entryPoints`. They
 * can be run where BAG_OF_LATENTS_ROOT is the URL of the checkout, with a slash at its end.
 *
 * @param {string} root
 * @param {Readonly<Record<string, string>>} entryPoints
 * @param {string} outdir
 */
export async function bundle(root, entryPoints, outdir) {
  await build({
    absWorkingDir: root,
    entryPoints,
    outdir,
    outExtension: { ".js": ".mjs" },
    chunkNames: "chunks/[name]-[hash]",
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
    // packages in CommonJS ask for Node's own modules
    banner: {
      js: 'import { createRequire as ownRequire } from "node:module"; const require = ownRequire(import.meta.url);',
    },
    plugins: [asInstalled, readyValidators(root), placesOfSources(root)],
    logLevel: "silent",
  });
}

/** From a temporary folder a package is found by its place. */
const asInstalled = {
  name: "as-installed",
  setup(compiling) {
    compiling.onResolve({ filter: AS_INSTALLED }, ({ path }) => ({
      path: import.meta.resolve(path),
      external: true,
    }));
  },
};

/** The code asks where its sources are, to find what lies beside them. */
function placesOfSources(root) {
  return {
    name: "places-of-sources",
    setup(compiling) {
      compiling.onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, ({ path }) => {
        const text = readFileSync(path, "utf8");
        if (!text.includes("import.meta.url")) return undefined;
        const place = relative(root, path).split(sep).join("/");
        const url = `(process.env["BAG_OF_LATENTS_ROOT"] + ${JSON.stringify(place)})`;
        return { loader: "ts", contents: text.replaceAll("import.meta.url", url) };
      });
    },
  };
}

function papersOf(root) {
  const folders = readdirSync(join(root, "src/papers"), { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  return Object.fromEntries(folders.map(({ name }) => [`papers/${name}`, `src/papers/${name}/index.ts`]));
}

function removeOld(all) {
  const before = Date.now() - KEPT_DAYS * 24 * 60 * 60 * 1000;
  for (const name of readdirSync(all)) {
    const { mtimeMs = before } = statSync(join(all, name), { throwIfNoEntry: false }) ?? {}; // another process moved it
    if (mtimeMs < before) rmSync(join(all, name), { recursive: true, force: true });
  }
}
