import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { RunPrompts } from "../prompts/prompt-source.ts";
import type { SparseAutoencoder } from "../sae/sparse-autoencoder.ts";

/**
 * Everything that decides which curves a run has, and their bits, by name: plain data. Runs with equal identities give
 * equal curves. A store reads only these of it.
 */
export interface RunIdentity {
  readonly bases: number;
  /** Bases of claims that need more, the run's own included. */
  readonly moreBases: number;
  /** Points of every curve. */
  readonly points: number;
  readonly [fact: string]: unknown;
}

/** How many bases a run has, those included that only some claims use. */
export function allBases({ bases, moreBases }: Pick<RunIdentity, "bases" | "moreBases">): number {
  return Math.max(bases, moreBases);
}

/** The key under which a run's curves are kept: sha256 of its identity, hex. */
export function runKeyOf(identity: RunIdentity): string {
  const fields = Object.entries(identity).sort(([a], [b]) => (a < b ? -1 : 1));
  return sha256(JSON.stringify(fields));
}

/** The names of the fields in which two runs differ. */
export function differencesOf(left: RunIdentity, right: RunIdentity): readonly string[] {
  const names = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...names].filter((name) => JSON.stringify(left[name]) !== JSON.stringify(right[name]));
}

/** sha256 over the prompts of a run. */
export function promptsDigest({ bases, targets, population }: RunPrompts): string {
  return sha256(JSON.stringify([bases, targets, population]));
}

/** sha256 of a model directory's config.json: equal weights compute something else under another one. */
export async function configDigest(dir: string): Promise<string> {
  return sha256(await readFile(join(dir, "config.json")));
}

/** sha256 over an SAE: its weights' digest, its configuration and its firing frequencies, whatever it is called. */
export function saeDigest({ name: _, W_enc, W_dec, ...rest }: SparseAutoencoder): string {
  const plain = (_key: string, value: unknown) =>
    ArrayBuffer.isView(value) ? Array.from(value as Float32Array) : value;
  return sha256(JSON.stringify(rest, plain));
}

function sha256(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}
