import { statSync } from "node:fs";
import { isAbsolute } from "node:path";
import { UnknownReleaseError } from "../errors/index.ts";
import { type HookPoint, isSamePoint } from "../model/hook-point.ts";
import type { HubFile } from "./hub-file.ts";
import { MODEL_RELEASES, SAE_RELEASES, type SaeRelease } from "./releases.ts";

/** A file to fetch; an optional one may be missing from the repository. */
export interface WantedFile extends HubFile {
  readonly optional: boolean;
}

/** Where a model or SAE is: a directory of this machine, or files of the Hub under one folder. */
export type Resolved =
  | { readonly from: "directory"; readonly dir: string }
  | {
      readonly from: "hub";
      /** How reports name it. */
      readonly name: string;
      /** Within the repository, "" for its top. */
      readonly folder: string;
      readonly files: readonly WantedFile[];
    };

/** Whether a path is an existing directory; a test hands in its own. */
export type IsDirectory = (path: string) => boolean;

const isDirectoryOnDisk: IsDirectory = (path) =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

/**
 * What `--model` means: a directory if there is one of that name or it is written as a path; a known name (`gpt2`);
 * else `org/name` of the Hub, with `@revision` if one is wanted.
 *
 * Throws: UnknownReleaseError for a bare name that is neither.
 */
export function resolveModel(nameOrDir: string, isDirectory: IsDirectory = isDirectoryOnDisk): Resolved {
  if (isPath(nameOrDir, isDirectory)) return { from: "directory", dir: nameOrDir };
  const [id, revision] = splitRevision(nameOrDir);
  const known = knownAs(MODEL_RELEASES, id);
  if (known === undefined && !id.includes("/"))
    throw new UnknownReleaseError({ what: "model", got: nameOrDir, known: Object.keys(MODEL_RELEASES) });
  const pinned = revision === null || revision === known?.revision ? known : undefined;
  const at = {
    repo: known?.repo ?? id,
    type: "model",
    revision: revision ?? known?.revision ?? "main",
  } as const;
  return {
    from: "hub",
    name: id,
    folder: "",
    files: [
      { ...at, path: "config.json", optional: false },
      {
        ...at,
        path: "model.safetensors",
        optional: false,
        sha256: pinned?.weights?.sha256 ?? null,
        bytes: pinned?.weights?.bytes ?? null,
      },
      { ...at, path: "tokenizer.json", optional: true },
      { ...at, path: "tokenizer_config.json", optional: true },
    ],
  };
}

/**
 * What `--sae` means at a hook point: a directory; a known release; else `org/name` of the Hub with one folder per
 * hook, named as the hook, at `@revision` if one is wanted.
 *
 * A known release is looked up by the tensor, not by the hook's name: one of resid_post has `blocks.1.hook_resid_pre`
 * as `blocks.0.hook_resid_post`. `release/hook` names the SAE of another hook.
 * Throws: UnknownReleaseError for a bare name that is neither, and for a hook the release has no SAE of.
 */
export function resolveSae(
  nameOrDir: string,
  hook: string,
  isDirectory: IsDirectory = isDirectoryOnDisk,
): Resolved {
  if (isPath(nameOrDir, isDirectory)) return { from: "directory", dir: nameOrDir };
  const [name, revision] = splitRevision(nameOrDir);
  const [id, wanted] = splitHook(name, hook);
  const known = knownAs(SAE_RELEASES, id);
  if (known === undefined && !id.includes("/"))
    throw new UnknownReleaseError({ what: "SAE", got: nameOrDir, known: Object.keys(SAE_RELEASES) });
  const folders: SaeRelease["folders"] = known?.folders ?? { [wanted]: wanted };
  const held = Object.keys(folders).find((other) => isSamePoint(other, wanted));
  if (held === undefined)
    throw new UnknownReleaseError({ what: `SAE of ${id} at`, got: wanted, known: Object.keys(folders) });
  const folder = folders[held as HookPoint]!;
  const at = {
    repo: known?.repo ?? id,
    type: "model",
    revision: revision ?? known?.revision ?? "main",
  } as const;
  return {
    from: "hub",
    name: `${id}/${held}`,
    folder,
    files: [
      { ...at, path: `${folder}/cfg.json`, optional: false },
      { ...at, path: `${folder}/sae_weights.safetensors`, optional: false },
      { ...at, path: `${folder}/sparsity.safetensors`, optional: true },
    ],
  };
}

/** Whether a model's name is that of a published GPT-2, or of its repository. */
export function isKnownModel(name: string): boolean {
  return knownAs(MODEL_RELEASES, name) !== undefined;
}

/** The release of this name, or of this repository. */
function knownAs<R extends { readonly repo: string }>(
  table: Readonly<Record<string, R>>,
  id: string,
): R | undefined {
  return Object.hasOwn(table, id) ? table[id] : Object.values(table).find((release) => release.repo === id);
}

/** `release/hook` of a known release as its parts; any other name belongs to the hook that is asked for. */
function splitHook(name: string, asked: string): [id: string, hook: string] {
  const slash = name.indexOf("/");
  const release = name.slice(0, Math.max(0, slash));
  return Object.hasOwn(SAE_RELEASES, release) ? [release, name.slice(slash + 1)] : [name, asked];
}

/** A name with two slashes, or below a folder that is here, is a path too: a mistyped one must not reach the Hub. */
function isPath(nameOrDir: string, isDirectory: IsDirectory): boolean {
  const [folder, ...below] = nameOrDir.split(/[\\/]/);
  return (
    isAbsolute(nameOrDir) ||
    /^\.{1,2}([\\/]|$)/.test(nameOrDir) ||
    isDirectory(nameOrDir) ||
    below.length > 1 ||
    (below.length === 1 && isDirectory(folder!))
  );
}

function splitRevision(name: string): [id: string, revision: string | null] {
  const at = name.indexOf("@");
  return at < 0 ? [name, null] : [name.slice(0, at), name.slice(at + 1)];
}
