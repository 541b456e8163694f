import { createHash } from "node:crypto";
import { realpath } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { InvalidInputError } from "../errors/index.ts";
import { writeAtomically } from "../files/write-atomically.ts";
import type { StoredWeights } from "../model/stored-weights.ts";
import { openSafetensors, readAt, tensorEntry, tensorPieces, toFloat32, withFile } from "./safetensors.ts";
import { encodeHeader } from "./safetensors-encode.ts";
import type { StoredTensor } from "./weights/published-weights.ts";

type Tensors = ReadonlyMap<string, StoredTensor>;

/**
 * Where the given tensors lie as float32: the published files themselves when all are F32 and in one folder, otherwise a
 * copy in `cacheDir`. `used` is keyed by the names the copy and the result use.
 *
 * A copy is named after the weights and the tensors it holds, so another configuration has another copy, and is compared
 * with what it was made from before it is used: a torn, foreign or altered one is made again.
 * Throws: InvalidInputError when the copy cannot be written.
 */
export async function float32Weights(
  used: Tensors,
  digest: string,
  cacheDir: string,
): Promise<StoredWeights> {
  return (await asPublished(used)) ?? (await asCopy(used, digest, cacheDir));
}

async function asPublished(used: Tensors): Promise<StoredWeights | null> {
  const paths = new Map<string, string>();
  for (const { file, entry } of used.values()) {
    if (entry.dtype !== "F32") return null;
    if (!paths.has(file.path)) paths.set(file.path, await realpath(file.path));
  }
  const [weightsFolder = "", ...others] = new Set([...paths.values()].map(dirname));
  if (others.length > 0) return null; // onnxruntime looks in one folder
  const located = ({ file, entry }: StoredTensor) => ({ ...entry, file: basename(paths.get(file.path)!) });
  return { weightsFolder, tensors: new Map([...used].map(([name, tensor]) => [name, located(tensor)])) };
}

async function asCopy(used: Tensors, digest: string, cacheDir: string): Promise<StoredWeights> {
  const header = encodeHeader([...used].map(([name, { entry }]) => ({ name, shape: entry.shape })));
  const key = createHash("sha256").update(digest).update(header).digest("hex");
  const path = join(cacheDir, "float32", `${key}.safetensors`);
  if (!(await isCopy(path, header, used))) await convert(path, header, used);
  const copy = await openSafetensors(path);
  const real = await realpath(path);
  const file = basename(real);
  return {
    weightsFolder: dirname(real),
    tensors: new Map([...used.keys()].map((name) => [name, { ...tensorEntry(copy, name), file }])),
  };
}

/** Whether a file holds the header, then the tensors as float32, to the last byte. */
async function isCopy(path: string, header: Uint8Array, used: Tensors): Promise<boolean> {
  try {
    return await withFile(path, async (handle) => {
      const { size } = await handle.stat();
      let at = 0;
      const holds = async (bytes: Uint8Array): Promise<boolean> => {
        const there = at + bytes.length <= size && (await readAt(handle, at, bytes.length));
        at += bytes.length;
        return there !== false && Buffer.compare(there, bytes) === 0;
      };
      return (await holds(header)) && (await everyPiece(used, holds)) && size === at;
    });
  } catch {
    return false; // absent, or no file: convert, which says what is wrong
  }
}

async function convert(path: string, header: Uint8Array, used: Tensors): Promise<void> {
  try {
    await writeAtomically(path, async (append) => {
      await append(header);
      await everyPiece(used, async (bytes) => {
        await append(bytes);
        return true;
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
}

/** Gives `visit` the tensors as float32, one after the other in pieces, until it says no. */
async function everyPiece(used: Tensors, visit: (bytes: Uint8Array) => Promise<boolean>): Promise<boolean> {
  for (const { file, entry } of used.values()) {
    const all = await withFile(file.path, async (handle) => {
      for await (const { raw } of tensorPieces(handle, entry)) {
        const values = toFloat32(entry, raw);
        if (!(await visit(new Uint8Array(values.buffer, values.byteOffset, values.byteLength)))) return false;
      }
      return true;
    });
    if (!all) return false;
  }
  return true;
}
