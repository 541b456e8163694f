import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, relative, resolve } from "node:path";
import { AlreadyExistsError, UnwritableFolderError } from "../../errors/index.ts";
import { PACKAGE } from "../../files/checkout.ts";
import { readJsonObject } from "../../files/read-json.ts";
import { withPackageImports } from "../templates/package-imports.ts";
import { standingTemplate, THRESHOLD } from "../templates/repository/expected.ts";
import {
  generatorsIndexTemplate,
  ISOTROPIC,
  isotropicTemplate,
  lawTemplate,
} from "../templates/repository/generators.ts";
import { readmeTemplate } from "../templates/repository/readme.ts";
import { registeredTemplate } from "../templates/repository/registered.ts";
import {
  type Asked,
  GITIGNORE,
  NPMRC,
  packageTemplate,
  papersTemplate,
  tsconfigTemplate,
  vitestTemplate,
} from "../templates/repository/settings.ts";
import { workflowTemplate } from "../templates/repository/workflow.ts";
import { newPaperFiles } from "./new-paper.ts";

/** The paper of a new repository; `npm run new -- paper` writes others. */
const PAPER = "my-paper";
const IMPORTED_AS = "myPaper";

/** What a folder may hold and still be a new repository. */
const NOTHING = new Set([".git"]);

/** Every file of a new repository, from its folder. */
export function repositoryFiles(
  name: string,
  asked: Asked,
): readonly { readonly path: string; readonly text: string }[] {
  const paper = `src/papers/${PAPER}`;
  return [
    { path: "package.json", text: packageTemplate(name, asked) },
    { path: "tsconfig.json", text: tsconfigTemplate() },
    { path: "vitest.config.ts", text: vitestTemplate() },
    { path: ".gitignore", text: GITIGNORE },
    { path: ".npmrc", text: NPMRC },
    { path: "README.md", text: readmeTemplate(name, PAPER) },
    { path: ".github/workflows/claims.yml", text: workflowTemplate() },
    { path: "src/papers/index.ts", text: papersTemplate(PAPER, IMPORTED_AS) },
    ...newPaperFiles(PAPER, { threshold: THRESHOLD, ownTypes: [ISOTROPIC] }).map(({ path, text }) => ({
      path,
      text: withPackageImports(text),
    })),
    { path: `${paper}/generators/index.ts`, text: generatorsIndexTemplate() },
    { path: `${paper}/generators/isotropic.ts`, text: isotropicTemplate() },
    { path: "spec/laws/isotropic.spec.ts", text: lawTemplate(PAPER) },
    { path: "spec/registered.spec.ts", text: registeredTemplate() },
    { path: "fixtures/organism/standing.json", text: standingTemplate(PAPER) },
  ];
}

/**
 * Writes a repository for a paper of one's own into `folder`, which is made where it is not there; gives the paths of
 * its files. They are moved to their place when all of them are written.
 *
 * Throws: AlreadyExistsError where the folder holds anything but `.git`; UnwritableFolderError, and then nothing is left.
 */
export async function writeRepository(folder: string): Promise<readonly string[]> {
  const there = await namesIn(folder);
  const inTheWay = there.find((name) => !NOTHING.has(name));
  if (inTheWay !== undefined)
    throw new AlreadyExistsError({
      file: join(folder, inTheWay),
      hint: "Hint: name a folder that is empty or not there yet: npx bag-of-latents init my-paper",
    });
  const files = repositoryFiles(nameFor(folder), await askedFor(folder));
  const made = await firstMade(folder);
  const moved: string[] = [];
  let staging: string | undefined;
  try {
    await mkdir(folder, { recursive: true });
    staging = await mkdtemp(join(folder, ".unfinished-"));
    for (const { path, text } of files) {
      await mkdir(dirname(join(staging, path)), { recursive: true });
      await writeFile(join(staging, path), text);
    }
    for (const name of await readdir(staging)) {
      await rename(join(staging, name), join(folder, name));
      moved.push(name);
    }
    await rm(staging, { recursive: true });
  } catch (cause) {
    for (const name of moved) await rm(join(folder, name), { recursive: true, force: true });
    if (staging !== undefined) await rm(staging, { recursive: true, force: true });
    if (made !== null) await rm(made, { recursive: true, force: true });
    throw new UnwritableFolderError({ folder, cause });
  }
  return files.map(({ path }) => path);
}

/** What is in a folder; nothing where it is not there. Throws: UnwritableFolderError for what is no folder. */
async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw new UnwritableFolderError({ folder, cause });
  }
}

/** The outermost folder that has to be made for this one; null where it is there. */
async function firstMade(folder: string): Promise<string | null> {
  if (existsSync(folder)) return null;
  const above = dirname(folder);
  return (above === folder ? null : await firstMade(above)) ?? folder;
}

/** The folder's name as npm takes it. */
function nameFor(folder: string): string {
  const name = basename(resolve(folder))
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, "-")
    .replace(/^-+|-+$/g, "");
  return name === "" || name === "bag-of-latents" ? PAPER : name;
}

const REINSTALL = "Hint: install bag-of-latents again.";

interface PackageFile {
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

/** What the new repository asks npm for: this package as it was installed here, and what its own checks run with. */
async function askedFor(folder: string): Promise<Asked> {
  const file = join(PACKAGE, "package.json");
  const own = (await readJsonObject(
    file,
    "the package's own package.json",
    REINSTALL,
  )) as unknown as PackageFile;
  const { dependencies, devDependencies } = own;
  return {
    ours: (await installedFrom(folder)) ?? `^${own.version}`,
    vitest: dependencies["vitest"]!,
    typescript: devDependencies["typescript"]!,
    nodeTypes: devDependencies["@types/node"]!,
  };
}

/** The tarball or the repository that npm took this package from; null where it was a registry, and in the checkout. */
async function installedFrom(folder: string): Promise<string | null> {
  const modules = dirname(PACKAGE);
  const lock = join(modules, ".package-lock.json"); // npm's own record of what it put there
  if (!existsSync(lock)) return null;
  const { packages } = (await readJsonObject(lock, "npm's record of what is installed", REINSTALL)) as {
    readonly packages?: Readonly<Record<string, { readonly resolved?: string }>>;
  };
  const from = packages?.["node_modules/bag-of-latents"]?.resolved;
  if (from === undefined || /^https?:/.test(from)) return null;
  if (!from.startsWith("file:")) return from;
  const file = resolve(dirname(modules), from.slice("file:".length));
  return `file:${relative(resolve(folder), file)}`;
}
