import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Device } from "../model/device.ts";
import type { RunPrompts } from "../prompts/prompt-source.ts";
import type { SparseAutoencoder } from "../sae/sparse-autoencoder.ts";

/** Everything that decides the bits of a run's curves. Runs with equal identities give equal curves. */
export interface RunIdentity {
  /** sha256 of the weights file. */
  readonly weights: string;
  /** sha256 of the model's config.json. */
  readonly config: string;
  /** `saeDigest`. */
  readonly sae: string | null;
  /** Digest of the token ids that are really drawn, in order. */
  readonly prompts: string;
  readonly bases: number;
  /** Bases of claims that need more, the run's own included. */
  readonly moreBases: number;
  readonly seed: string;
  readonly points: number;
  readonly perturbAt: string;
  readonly readAt: string;
  readonly scale: string;
  readonly grid: string;
  readonly convention: string;
  readonly threads: number;
  readonly device: Device;
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
  return sha256(JSON.stringify(fields));
}

/** The names of the fields in which two runs differ. */
export function differencesOf(left: RunIdentity, right: RunIdentity): readonly string[] {
  const names = new Set([...Object.keys(left), ...Object.keys(right)]) as Set<keyof RunIdentity>;
  return [...names].filter((name) => JSON.stringify(left[name]) !== JSON.stringify(right[name]));
}

/** sha256 over the prompts of a run. */
export function promptsDigest({ bases, targets, population }: RunPrompts): string {
  return sha256(JSON.stringify([bases, targets, population]));
}

/** sha256 of a model directory's config.json: equal weights compute something else under another one. */
export async function configDigest(dir: string): Promise<string> {
  return sha256(await readFile(join(dir, "config.json"), "utf8"));
}

/** sha256 over an SAE: its weights' digest, its configuration and its firing frequencies, whatever it is called. */
export function saeDigest({ name: _, W_enc, W_dec, ...rest }: SparseAutoencoder): string {
  const plain = (_key: string, value: unknown) =>
    ArrayBuffer.isView(value) ? Array.from(value as Float32Array) : value;
  return sha256(JSON.stringify(rest, plain));
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
