import { createHash } from "node:crypto";
import type { RunPrompts } from "../experiment/prompt-source.ts";

/** Everything that decides the bits of a run's curves. Runs with equal identities give equal curves. */
export interface RunIdentity {
  /** sha256 of the weights file. */
  readonly weights: string;
  readonly sae: string | null;
  /** Digest of the token ids that are really drawn, in order. */
  readonly prompts: string;
  readonly bases: number;
  readonly seed: string;
  readonly points: number;
  readonly perturbAt: string;
  readonly readAt: string;
  readonly scale: string;
  readonly convention: string;
  readonly threads: number;
  /** Inference runtime, Node.js and processor architecture. */
  readonly runtime: string;
  /** Names of the registered activation types. */
  readonly generators: readonly string[];
  /** `codeDigest`. */
  readonly code: string;
}

/** The key under which a run's curves are kept: sha256 of its identity, hex. */
export function runKeyOf(identity: RunIdentity): string {
  const fields = Object.entries(identity).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash("sha256").update(JSON.stringify(fields)).digest("hex");
}

/** The names of the fields in which two runs differ. */
export function differencesOf(left: RunIdentity, right: RunIdentity): readonly string[] {
  const names = new Set([...Object.keys(left), ...Object.keys(right)]) as Set<keyof RunIdentity>;
  return [...names].filter((name) => JSON.stringify(left[name]) !== JSON.stringify(right[name]));
}

/** sha256 over the prompts of a run. */
export function promptsDigest({ bases, targets, population }: RunPrompts): string {
  return createHash("sha256")
    .update(JSON.stringify([bases, targets, population]))
    .digest("hex");
}
