import { existsSync } from "node:fs";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { openSafetensors, readTensor } from "../checkpoint/safetensors.ts";
import { encodeSafetensors, type NamedTensor } from "../checkpoint/write-safetensors.ts";
import type { Weights } from "./weights.ts";

/** A training that can go on: named groups of tensors, the steps done and each step's loss. */
export interface Checkpoint {
  readonly step: number;
  readonly groups: Readonly<Record<string, Weights>>;
  /** losses[t-1] is the training loss of step t. Shape: [step]. */
  readonly losses: Float32Array;
}

/** Writes a checkpoint in one safetensors file: a crash leaves the old file or the new one, never half of one. */
export async function saveCheckpoint(path: string, checkpoint: Checkpoint): Promise<void> {
  const tensors: Record<string, NamedTensor> = {
    "training/step": { shape: [1], data: Float32Array.of(checkpoint.step) },
    "training/losses": { shape: [checkpoint.losses.length], data: checkpoint.losses },
  };
  for (const [group, weights] of Object.entries(checkpoint.groups))
    for (const [name, tensor] of Object.entries(weights)) tensors[`${group}/${name}`] = tensor;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.partial`, encodeSafetensors(tensors));
  await rename(`${path}.partial`, path);
}

/** Reads what `saveCheckpoint` wrote; undefined when there is no file. Throws: MalformedFileError. */
export async function loadCheckpoint(path: string): Promise<Checkpoint | undefined> {
  if (!existsSync(path)) return undefined;
  const file = await openSafetensors(path);
  const groups: Record<string, Weights> = {};
  for (const [full, { shape }] of file.tensors) {
    const [group, ...rest] = full.split("/") as [string, ...string[]];
    if (group === "training") continue;
    groups[group] ??= {};
    groups[group][rest.join("/")] = { shape, data: await readTensor(file, full) };
  }
  return {
    step: (await readTensor(file, "training/step"))[0]!,
    losses: await readTensor(file, "training/losses"),
    groups,
  };
}
