import { join } from "node:path";
import { SHARD_INDEX, shardFiles } from "../checkpoint/shard-files.ts";
import { HubNotFoundError, HubOfflineError, HubWriteError } from "../errors/index.ts";
import { defaultCacheDirectory } from "../files/cache-directory.ts";
import { readText } from "../files/read-text.ts";
import { HUB_FILE_BYTES } from "../limits.ts";
import type { FetchedFile } from "./checked-copy.ts";
import { fetchHubFile } from "./download.ts";
import { hashFile } from "./file-hash.ts";
import { isMarkedMissing, markMissing } from "./hub-cache.ts";
import { isCommit } from "./hub-file.ts";
import { type HubTools, hubTools } from "./hub-tools.ts";
import { checkLock } from "./lock-file.ts";
import { type Resolved, resolveModel, resolveSae, type WantedFile } from "./resolve-release.ts";
import { withWhatIsThere } from "./what-is-there.ts";

const INDEX_NAMED = { what: "the list of the shards", hint: "Hint: fetch it again." };

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

/**
 * Fetches all files of a release, from one commit, and holds each against the lock file.
 *
 * Throws: as `fetchHubFile` and `checkLock`; HubNotFoundError that says what the repository holds instead.
 */
export async function fetchResolved(resolved: Resolved, options: FetchOptions = {}): Promise<FetchedRelease> {
  if (resolved.from === "directory") return { name: null, dir: resolved.dir, source: null, files: [] };
  const tools = options.tools ?? hubTools();
  const found = await firstThatIsThere(resolved, tools);
  try {
    return await fetchFiles(found, options, tools);
  } catch (error) {
    throw await withWhatIsThere(error, found, tools);
  }
}

/** The one of several places of a release whose first file is there; the first, where none is. */
async function firstThatIsThere(resolved: OnHub, tools: HubTools): Promise<OnHub> {
  if (resolved.orElse === undefined) return resolved;
  for (const one of [resolved, ...resolved.orElse]) {
    if (one.from !== "hub") continue;
    const there = await fetchHubFile(one.files[0]!, tools).then(
      () => true,
      (error: unknown) => {
        if (isAbsence(error)) return false;
        throw error;
      },
    );
    if (there) return one;
  }
  return resolved;
}

async function fetchFiles(resolved: OnHub, options: FetchOptions, tools: HubTools): Promise<FetchedRelease> {
  const lockFile = options.lockFile ?? join(defaultCacheDirectory(), "hub-lock.json");
  let commit: string | null = null;
  const snapshots = new Set<string>();
  const files: { path: string; sha256: string; bytes: number }[] = [];
  const absent = new Map<string, unknown>();

  async function take(wanted: WantedFile): Promise<FetchedFile | null> {
    // a branch may move between two files: what the first was taken from holds for the others
    const file: WantedFile = { ...wanted, revision: commit ?? wanted.revision };
    const fetched = await fetchOrSkip(file, tools);
    if (fetched === null) return null;
    commit = fetched.commit;
    snapshots.add(fetched.snapshot);
    const { sha256, bytes } = fetched.hash ?? (await hashFile(fetched.path));
    await checkLock(
      lockFile,
      wanted,
      { sha256, bytes, commit },
      { acceptChanged: options.acceptChanged ?? false, path: fetched.path, warn: tools.warn },
    );
    files.push({ path: wanted.path, sha256, bytes });
    return fetched;
  }

  for (const wanted of resolved.files) {
    const { insteadOf } = wanted;
    if (insteadOf !== undefined && !absent.has(insteadOf)) continue;
    const replaced = resolved.files.some((other) => other.insteadOf === wanted.path);
    try {
      const fetched = await take(wanted);
      if (fetched === null) absent.set(wanted.path, null);
      else if (wanted.path === SHARD_INDEX)
        for (const part of shardFiles(fetched.path, await readText(fetched.path, INDEX_NAMED)))
          await take({ ...wanted, ...partOf(part) });
    } catch (error) {
      if (!isAbsence(error)) throw error;
      if (insteadOf !== undefined) throw absent.get(insteadOf); // the one that is usual is told of
      if (!replaced) throw error;
      absent.set(wanted.path, error);
    }
  }
  const [snapshot, ...others] = snapshots;
  if (others.length > 0) throw apart(snapshot!, others[0]!);
  const { repo, revision } = resolved.files[0]!;
  return {
    name: resolved.name,
    dir: join(snapshot!, resolved.folder),
    source: { repo, revision, commit: commit ?? revision },
    files,
  };
}

type OnHub = Extract<Resolved, { from: "hub" }>;

/** What a part of a checkpoint has otherwise than the index that names it. */
function partOf(path: string) {
  return { path, optional: false, most: HUB_FILE_BYTES };
}

/** Whether an error says that the file is not to be had, rather than that something failed. */
export function isAbsence(error: unknown): boolean {
  return error instanceof HubOfflineError || (error instanceof HubNotFoundError && error.missing === "file");
}

/** A cache that is only read holds the files under two names of their repository: no one folder has them all. */
function apart(one: string, other: string): HubWriteError {
  const cause = new Error(`some files of the release are in ${other}`);
  return new HubWriteError({ path: one, code: "EROFS", stillNeeded: null, cause });
}

/** The file, or null for an optional one that the repository does not have. */
async function fetchOrSkip(file: WantedFile, tools: HubTools): Promise<FetchedFile | null> {
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
