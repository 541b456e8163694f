import { createHash } from "node:crypto";
import { readFile, realpath, stat } from "node:fs/promises";
import { join } from "node:path";
import { WeightValueError } from "../errors/index.ts";
import { writeAtomically } from "../files/write-atomically.ts";
import { MAX_WEIGHT_SIZE, WEIGHT_PIECE_BYTES } from "../limits.ts";
import { readAt, type SafetensorsFile, toFloat32, withFile } from "./safetensors.ts";
import type { TensorEntry } from "./safetensors-header.ts";

/** What one pass over a weights file shows. */
export interface WeightsFacts {
  /** sha256 of the whole file, hex. */
  readonly digest: string;
  /** Largest absolute value among the checked tensors. */
  readonly largest: number;
}

/**
 * Streams a weights file once, in pieces: sha256 of every byte, and every number of the tensors `checked` finite and
 * at most MAX_WEIGHT_SIZE in size.
 *
 * The result is kept in `cacheDir` under the file's real path, size, modification time and inode, so a second call
 * reads nothing. A cache that cannot be written is not an error: the next run streams again.
 * Throws: WeightValueError naming tensor, index and value.
 */
export async function weightsFacts(
  file: SafetensorsFile,
  checked: readonly TensorEntry[],
  cacheDir: string,
): Promise<WeightsFacts> {
  const path = await realpath(file.path);
  const { size, mtimeNs, ino } = await stat(path, { bigint: true });
  const identity = {
    path,
    size: String(size),
    mtimeNs: String(mtimeNs),
    inode: String(ino),
    checked: checked.length,
  };
  const key = createHash("sha256").update(JSON.stringify(identity)).digest("hex").slice(0, 32);
  const cacheFile = join(cacheDir, "weights", `${key}.json`);
  const cached = await readCached(cacheFile);
  if (cached) return cached;
  const facts = await stream(file, checked);
  try {
    const text = `${JSON.stringify({ ...identity, ...facts }, null, 1)}\n`;
    await writeAtomically(cacheFile, (append) => append(Buffer.from(text)));
  } catch {
    // decided: a read-only home must not stop a run
  }
  return facts;
}

async function readCached(path: string): Promise<WeightsFacts | undefined> {
  try {
    const { digest, largest } = JSON.parse(await readFile(path, "utf8")) as Partial<WeightsFacts>;
    if (typeof digest === "string" && /^[0-9a-f]{64}$/.test(digest) && typeof largest === "number")
      return { digest, largest };
  } catch {
    // absent or damaged: measure again
  }
  return undefined;
}

async function stream(file: SafetensorsFile, checked: readonly TensorEntry[]): Promise<WeightsFacts> {
  const hash = createHash("sha256");
  const wanted = new Set(checked.map((entry) => entry.name));
  const entries = [...file.tensors.values()]; // file order, without gaps
  let largest = 0;
  await withFile(file.path, async (handle) => {
    hash.update(await readAt(handle, 0, entries[0]?.offset ?? file.bytes));
    for (const entry of entries)
      for (let start = 0; start < entry.length; start += WEIGHT_PIECE_BYTES) {
        const raw = await readAt(
          handle,
          entry.offset + start,
          Math.min(WEIGHT_PIECE_BYTES, entry.length - start),
        );
        hash.update(raw);
        if (wanted.has(entry.name))
          largest = Math.max(largest, largestOf(file.path, entry, toFloat32(entry, raw), start));
      }
  });
  return { digest: hash.digest("hex"), largest };
}

/** max |w| of one piece. */
function largestOf(path: string, entry: TensorEntry, values: Float32Array, startByte: number): number {
  let largest = 0;
  for (let i = 0; i < values.length; i++) {
    const size = Math.abs(values[i]!);
    // written so that NaN, which fails every comparison, is caught too
    if (!(size <= MAX_WEIGHT_SIZE))
      throw new WeightValueError({
        file: path,
        tensor: entry.name,
        index: startByte / (entry.dtype === "F32" ? 4 : 2) + i,
        value: values[i]!,
        limit: MAX_WEIGHT_SIZE,
      });
    if (size > largest) largest = size;
  }
  return largest;
}
