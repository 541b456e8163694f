import { createHash } from "node:crypto";
import { MalformedFileError, WeightValueError } from "../errors/index.ts";
import { fileStamp } from "../files/file-stamp.ts";
import { MAX_WEIGHT_SIZE } from "../limits.ts";
import { readAt, type SafetensorsFile, tensorPieces, toFloat32, withFile } from "./safetensors.ts";
import type { TensorEntry } from "./safetensors-header.ts";

/** What one pass over a weights file shows. */
export interface WeightsFacts {
  /** sha256 of the whole file, hex. */
  readonly digest: string;
  /** Largest absolute value among the checked tensors. */
  readonly largest: number;
}

/** What this process has seen, by the stamp of the file and the tensors checked in it. */
const seen = new Map<string, WeightsFacts>();

/**
 * Streams a weights file once, in pieces: sha256 of every byte, and every number of the tensors `checked` finite and
 * at most MAX_WEIGHT_SIZE in size.
 *
 * A process that asks again is answered from memory while the file's stamp is the same and settled; nothing is kept
 * from one process to the next, so that the digest in a report is of what was read in the run that wrote it.
 * Throws: WeightValueError naming tensor, index and value; MalformedFileError for a file that changes meanwhile.
 */
export async function weightsFacts(
  file: SafetensorsFile,
  checked: readonly TensorEntry[],
): Promise<WeightsFacts> {
  return withFile(file.path, async (handle) => {
    const before = await fileStamp(handle);
    const key = JSON.stringify([before.key, checked.map(({ name, offset }) => [name, offset])]);
    const known = seen.get(key);
    if (known !== undefined) return known;
    const hash = createHash("sha256");
    const wanted = new Set(checked.map((entry) => entry.name));
    const entries = [...file.tensors.values()]; // file order, without gaps
    let largest = 0;
    hash.update(await readAt(handle, 0, entries[0]?.offset ?? file.bytes));
    for (const entry of entries)
      for await (const { start, raw } of tensorPieces(handle, entry)) {
        hash.update(raw);
        if (wanted.has(entry.name))
          largest = Math.max(largest, largestOf(file.path, entry, toFloat32(entry, raw), start));
      }
    if ((await fileStamp(handle)).key !== before.key)
      throw new MalformedFileError({
        file: file.path,
        fact: "was changed while it was read",
        hint: "Hint: run again when whatever writes it is done.",
      });
    const facts = { digest: hash.digest("hex"), largest };
    if (before.settled) seen.set(key, facts);
    return facts;
  });
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
