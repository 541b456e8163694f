import { join } from "node:path";
import { InvalidInputError } from "../errors/index.ts";
import { writeAtomically } from "../files/write-atomically.ts";
import { WEIGHT_PIECE_BYTES } from "../limits.ts";
import type { WeightLocation } from "../model/stored-weights.ts";
import {
  openSafetensors,
  readAt,
  type SafetensorsFile,
  tensorEntry,
  toFloat32,
  withFile,
} from "./safetensors.ts";
import { encodeHeader } from "./safetensors-encode.ts";
import type { TensorEntry } from "./safetensors-header.ts";

/**
 * A file with the given tensors as float32: the published one itself when all are F32, otherwise a converted copy in
 * `cacheDir`, made once per digest. `entries` is keyed by the names the copy and the result use.
 *
 * Throws: InvalidInputError when the copy cannot be written.
 */
export async function float32Copy(
  published: SafetensorsFile,
  entries: ReadonlyMap<string, TensorEntry>,
  digest: string,
  cacheDir: string,
): Promise<{ readonly path: string; readonly tensors: ReadonlyMap<string, WeightLocation> }> {
  if ([...entries.values()].every((entry) => entry.dtype === "F32"))
    return { path: published.path, tensors: entries };
  const path = join(cacheDir, "float32", `${digest}.safetensors`);
  const copy = (await openIfWhole(path)) ?? (await convert(published, entries, path));
  return { path, tensors: new Map([...entries.keys()].map((name) => [name, tensorEntry(copy, name)])) };
}

async function openIfWhole(path: string): Promise<SafetensorsFile | undefined> {
  try {
    return await openSafetensors(path);
  } catch {
    return undefined; // absent or damaged: convert again
  }
}

async function convert(
  published: SafetensorsFile,
  entries: ReadonlyMap<string, TensorEntry>,
  path: string,
): Promise<SafetensorsFile> {
  const shapes = [...entries].map(([name, { shape }]) => ({ name, shape }));
  try {
    await writeAtomically(path, async (append) => {
      await append(encodeHeader(shapes));
      await withFile(published.path, async (handle) => {
        for (const entry of entries.values())
          for (let start = 0; start < entry.length; start += WEIGHT_PIECE_BYTES) {
            const raw = await readAt(
              handle,
              entry.offset + start,
              Math.min(WEIGHT_PIECE_BYTES, entry.length - start),
            );
            const values = toFloat32(entry, raw);
            await append(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
          }
      });
    });
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    throw new InvalidInputError({
      what: "the cache folder for weights converted to float32",
      got: path,
      want: `writable (${error.message})`,
      hint: "Hint: set BAG_OF_LATENTS_CACHE to a folder with room for the float32 weights.",
    });
  }
  return openSafetensors(path);
}
