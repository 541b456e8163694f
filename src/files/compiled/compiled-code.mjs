import { createHash } from "node:crypto";
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** The checkout's URL, with a slash at its end. */
const ROOT = new URL("../../../", import.meta.url);

/** What is compiled besides `src`, and what says of which packages. */
const BESIDES = ["package.json", "node_modules/.package-lock.json"];

/**
 * The folder of this checkout's code as a few files of plain JavaScript; it is made first where nobody has yet.
 *
 * It is named by the sha256 of everything it was made from, so code that was edited is another folder. null where it
 * cannot be made or kept (packages of another user), and where BAG_OF_LATENTS_STACK asks for the places in the sources.
 * The processes and threads that this one starts take the same folder: BAG_OF_LATENTS_COMPILED tells them.
 */
export async function compiledCode() {
  delete process.env.BAG_OF_LATENTS_COMPILED;
  if (process.env.BAG_OF_LATENTS_STACK) return null;
  try {
    const root = fileURLToPath(ROOT);
    const folder = join(ownFolder(), digestOf(root));
    if (!existsSync(folder)) {
      const { compile } = await import("./compile.mjs");
      await compile(root, folder);
    }
    process.env.BAG_OF_LATENTS_ROOT = ROOT.href; // the compiled code asks where its sources are
    process.env.BAG_OF_LATENTS_COMPILED = folder;
    return folder;
  } catch {
    return null; // the sources can be run as well, only slower
  }
}

/**
 * Loads `name` of the compiled code: what the process's parent compiled, else what this checkout's sources are. Without
 * any, it loads the source: Node strips the types itself where it can (22.18 and later), elsewhere tsx does.
 *
 * @param {string} name what it is called in `ENTRIES`
 * @param {URL} source
 */
export async function load(name, source) {
  const compiled = process.env.BAG_OF_LATENTS_COMPILED ?? (await compiledCode());
  if (compiled) return import(pathToFileURL(join(compiled, `${name}.mjs`)).href);
  if (!process.features.typescript) {
    const { register } = await import("tsx/esm/api");
    register();
  }
  return import(source.href);
}

/** Where a user's compiled code is: a temporary folder that nobody else may write into. Throws: where there is none. */
function ownFolder() {
  const user = process.getuid?.();
  const folder = join(tmpdir(), `bag-of-latents-code-${user ?? "user"}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const found = lstatSync(folder);
  const own =
    found.isDirectory() && (user === undefined || (found.uid === user && (found.mode & 0o022) === 0));
  if (!own) throw new Error(`${folder} is another user's`);
  return folder;
}

/** @param {string} root */
function digestOf(root) {
  const hash = createHash("sha256").update(realpathSync(join(root, "node_modules")));
  const sources = readdirSync(join(root, "src"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ path, name }) => join(path, name))
    .sort();
  for (const path of [...sources, ...BESIDES.map((name) => join(root, name))]) {
    const bytes = readFileSync(path);
    hash.update(`${path.slice(root.length)}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest("hex");
}
