import { homedir } from "node:os";
import { join } from "node:path";

/**
 * Where digests and converted weights are kept between runs: the operating system's cache folder for this user,
 * never inside node_modules (an install deletes that).
 */
export function defaultCacheDirectory(
  environment: Readonly<Record<string, string | undefined>> = process.env,
  platform: string = process.platform,
): string {
  const own = "bag-of-latents";
  if (environment["BAG_OF_LATENTS_CACHE"]) return environment["BAG_OF_LATENTS_CACHE"];
  if (environment["XDG_CACHE_HOME"]) return join(environment["XDG_CACHE_HOME"], own);
  if (platform === "win32" && environment["LOCALAPPDATA"])
    return join(environment["LOCALAPPDATA"], own, "Cache");
  if (platform === "darwin") return join(homedir(), "Library", "Caches", own);
  return join(homedir(), ".cache", own);
}
