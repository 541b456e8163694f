import { lstatSync, mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { homeFolder } from "./home-folder.ts";

/**
 * Where digests and converted weights are kept between runs: the operating system's cache folder for this user,
 * never inside node_modules (an install deletes that). Where the user has no home folder it is a temporary one, which
 * is said once.
 */
export function defaultCacheDirectory(
  environment: Readonly<Record<string, string | undefined>> = process.env,
  platform: string = process.platform,
  home: string | null = homeFolder(),
): string {
  const own = "bag-of-latents";
  if (environment["BAG_OF_LATENTS_CACHE"]) return environment["BAG_OF_LATENTS_CACHE"];
  if (environment["XDG_CACHE_HOME"]) return join(environment["XDG_CACHE_HOME"], own);
  if (platform === "win32" && environment["LOCALAPPDATA"])
    return join(environment["LOCALAPPDATA"], own, "Cache");
  if (home === null) return temporaryCache();
  if (platform === "darwin") return join(home, "Library", "Caches", own);
  return join(home, ".cache", own);
}

let temporary: string | undefined;

/** One a user, kept while the system keeps it. Processes that this one starts are told of it by the environment. */
function temporaryCache(): string {
  if (temporary !== undefined) return temporary;
  temporary = ownTemporaryFolder();
  process.env["BAG_OF_LATENTS_CACHE"] = temporary;
  process.stderr.write(
    `This user has no home folder: what is fetched and converted is kept in ${temporary}. Hint: BAG_OF_LATENTS_CACHE names a folder that stays.\n`,
  );
  return temporary;
}

/** A folder that nobody else may write into; a fresh one where another user has taken its name. */
function ownTemporaryFolder(): string {
  const user = process.getuid?.();
  const folder = join(tmpdir(), `bag-of-latents-cache-${user ?? "user"}`);
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  const found = lstatSync(folder);
  const own =
    found.isDirectory() && (user === undefined || (found.uid === user && (found.mode & 0o022) === 0));
  return own ? folder : mkdtempSync(`${folder}-`);
}
