import { join } from "node:path";
import { HubNotFoundError, HubOfflineError } from "../errors/index.ts";
import { defaultCacheDirectory } from "../files/cache-directory.ts";
import { fetchHubFile } from "./download.ts";
import { hashFile } from "./file-hash.ts";
import { isMarkedMissing, markMissing } from "./hub-cache.ts";
import { isCommit } from "./hub-file.ts";
import { type HubTools, hubTools } from "./hub-tools.ts";
import { checkLock } from "./lock-file.ts";
import { type Resolved, resolveModel, resolveSae, type WantedFile } from "./resolve-release.ts";

/** A model or SAE as a directory of this machine, in the layout its loader reads. */
export interface FetchedRelease {
  /** How reports name it; null for a directory, which its loader names. */
  readonly name: string | null;
  readonly dir: string;
  /** Where it came from; null for a directory. */
  readonly source: { readonly repo: string; readonly revision: string; readonly commit: string } | null;
  readonly files: readonly { readonly path: string; readonly sha256: string; readonly bytes: number }[];
}

export interface FetchOptions {
  readonly tools?: HubTools;
  /** Where the sha256 of every file is recorded at first use and checked later. */
  readonly lockFile?: string;
  /** Take a changed file and record it, instead of refusing it. */
  readonly acceptChanged?: boolean;
}

/** The model that `--model` names, fetched if need be. Throws: as `fetchHubFile`, `resolveModel` and `checkLock`. */
export function fetchModel(nameOrDir: string, options: FetchOptions = {}): Promise<FetchedRelease> {
  return fetchResolved(resolveModel(nameOrDir), options);
}

/** The SAE that `--sae` names for a hook point, fetched if need be. Throws: as `fetchModel`. */
export function fetchSae(
  nameOrDir: string,
  hook: string,
  options: FetchOptions = {},
): Promise<FetchedRelease> {
  return fetchResolved(resolveSae(nameOrDir, hook), options);
}

/** Fetches all files of a release, from one commit, and holds each against the lock file. */
export async function fetchResolved(resolved: Resolved, options: FetchOptions = {}): Promise<FetchedRelease> {
  if (resolved.from === "directory") return { name: null, dir: resolved.dir, source: null, files: [] };
  const tools = options.tools ?? hubTools();
  const lockFile = options.lockFile ?? join(defaultCacheDirectory(), "hub-lock.json");
  let commit: string | null = null;
  let snapshot = "";
  const files: { path: string; sha256: string; bytes: number }[] = [];
  for (const wanted of resolved.files) {
    // a branch may move between two files: what the first was taken from holds for the others
    const file: WantedFile = { ...wanted, revision: commit ?? wanted.revision };
    const fetched = await fetchOrSkip(file, tools);
    if (fetched === null) continue;
    commit = fetched.commit;
    snapshot = fetched.snapshot;
    const { sha256, bytes } = fetched.hash ?? (await hashFile(fetched.path));
    await checkLock(
      lockFile,
      wanted,
      { sha256, bytes, commit },
      { acceptChanged: options.acceptChanged ?? false },
    );
    files.push({ path: wanted.path, sha256, bytes });
  }
  const { repo, revision } = resolved.files[0]!;
  return {
    name: resolved.name,
    dir: join(snapshot, resolved.folder),
    source: { repo, revision, commit: commit ?? revision },
    files,
  };
}

/** The file, or null for an optional one that the repository does not have. */
async function fetchOrSkip(file: WantedFile, tools: HubTools) {
  const { cacheDir } = tools.environment;
  if (file.optional && (await isMarkedMissing(file, cacheDir))) return null;
  try {
    return await fetchHubFile(file, tools);
  } catch (error) {
    if (!file.optional) throw error;
    if (error instanceof HubOfflineError) return null;
    if (!(error instanceof HubNotFoundError) || error.missing !== "file") throw error;
    if (isCommit(file.revision)) await markMissing(file, cacheDir);
    return null;
  }
}
