import { type Resolved, resolveModel, resolveSae } from "./resolve-release.ts";

export interface PlannedFile {
  /** Within the repository. */
  readonly path: string;
  /** null: not known, since nobody could be asked. */
  readonly bytes: number | null;
  /** Whether it is whole on this machine. */
  readonly cached: boolean;
  readonly optional: boolean;
}

/** A model or SAE as it would be had. */
export interface PlannedRelease {
  readonly typed: string;
  /** As reports name it; null: a directory of this machine. */
  readonly name: string | null;
  /** The directory; null: it is of the Hub. */
  readonly dir: string | null;
  readonly repo: string | null;
  readonly revision: string | null;
  /** Those the repository has, and those that nobody knows of; none for a directory. */
  readonly files: readonly PlannedFile[];
  /** Why it cannot be had; null: it can, or nobody could be asked. */
  readonly missing: string | null;
  /** Bytes still to come; null where a size is not known. */
  readonly toFetch: number | null;
}

export interface PlannedDownloads {
  /** The model and the SAE, those of them that were named. */
  readonly releases: readonly PlannedRelease[];
  /** null: it was not asked. `fact` is the reason of null and false. */
  readonly hub: { readonly answers: boolean | null; readonly fact: string };
  /** Where files would go; null: nothing is of the Hub. */
  readonly cacheDir: string | null;
}

/** What the tables of releases know of the names; nobody is asked. Throws: UnknownReleaseError. */
export function plannedDownloads(names: {
  readonly model: string | null;
  readonly sae: string | null;
  readonly hook: string;
}): Promise<PlannedDownloads> {
  const releases = [
    ...(names.model === null ? [] : [releaseOf(names.model, resolveModel(names.model))]),
    ...(names.sae === null ? [] : [releaseOf(names.sae, resolveSae(names.sae, names.hook))]),
  ];
  const fact = releases.every(({ dir }) => dir !== null) ? "nothing is of the Hub" : "nobody was asked";
  return Promise.resolve({ releases, hub: { answers: null, fact }, cacheDir: null });
}

function releaseOf(typed: string, resolved: Resolved): PlannedRelease {
  if (resolved.from === "directory")
    return {
      typed,
      name: null,
      dir: resolved.dir,
      repo: null,
      revision: null,
      files: [],
      missing: null,
      toFetch: 0,
    };
  const { name, files } = resolved;
  const [first] = files;
  return {
    typed,
    name,
    dir: null,
    repo: first!.repo,
    revision: first!.revision,
    files: files.map(({ path, bytes, optional }) => ({
      path,
      bytes: bytes ?? null,
      cached: false,
      optional,
    })),
    missing: null,
    toFetch: null,
  };
}
