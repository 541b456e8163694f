import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { papers } from "../src/papers/index.ts";
import { ROOT } from "./support/root.ts";
import { importCycles, readSource, type SourceFile, sourceFiles } from "./support/source-imports.ts";

/**
 * The core, innermost first: a layer imports itself and what stands before it. The port stands before `sae`, since an
 * SAE says at which hook point and in which residual convention it was trained.
 */
const LAYERS = [
  "errors",
  "limits",
  "validation",
  "math",
  "stats",
  "port",
  "sae",
  "activations",
  "prompts",
  "experiment",
  "claim",
  "paper",
  "report",
] as const;

/** What the edges of the product may all use. */
const BASE = ["errors", "limits", "validation", "math"] as const;

/** The edges point inward: what each may import besides itself. Only `run` and what uses a run know papers. */
const EDGES: Readonly<Record<string, readonly string[]>> = {
  adapter: [...BASE, "port"],
  files: [...LAYERS],
  device: [...BASE, "port", "adapter", "files"],
  checkpoint: [...BASE, "port", "sae", "adapter", "files"],
  store: [...LAYERS, "files"],
  hub: [...BASE, "port", "checkpoint", "files"],
  openwebtext: [...BASE, "port", "prompts", "files", "hub"],
  organism: [...BASE, "stats", "port", "prompts", "adapter", "checkpoint", "files"],
  doctor: [...BASE, "port", "sae", "adapter"],
  papers: [...LAYERS],
  run: [
    ...LAYERS,
    "adapter",
    "files",
    "device",
    "checkpoint",
    "store",
    "hub",
    "openwebtext",
    "organism",
    "doctor",
    "papers",
  ],
  golden: [...LAYERS, "files", "run"],
  bench: [...LAYERS, "adapter", "files", "checkpoint", "papers", "run"],
  vitest: [...LAYERS, "files", "store", "golden", "papers", "run"],
  cli: [
    ...LAYERS,
    "adapter",
    "files",
    "device",
    "checkpoint",
    "store",
    "organism",
    "doctor",
    "papers",
    "golden",
    "bench",
    "run",
    "vitest",
  ],
  index: [...LAYERS, "adapter", "files", "checkpoint", "papers", "run", "vitest"],
};

/** The port's own files; every other file of src/model is an adapter or serves one. */
const PORT = [
  "src/model/language-model.ts",
  "src/model/hook-point.ts",
  "src/model/device.ts",
  "src/model/frozen.ts",
  "src/model/residual-at.ts",
  "src/model/published-weights.ts",
];

/** Where the outside world is reached: files, processes, the clock, the environment. */
const OUTSIDE = "(bench|checkpoint|cli|device|files|golden|hub|openwebtext|run|store|vitest)";

