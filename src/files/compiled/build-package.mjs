import { copyFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, posix, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { readyValidators } from "./ready-validators.mjs";

/** The checkout. */
const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

/** What is imported by name, and its source; a file of dist/types each. Every paper is added as papers-<id>. */
const PUBLIC = { index: "src/index.ts", claims: "src/vitest/claims.ts", vitest: "src/vitest/own-papers.ts" };

/** What a process or a thread is started from. Each looks for the others beside itself, so all are in one folder. */
const STARTED = [
  "src/cli/start.mjs",
  "src/cli/main.ts",
  "src/model/pool/pool-worker.mjs",
  "src/model/pool/serve-models.ts",
  "src/math/covariance/covariance-worker.mjs",
  "src/math/covariance/serve-covariance.ts",
  "src/checkpoint/tokenizers/tokenizer-worker.mjs",
  "src/checkpoint/tokenizers/serve-tokenizer.ts",
  "src/bench/start-child.mjs",
  "src/bench/benchmark-child.ts",
];

const SCHEMAS = [
  "src/report/report.schema.json",
  "src/experiment/record.schema.json",
  "src/claim/registration/ledger.schema.json",
];

/** Set before the runtime is loaded, so it is a file of its own that is imported first. */
const TELEMETRY = "ort-telemetry";

/**
 * Builds what `npm pack` puts into the package besides the organism: plain JavaScript, its types and the schemas, in
 * `outdir`. Packages stay imports; Node takes no types off below node_modules, so nothing of TypeScript is left to run.
 *
 * @param {string} outdir
 */
export async function buildPackage(outdir) {
  rmSync(outdir, { recursive: true, force: true });
  const named = { ...PUBLIC, ...papersOf() };
  await bundle(named, outdir);
  for (const name of Object.keys(named))
    writeFileSync(
      join(outdir, `${name}.mjs`),
      `import "./${TELEMETRY}.mjs";\n\nexport * from "./${name}-code.mjs";\n`,
    );
  mkdirSync(join(outdir, "schemas"));
  for (const schema of SCHEMAS) copyFileSync(join(ROOT, schema), join(outdir, "schemas", basename(schema)));
  for (const [file, text] of await typesOf(Object.values(named))) {
    const path = join(outdir, "types", file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}

async function bundle(named, outdir) {
  const started = STARTED.map((source) => [basename(source).replace(/\.m?[jt]s$/, ""), source]);
  const code = Object.entries(named).map(([name, source]) => [`${name}-code`, source]);
  const telemetry = [[TELEMETRY, `src/model/${TELEMETRY}.ts`]];
  await build({
    absWorkingDir: ROOT,
    entryPoints: Object.fromEntries([...started, ...code, ...telemetry]),
    outdir,
    outExtension: { ".js": ".mjs" },
    chunkNames: "chunk-[hash]",
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
    packages: "external",
    plugins: [beside, readyValidators(ROOT)],
    logLevel: "silent",
  });
}

/** Modules that are another file's in a package. */
const beside = {
  name: "beside",
  setup(building) {
    building.onResolve({ filter: /\/ort-telemetry\.ts$/ }, ({ kind }) =>
      kind === "entry-point" ? undefined : { path: `./${TELEMETRY}.mjs`, external: true },
    );
    building.onResolve({ filter: /\/compiled-code\.mjs$/ }, () => ({
      path: fileURLToPath(new URL("./built-code.mjs", import.meta.url)),
    }));
  },
};

/** The declarations that the public ones import, in whatever depth, by path below src. */
async function typesOf(entries) {
  const { default: ts } = await import("typescript");
  const config = ts.readConfigFile(join(ROOT, "tsconfig.json"), ts.sys.readFile).config;
  const { options } = ts.parseJsonConfigFileContent({ ...config, files: entries, include: [] }, ts.sys, ROOT);
  const src = join(ROOT, "src");
  const program = ts.createProgram(
    entries.map((entry) => join(ROOT, entry)),
    { ...options, noEmit: false, declaration: true, emitDeclarationOnly: true, rootDir: src, outDir: src },
  );
  const all = new Map();
  const keep = (path, text) => all.set(relative(src, path).split(sep).join("/"), text);
  // declarations alone, and at any rate: otherwise every file is type-checked first, which `npm run check` does
  program.emit(undefined, keep, undefined, true, undefined, true);
  const reached = new Map();
  const reach = (file) => {
    const text = all.get(file);
    if (text === undefined || reached.has(file)) return;
    reached.set(file, text.replaceAll(IMPORTED, "$1.js$2"));
    for (const [, path] of text.matchAll(IMPORTED))
      reach(posix.join(posix.dirname(file), `${path.slice(path.search(/["']/) + 1)}.d.ts`));
  };
  for (const entry of entries) reach(relative("src", entry).split(sep).join("/").replace(/\.ts$/, ".d.ts"));
  return reached;
}

/** A source file as a declaration imports it. */
const IMPORTED = /((?:\bfrom |\bimport\(|^import )["']\.[^"']*)\.ts(["'])/gm;

function papersOf() {
  const folders = readdirSync(join(ROOT, "src/papers"), { withFileTypes: true });
  return Object.fromEntries(
    folders
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => [`papers-${name}`, `src/papers/${name}/index.ts`]),
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildPackage(join(ROOT, "dist"));
