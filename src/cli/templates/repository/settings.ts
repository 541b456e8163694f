/** What a new repository's package.json asks for. */
export interface Asked {
  /** Of bag-of-latents, as npm takes it: a version, or "file:../bag-of-latents-0.1.0.tgz". */
  readonly ours: string;
  readonly vitest: string;
  readonly typescript: string;
  readonly nodeTypes: string;
}

/** The text of `package.json`. Its scripts are what hints and reports name: "npm run reproduce -- --claim ...". */
export function packageTemplate(name: string, { ours, vitest, typescript, nodeTypes }: Asked): string {
  const commands = [
    ...["reproduce", "merge", "doctor", "bench", "compare", "gallery"],
    ...["new", "register", "accept", "golden:accept"],
  ];
  const content = {
    name,
    version: "0.0.0",
    private: true,
    type: "module",
    imports: {
      "#claims": "bag-of-latents/claims",
      "#papers": "./src/papers/index.ts",
      "#papers/*": "./src/papers/*/index.ts",
    },
    engines: { node: ">=20.19" },
    allowScripts: { "onnxruntime-node": false, protobufjs: false, esbuild: false },
    scripts: {
      test: "vitest run",
      types: "tsc -p .",
      cli: "bag-of-latents",
      ...Object.fromEntries(commands.map((command) => [command, `bag-of-latents ${command}`])),
    },
    dependencies: { "bag-of-latents": ours },
    devDependencies: { "@types/node": nodeTypes, typescript, vitest },
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}

/** The text of `tsconfig.json`: the settings of the package's own sources. */
export function tsconfigTemplate(): string {
  const content = {
    compilerOptions: {
      target: "ES2023",
      lib: ["ES2023"],
      module: "NodeNext",
      moduleResolution: "NodeNext",
      types: ["node"],
      strict: true,
      noUncheckedIndexedAccess: true,
      exactOptionalPropertyTypes: true,
      verbatimModuleSyntax: true,
      erasableSyntaxOnly: true,
      allowImportingTsExtensions: true,
      skipLibCheck: true,
      noEmit: true,
    },
    include: ["src", "spec", "vitest.config.ts"],
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}

/** The text of `vitest.config.ts`. */
export function vitestTemplate(): string {
  return `import { ownPapers } from "bag-of-latents/vitest";
import { defineConfig } from "vitest/config";
import { papers } from "./src/papers/index.ts";

export default defineConfig(ownPapers(papers));
`;
}

/** The text of `src/papers/index.ts`, in the form that `npm run new -- paper` adds to. */
export function papersTemplate(paper: string, importedAs: string): string {
  return `import type { Paper } from "bag-of-latents";
import { paper as ${importedAs} } from "./${paper}/paper.ts";

/** The papers whose claims are tested, a line each; the first has reports/latest to itself. */
export const papers: readonly Paper[] = [${importedAs}];
`;
}

/** The text of `.gitignore`. */
export const GITIGNORE = `node_modules
reports/latest/
reports/tries/
/parts/
.cache/
.vitest-attachments/
`;

/** The text of `.npmrc`: the install script of the runtime fetches parts for graphics cards, which no run needs. */
export const NPMRC = "ignore-scripts=true\n";
