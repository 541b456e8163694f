import { HubNameError } from "../errors/index.ts";
import { isFileName, isRelativePath } from "./file-name.ts";

/** One file of one repository at one revision. */
export interface HubFile {
  /** `org/name`, or a bare name of the Hub's first years (`gpt2`). */
  readonly repo: string;
  readonly type: "model" | "dataset";
  /** A commit (40 hex digits: the file can then never change), a branch or a tag. */
  readonly revision: string;
  /** Within the repository, with forward slashes. */
  readonly path: string;
  /** sha256 in hex, where known in advance. */
  readonly sha256?: string | null;
  /** Size, where known in advance. */
  readonly bytes?: number | null;
  /** Largest size accepted; default: HUB_FILE_BYTES. */
  readonly most?: number;
  /** Ids the repository had before: Python's cache may hold the file under one of them. */
  readonly formerly?: readonly string[];
}

/** The file as errors name it: `org/name@revision: path`. */
export function describeHubFile(file: HubFile): string {
  const revision = isCommit(file.revision) ? file.revision.slice(0, 12) : file.revision;
  return `${file.type === "dataset" ? "datasets/" : ""}${file.repo}@${revision} ${file.path}`;
}

/** Whether a revision is a whole commit hash, so that what it names cannot change. */
export function isCommit(revision: string): boolean {
  return /^[0-9a-f]{40}$/.test(revision);
}

/** The cache's folder for a repository: `models--org--name`. */
export function repoFolder(file: Pick<HubFile, "repo" | "type">): string {
  return [`${file.type}s`, ...file.repo.split("/")].join("--");
}

/**
 * Refuses names that the Hub cannot have or that would leave the cache folder.
 *
 * Throws: HubNameError. Source of the rules: huggingface_hub's `validate_repo_id` (96 characters, no `--`, no `..`)
 * and its check of relative file names.
 */
export function checkHubFile(file: HubFile): void {
  const parts = file.repo.split("/");
  if (
    parts.length > 2 ||
    file.repo.length > 96 ||
    /--|\.\.|\.git$/.test(file.repo) ||
    parts.some((part) => !isFileName(part) || !/^[A-Za-z0-9_](?:[\w.-]*[A-Za-z0-9_])?$/.test(part))
  )
    throw new HubNameError({
      what: "repository id",
      got: file.repo,
      want: "name or org/name of letters, digits, '-', '_' and '.', at most 96 characters, without '--' and '..'",
    });
  if (!isRelativePath(file.revision))
    throw new HubNameError({ what: "revision", got: file.revision, want: "a commit, branch or tag" });
  if (!isRelativePath(file.path))
    throw new HubNameError({
      what: "file path",
      got: file.path,
      want: "relative to the repository, without '..'",
    });
}
