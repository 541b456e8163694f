import { statSync } from "node:fs";
import { isAbsolute } from "node:path";
import { SHARD_INDEX } from "../checkpoint/shard-files.ts";
import { UnknownReleaseError } from "../errors/index.ts";
import { HUB_JSON_BYTES } from "../limits.ts";
import { type HookPoint, isSamePoint } from "../model/hook-point.ts";
import { GPT2_SMALL_DIGEST } from "../model/published-weights.ts";
import { type HubFile, isCommit } from "./hub-file.ts";
import { MODEL_RELEASES, SAE_RELEASES } from "./releases.ts";

/** A file to fetch; an optional one may be missing from the repository. */
export interface WantedFile extends HubFile {
  readonly optional: boolean;
  /** Only wanted where the repository lacks this one, in whose place it then stands. */
  readonly insteadOf?: string;
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
      /** Where else it may lie, in the order they are tried, when the repository lacks the first file. */
      readonly orElse?: readonly Resolved[];
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
  const { id, revision } = splitRevision(nameOrDir);
  const known = knownAs(MODEL_RELEASES, id);
  if (known === undefined && !id.includes("/"))
    throw new UnknownReleaseError({ what: "model", got: nameOrDir, known: Object.keys(MODEL_RELEASES) });
  const pinned = revision === null || revision === known?.revision ? known : undefined;
  const at = {
    repo: known?.repo ?? id,
    type: "model",
    revision: revision ?? known?.revision ?? "main",
    ...(known?.formerly === undefined ? {} : { formerly: known.formerly }),
  } as const;
  const small = { ...at, most: HUB_JSON_BYTES };
  return {
    from: "hub",
    name: id,
    folder: "",
    files: [
      { ...small, path: "config.json", optional: false },
      {
        ...at,
        path: WEIGHTS,
        optional: false,
        sha256: pinned?.weights?.sha256 ?? null,
        bytes: pinned?.weights?.bytes ?? null,
      },
      { ...small, path: SHARD_INDEX, optional: false, insteadOf: WEIGHTS },
      { ...small, path: "tokenizer.json", optional: true },
      { ...small, path: "vocab.json", optional: true, insteadOf: "tokenizer.json" },
      { ...small, path: "merges.txt", optional: true, insteadOf: "tokenizer.json" },
      { ...small, path: "tokenizer_config.json", optional: true },
    ],
  };
}

const WEIGHTS = "model.safetensors";

/**
 * What `--sae` means at a hook point: a directory; a known release; else `org/name/folder` of the Hub, or `org/name`
 * with one folder per hook, named as the hook, or with the SAE at its top; each at `@revision` if one is wanted.
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
  if (isPath(nameOrDir, isDirectory, "sae")) return { from: "directory", dir: nameOrDir };
  const { id: name, revision, below } = splitRevision(nameOrDir);
  const [id, wanted] = splitHook(name, hook);
  const known = knownAs(SAE_RELEASES, id);
  if (known === undefined && !id.includes("/"))
    throw new UnknownReleaseError({ what: "SAE", got: nameOrDir, known: Object.keys(SAE_RELEASES) });
  if (known === undefined) return unlistedSae([id, below].filter(Boolean).join("/"), revision, wanted);
  const { folders } = known;
  const held = Object.keys(folders).find((other) => isSamePoint(other, wanted));
  if (held === undefined)
    throw new UnknownReleaseError({ what: `SAE of ${id} at`, got: wanted, known: Object.keys(folders) });
  const folder = folders[held as HookPoint]!;
  const at = { repo: known.repo, revision: revision ?? known.revision ?? "main" };
  return saeIn(folder, { ...at, formerly: known.formerly ?? [] }, `${id}/${held}`);
}

/** An SAE of a repository that is in no table: in the folder that is named, else in the hook's, else at the top. */
function unlistedSae(name: string, revision: string | null, hook: string): Resolved {
  const [org, repository, ...folders] = name.split("/");
  const repo = `${org}/${repository}`;
  const at = { repo, revision: revision ?? knownAs(SAE_RELEASES, repo)?.revision ?? "main" };
  const folder = folders.join("/").replace(/\/$/, "");
  if (folder !== "") return saeIn(folder, at, `${repo}/${folder}`);
  return { ...saeIn(hook, at, `${repo}/${hook}`), orElse: [saeIn("", at, repo)] };
}

function saeIn(
  folder: string,
  from: { readonly repo: string; readonly revision: string; readonly formerly?: readonly string[] },
  name: string,
): Extract<Resolved, { from: "hub" }> {
  const file = (path: string, own: Omit<WantedFile, keyof HubFile> & Pick<HubFile, "most">): WantedFile => {
    const inFolder = (one: string) => (folder === "" ? one : `${folder}/${one}`);
    const { insteadOf, ...rest } = own;
    const instead = insteadOf === undefined ? {} : { insteadOf: inFolder(insteadOf) };
    return { ...from, type: "model", path: inFolder(path), ...rest, ...instead };
  };
  const most = HUB_JSON_BYTES;
  return {
    from: "hub",
    name,
    folder,
    files: [
      file("cfg.json", { optional: false, most }),
      file("sae_weights.safetensors", { optional: false }),
      file("sae.safetensors", { optional: false, insteadOf: "sae_weights.safetensors" }),
      file("sparsity.safetensors", { optional: true }),
      file("activation_scaler.json", { optional: true, most }),
    ],
  };
}

/** Whether a model's name is that of a published GPT-2, or of its repository. */
export function isKnownModel(name: string): boolean {
  return knownAs(MODEL_RELEASES, name) !== undefined;
}

/** Whether a name is that of GPT-2 small at its pinned commit, whose weights get the paper's SAE when none is named. */
export function isPublishedSubject(name: string): boolean {
  const resolved = resolveModel(name);
  return resolved.from === "hub" && resolved.files.some(({ sha256 }) => sha256 === GPT2_SMALL_DIGEST);
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

/**
 * A name below a folder that is here is a path too: a mistyped one must not reach the Hub. So is a model's name with
 * two slashes; an SAE's may say its folder on the Hub.
 */
function isPath(nameOrDir: string, isDirectory: IsDirectory, what: "model" | "sae" = "model"): boolean {
  const [folder, ...below] = nameOrDir.split("@")[0]!.split(/[\\/]/);
  return (
    isAbsolute(nameOrDir) ||
    /^(\.{1,2}|~)([\\/]|$)/.test(nameOrDir) ||
    nameOrDir.includes("\\") ||
    isDirectory(nameOrDir) ||
    (what === "model" && below.length > 1) ||
    (below.length > 0 && isDirectory(folder!))
  );
}

/**
 * `org/name@revision` in its parts. A commit may stand before the folder too: `org/name@<commit>/folder`; a branch may
 * not, since its own name may have slashes.
 */
function splitRevision(name: string): { id: string; revision: string | null; below: string } {
  const at = name.indexOf("@");
  if (at < 0) return { id: name, revision: null, below: "" };
  const [id, revision] = [name.slice(0, at), name.slice(at + 1)];
  const [commit, ...below] = revision.split("/");
  return isCommit(commit!) ? { id, revision: commit!, below: below.join("/") } : { id, revision, below: "" };
}
