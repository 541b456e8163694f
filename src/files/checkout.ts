import { existsSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const HERE = dirname(fileURLToPath(import.meta.url));

/** The folder of the package this code belongs to, without a slash at its end: the checkout, or where it is installed. */
export const PACKAGE = nearestPackage(HERE) ?? HERE;

/** Whether this code is the package as `npm pack` builds it, and not the sources of the checkout. */
export const IS_INSTALLED = basename(HERE) === "dist";

/**
 * The folder whose claims, goldens, ledgers and reports these are, without a slash at its end: the checkout; where the
 * package is installed, the nearest folder with a package.json from where the process was started.
 *
 * The processes that this one starts take the same: BAG_OF_LATENTS_PROJECT tells them.
 */
export const CHECKOUT = IS_INSTALLED ? installedFor() : PACKAGE;

/** Where the organism and the package's own facts are, for the commands of `root`: an installed package has them inside. */
export function shippedIn(root: string): string {
  return IS_INSTALLED ? PACKAGE : root;
}

/** The file that starts the command line. */
export const START_FILE = join(PACKAGE, IS_INSTALLED ? "dist/start.mjs" : "src/cli/start.mjs");

/**
 * The folder of what is said of a model: the model's own, and for one that ships inside an installed package the folder
 * of the same name in the user's project.
 */
export function saidIn(modelDir: string): string {
  const inside = relative(PACKAGE, modelDir);
  return IS_INSTALLED && !inside.startsWith("..") ? join(CHECKOUT, inside) : modelDir;
}

function installedFor(): string {
  process.env["BAG_OF_LATENTS_PROJECT"] ??= nearestPackage(process.cwd()) ?? process.cwd();
  return process.env["BAG_OF_LATENTS_PROJECT"];
}

/** The folder itself or the nearest above it that has a package.json; null where there is none. */
function nearestPackage(folder: string): string | null {
  if (existsSync(join(folder, "package.json"))) return folder;
  const above = dirname(folder);
  return above === folder ? null : nearestPackage(above);
}
