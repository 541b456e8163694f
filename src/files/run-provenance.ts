import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { availableParallelism, cpus, release } from "node:os";
import { basename, join } from "node:path";
import type { DeviceParity, Provenance } from "../report/report.generated.ts";
import { shippedIn } from "./checkout.ts";
import { repositoryUrl } from "./repository-url.ts";

/** What only the caller knows about a run. */
export interface RunFacts {
  readonly startedAt: Date;
  readonly seconds: number;
  readonly peakMemoryMiB: number | null;
  readonly measuring: { readonly workers: number; readonly threads: number };
  /** null on the cpu. */
  readonly deviceParity: DeviceParity | null;
  readonly command: string;
  /** Folder of the thresholds that were registered, from the checkout. */
  readonly ledgers: string;
  /** Inputs whose digest is known already. */
  readonly digests: readonly { readonly name: string; readonly sha256: string }[];
  /** Small input files whose digest is taken here. */
  readonly files: readonly string[];
}

/** Gathers everything that may differ between equal runs. `root`: the checkout, or the project that has the claims. */
export function runProvenance(root: string, facts: RunFacts): Provenance {
  const require = createRequire(join(shippedIn(root), "package.json"));
  return {
    startedAt: facts.startedAt.toISOString(),
    seconds: facts.seconds,
    peakMemoryMiB: facts.peakMemoryMiB,
    ...sourceState(root),
    ledgers: facts.ledgers,
    ledgersCommit: lastChange(root, facts.ledgers),
    lockfileDigest: digestOf(join(root, "package-lock.json")),
    version: require("./package.json").version,
    repository: repositoryUrl(git(root, ["remote", "get-url", "origin"])),
    node: process.version,
    onnxruntime: require("onnxruntime-node/package.json").version,
    platform: `${process.platform} ${process.arch} ${release()}`,
    cpu: `${cpus()[0]?.model ?? "unknown"}, ${availableParallelism()} available`,
    ...facts.measuring,
    files: [
      ...facts.digests,
      ...facts.files.flatMap((file) => {
        const sha256 = digestOf(file);
        return sha256 === null ? [] : [{ name: basename(file), sha256 }];
      }),
    ],
    ...(facts.deviceParity === null ? {} : { deviceParity: facts.deviceParity }),
    command: facts.command,
  };
}

/** Which source a checkout holds. */
export interface SourceState {
  /** null outside of git. */
  readonly commit: string | null;
  /** Whether tracked files differ from it; null outside of git. */
  readonly dirty: boolean | null;
}

/** The commit of a checkout, and whether its files are that commit's. */
export function sourceState(root: string): SourceState {
  const changes = git(root, ["status", "--porcelain", "--untracked-files=no"]);
  return { commit: git(root, ["rev-parse", "HEAD"]), dirty: changes === null ? null : changes !== "" };
}

/** A file as a commit has it, by its path from the checkout; null where git knows no such commit or file. */
export function fileAtCommit(root: string, commit: string, file: string): string | null {
  return git(root, ["show", `${commit}:${file}`]);
}

/** The commit that last changed a folder; null where git knows none, or what lies there differs from it. */
function lastChange(root: string, folder: string): string | null {
  if (git(root, ["status", "--porcelain", "--", folder]) !== "") return null;
  return git(root, ["log", "-1", "--format=%H", "--", folder]) || null;
}

/** null outside a git checkout, or where there is no git: a run does not fail for that. */
function git(root: string, args: readonly string[]): string | null {
  try {
    return execFileSync("git", args, {
      cwd: root,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  } catch {
    return null;
  }
}

function digestOf(file: string): string | null {
  try {
    return createHash("sha256").update(readFileSync(file)).digest("hex");
  } catch {
    return null;
  }
}
