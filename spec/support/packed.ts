import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { buildPackage } from "../../src/files/compiled/build-package.mjs";
import { temporaryFolder } from "./files.ts";
import { ROOT } from "./root.ts";

/** What npm finds beside `package.json` when it packs, besides what is built. */
const BESIDE = ["package.json", "README.md", "LICENSE", "fixtures/organism"];

/** What must never be in a package, and lies beside it all the same. */
const DECOYS = [
  "src/index.ts",
  "spec/claims/a.spec.ts",
  "golden/organism/a.json",
  "reports/organism/report.json",
  "fixtures/reference/a.json",
  "DECISIONS.md",
  "vitest.config.ts",
];

/** A file as npm lists it. */
export interface PackedFile {
  readonly path: string;
  readonly size: number;
}

/** A finished process. */
export interface Ended {
  readonly code: number | null;
  /** stdout, and stderr after it. */
  readonly text: string;
}

/** An empty project that the packed package is installed in, without a network. */
export interface Installed {
  readonly folder: string;
  readonly files: readonly PackedFile[];
  /** Runs a command as a shell in `cwd` would, with the commands of the installed packages on its path. */
  run(cwd: string, command: string, ...args: readonly string[]): Ended;
}

/**
 * Builds and packs the package and unpacks it into the `node_modules` of an empty folder. The packages that it names as
 * its dependencies, and no others, are those of the checkout.
 */
export async function installPacked(): Promise<Installed> {
  const stage = temporaryFolder();
  const folder = temporaryFolder();
  for (const path of DECOYS) write(join(stage, path), "");
  for (const path of BESIDE) cpSync(join(ROOT, path), join(stage, path), { recursive: true });
  await buildPackage(join(stage, "dist"));
  const environment = cleanEnvironment(folder);
  const packing = ["pack", "--json", "--ignore-scripts", "--pack-destination", folder];
  const packed = execFileSync("npm", packing, { cwd: stage, encoding: "utf8", env: environment });
  const [{ filename, files }] = JSON.parse(packed) as [{ filename: string; files: readonly PackedFile[] }];
  const modules = join(folder, "node_modules");
  const own = join(modules, "bag-of-latents");
  mkdirSync(own, { recursive: true });
  execFileSync("tar", ["-xzf", join(folder, filename), "-C", own, "--strip-components=1"]);
  linkDependencies(modules, own);
  return {
    folder,
    files,
    run(cwd, command, ...args) {
      const { status, stdout, stderr } = spawnSync(command, args, {
        cwd,
        encoding: "utf8",
        env: environment,
      });
      return { code: status, text: `${stdout}${stderr}` };
    },
  };
}

/** As `npm install` leaves it: the dependencies, and what a new repository asks for besides, with their commands. */
function linkDependencies(modules: string, own: string): void {
  const { dependencies, bin } = JSON.parse(readFileSync(join(own, "package.json"), "utf8")) as {
    readonly dependencies: Readonly<Record<string, string>>;
    readonly bin: Readonly<Record<string, string>>;
  };
  for (const name of [...Object.keys(dependencies), "@types/node", "typescript"]) {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(join(ROOT, "node_modules", name), join(modules, name), "dir");
  }
  mkdirSync(join(modules, ".bin"));
  for (const [name, file] of Object.entries(bin)) {
    chmodSync(join(own, file), 0o755);
    symlinkSync(join("../bag-of-latents", file), join(modules, ".bin", name));
  }
  symlinkSync("../vitest/vitest.mjs", join(modules, ".bin/vitest"));
}

/** A person's own shell: nothing of the surrounding vitest and npm, no CI, and everything that is kept in `folder`. */
function cleanEnvironment(folder: string): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(VITEST|TEST$|NODE_ENV|FC_|npm_|INIT_CWD|CI$|BAG_OF_LATENTS|NODE_OPTIONS)/.test(name),
  );
  return {
    ...Object.fromEntries(kept),
    PATH: [join(folder, "node_modules/.bin"), process.env["PATH"]].join(delimiter),
    BAG_OF_LATENTS_CACHE: join(folder, "cache"),
    npm_config_cache: join(folder, "npm-cache"),
    npm_config_update_notifier: "false",
    npm_config_offline: "true",
  };
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
