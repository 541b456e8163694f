import type { FileHandle } from "node:fs/promises";
import { MalformedFileError } from "../errors/index.ts";
import { type NamedFile, withOrdinaryFile } from "../files/ordinary-file.ts";
import { WEIGHT_PIECE_BYTES } from "../limits.ts";
import { bf16ToF32, f16ToF32 } from "./half-precision.ts";
import {
  LENGTH_FIELD_BYTES,
  parseHeader,
  parseHeaderLength,
  type TensorEntry,
} from "./safetensors-header.ts";

/** A safetensors file whose header has been read and checked; no weight is in memory. */
export interface SafetensorsFile {
  readonly path: string;
  readonly bytes: number;
  readonly tensors: ReadonlyMap<string, TensorEntry>;
}

/**
 * Reads and checks the header of a safetensors file.
 *
 * Throws: MissingFileError; MalformedFileError for a truncated, lying or oversized header, gaps, overlaps and
 * trailing bytes.
 */
export async function openSafetensors(path: string): Promise<SafetensorsFile> {
  return withFile(path, async (handle) => {
    const bytes = (await handle.stat()).size;
    const headerBytes = parseHeaderLength(
      path,
      await readAt(handle, 0, Math.min(LENGTH_FIELD_BYTES, bytes)),
      bytes,
    );
    const entries = parseHeader(path, await readAt(handle, LENGTH_FIELD_BYTES, headerBytes), bytes);
    return { path, bytes, tensors: new Map(entries.map((entry) => [entry.name, entry])) };
  });
}

/**
 * One tensor as float32 values (F16 and BF16 are converted exactly).
 *
 * Throws: MalformedFileError when the tensor is missing or of another type.
 */
export async function readTensor(file: SafetensorsFile, name: string): Promise<Float32Array> {
  const entry = tensorEntry(file, name);
  checkFloat(file.path, entry);
  const raw = await withFile(file.path, (handle) => readAt(handle, entry.offset, entry.length));
  return toFloat32(entry, raw);
}

/** The entry of a tensor that must be there. Throws: MalformedFileError naming it. */
export function tensorEntry(file: SafetensorsFile, name: string): TensorEntry {
  const entry = file.tensors.get(name);
  if (!entry)
    throw new MalformedFileError({
      file: file.path,
      fact: `has no tensor ${name}`,
      hint: `Hint: the file holds ${file.tensors.size} tensors; check that it belongs to the config beside it.`,
    });
  return entry;
}

/** The bytes of one tensor, in pieces of at most WEIGHT_PIECE_BYTES; `start` counts bytes from the tensor's own. */
export async function* tensorPieces(
  handle: FileHandle,
  { offset, length }: Pick<TensorEntry, "offset" | "length">,
): AsyncGenerator<{ readonly start: number; readonly raw: Uint8Array }> {
  for (let start = 0; start < length; start += WEIGHT_PIECE_BYTES)
    yield { start, raw: await readAt(handle, offset + start, Math.min(WEIGHT_PIECE_BYTES, length - start)) };
}

/** Throws: MalformedFileError unless the tensor holds F32, F16 or BF16 numbers. */
export function checkFloat(path: string, entry: TensorEntry): void {
  if (entry.dtype !== "F32" && entry.dtype !== "F16" && entry.dtype !== "BF16")
    throw new MalformedFileError({
      file: path,
      fact: `${entry.name} has dtype ${entry.dtype}; weights must be F32, F16 or BF16`,
      hint: "Hint: quantised and float64 weights are not read; export the checkpoint as float32.",
    });
}

/** Decodes little-endian bytes of a float tensor; a view where type and alignment allow it, else a copy. */
export function toFloat32(entry: Pick<TensorEntry, "dtype">, raw: Uint8Array): Float32Array {
  if (entry.dtype === "F32") {
    const aligned = raw.byteOffset % 4 === 0 ? raw : raw.slice();
    return new Float32Array(aligned.buffer, aligned.byteOffset, aligned.byteLength / 4);
  }
  const aligned = raw.byteOffset % 2 === 0 ? raw : raw.slice();
  const half = new Uint16Array(aligned.buffer, aligned.byteOffset, aligned.byteLength / 2);
  return entry.dtype === "F16" ? f16ToF32(half) : bf16ToF32(half);
}

/** Opens, uses and always closes a file. Throws: MissingFileError for what cannot be read, or is no file. */
export function withFile<T>(path: string, use: (handle: FileHandle) => Promise<T>): Promise<T> {
  return withOrdinaryFile(path, NAMED, use);
}

const NAMED: NamedFile = {
  what: "the weights file",
  hint: "Hint: a model directory holds config.json and model.safetensors, an SAE directory sae_weights.safetensors.",
};

/** Exactly `length` bytes from `offset`, in a buffer of their own. */
export async function readAt(handle: FileHandle, offset: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  let done = 0;
  while (done < length) {
    // one read call is limited to 2 GiB by the operating system
    const { bytesRead } = await handle.read(bytes, done, Math.min(length - done, 1 << 30), offset + done);
    if (bytesRead === 0)
      throw new Error(`the file ended ${length - done} bytes early while it was being read`);
    done += bytesRead;
  }
  return bytes;
}