/** What only some places may know, and which. */
const CONFINED: readonly { readonly what: RegExp; readonly to: RegExp }[] = [
  { what: /^(node:)?(fs|fs\/promises|child_process)$/, to: new RegExp(`^src/${OUTSIDE}/`) },
  { what: /^vitest(\/|$)/, to: /^src\/vitest\// },
  { what: /^onnxruntime[\w-]*$/, to: /^src\/(model\/ort-|bench\/ort-)/ },
  { what: /^@jax-js\//, to: /^src\/model\/jax\// },
  { what: /^hyparquet/, to: /^src\/openwebtext\// },
];

/** The organism's command: files of src/organism that read and write what a training leaves behind. */
const ORGANISM_COMMAND = [
  "src/organism/checkpoint.ts",
  "src/organism/export.ts",
  "src/organism/second-training.ts",
];

/** Sets, before the runtime is loaded, what it only takes from the environment. */
const RUNTIME_SWITCHES = "src/model/ort-telemetry.ts";

/** What reads text without `src/files/read-text.ts`, and why bytes that are no text do no harm there. */
const RAW_TEXT: Readonly<Record<string, string>> = {
  "src/store/store-lock.ts": "at the end of the process nothing can be waited for; such a lock has no holder",
  "src/golden/golden-store.ts": "a matcher of vitest cannot wait; goldens are in version control",
  "src/cli/program.ts": "the program's own package.json",
  "src/cli/generate-report-types.ts": "the program's own schemas and types",
  "src/vitest/shared-specs.ts": "the program's own specs, read before vitest starts",
  "src/vitest/compiled-claims.ts": "the program's own claims, read before vitest starts",
  "src/run/claim-files.ts": "the program's own claims, named while options are read",
};

const files = sourceFiles("src");

describe("the source", () => {
  it("is read: a static, a dynamic and a type-only import are all seen", () => {
    const { files: seen, packages } = readSource(
      "src/a/b.ts",
      'import x from "../c.ts";\nimport type { Y } from "./d.ts";\nexport * from "node:fs";\nawait import("vitest");',
    );
    expect([seen, packages]).toEqual([
      ["src/c.ts", "src/a/d.ts"],
      ["node:fs", "vitest"],
    ]);
    expect(files.length).toBeGreaterThan(50);
  });

  it("knows the place of every file", () => {
    expect(files.filter(({ path }) => !(placeOf(path) in EDGES || isLayer(placeOf(path))))).toEqual([]);
  });

  it("imports inwards only", () => {
    expect(files.flatMap(outward)).toEqual([]);
  });

  it("has the layers that CONTRIBUTING lists, in that order", () => {
    const text = readFileSync(join(ROOT, "CONTRIBUTING.md"), "utf8");
    const [, list = ""] =
      /^- Layers, left imports nothing from right: ((?:`\w+`(?:, )?)+)\./m.exec(text) ?? [];
    expect(list.replaceAll("`", "").split(", ")).toEqual(LAYERS);
  });

  it("would be caught importing outwards", () => {
    const wrong = readSource("src/math/vec.ts", 'import { ks } from "../stats/ks.ts";');
    expect(outward(wrong)).toEqual(["src/math/vec.ts imports src/stats/ks.ts"]);
  });

  it("has no ring of imports", () => {
    expect(importCycles(files)).toEqual([]);
  });

  it("would be caught in a ring", () => {
    const ring = [
      readSource("src/a.ts", 'import "./b.ts";'),
      readSource("src/b.ts", 'import "./c.ts";'),
      readSource("src/c.ts", 'import "./b.ts";'),
    ];
    expect(importCycles(ring)).toEqual([["src/b.ts", "src/c.ts"]]);
  });

  it("never imports specs, fixtures, goldens or reports", () => {
    const outside = files.flatMap(({ path, files: imported }) =>
      imported.filter((file) => !file.startsWith("src/")).map((file) => `${path} imports ${file}`),
    );
    expect(outside).toEqual([]);
  });

  it("touches files, processes, vitest and the runtimes only where it may", () => {
    const strays = files.flatMap(({ path, packages }) =>
      packages.flatMap((name) =>
        CONFINED.filter(
          ({ what, to }) => what.test(name) && !to.test(path) && !mayStoreTraining(path, name),
        ).map(() => `${path} imports ${name}`),
      ),
    );
    expect(strays).toEqual([]);
  });

  it("reads the environment and the clock only at its edges", () => {
    const strays = files
      .filter(({ path }) => !new RegExp(`^src/${OUTSIDE}/`).test(path) && !ORGANISM_COMMAND.includes(path))
      .filter(({ path }) => path !== RUNTIME_SWITCHES)
      .filter(({ text }) =>
        /\bprocess\.(env|argv|cwd|exit)|\bnew Date\(\)|\bDate\.now\(|\bMath\.random\(/.test(text),
      )
      .map(({ path }) => path);
    expect(strays).toEqual([]);
  });

  it("reads text raw in its room of files alone, and where it says why", () => {
    const raw = /\breadFile(?:Sync)?\([^;]*?["']utf-?8["']/;
    expect(raw.test('await readFile(join(dir, "a"), "utf8")')).toBe(true);
    const reading = files.filter(({ path, text }) => !path.startsWith("src/files/") && raw.test(text));
    expect(reading.map(({ path }) => path).sort()).toEqual(Object.keys(RAW_TEXT).sort());
  });

  it("names no paper, and no number of one on arXiv, outside its own folder", () => {
    const names = papers.flatMap(({ id, arxiv }) => [id, arxiv.replace(/v\d+$/, "").replace(".", "\\.")]);
    const words = new RegExp(names.map((name) => `\\b${name}`).join("|"));
    const naming = files.filter(({ path, text }) => !path.startsWith("src/papers/") && words.test(text));
    expect(naming.map(({ path }) => path)).toEqual([]);
    expect(words.test("the authors of 2409.15019v2")).toBe(true);
  });

  it("has no folder of more than 25 files and no file over 250 lines, but for those that are generated", () => {
    const inFolder = new Map<string, number>();
    for (const { path } of files) inFolder.set(dirname(path), (inFolder.get(dirname(path)) ?? 0) + 1);
    expect([...inFolder].filter(([, count]) => count > 25)).toEqual([]);
    const long = files.filter(
      ({ path, text }) => !path.endsWith(".generated.ts") && text.trimEnd().split("\n").length > 250,
    );
    expect(long.map(({ path }) => path)).toEqual([]);
  });
});

function placeOf(path: string): string {
  if (PORT.includes(path)) return "port";
  const [, folder] = /^src\/([a-z]+)(?:\/|\.ts$)/.exec(path) ?? [];
  return folder === "model" ? "adapter" : (folder ?? path);
}

function isLayer(place: string): boolean {
  return (LAYERS as readonly string[]).includes(place);
}

function outward({ path, files: imported }: Pick<SourceFile, "path" | "files">): string[] {
  const from = placeOf(path);
  const allowed = isLayer(from) ? LAYERS.slice(0, LAYERS.indexOf(from as never)) : (EDGES[from] ?? []);
  return imported
    .filter((file) => file.startsWith("src/"))
    .filter((file) => placeOf(file) !== from && !(allowed as readonly string[]).includes(placeOf(file)))
    .map((file) => `${path} imports ${file}`);
}

function mayStoreTraining(path: string, name: string): boolean {
  return ORGANISM_COMMAND.includes(path) && /^node:fs/.test(name);
}
