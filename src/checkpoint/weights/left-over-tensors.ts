import { MalformedFileError } from "../../errors/index.ts";
import type { ModelConfig, ModelFamily, StoredBuffer } from "../../model/family.ts";
import { checkFloat, tensorPieces, toFloat32, withFile } from "../safetensors.ts";
import type { TensorEntry } from "../safetensors-header.ts";
import type { StoredTensor } from "./published-weights.ts";

/**
 * Sees that nothing is in the files that the computation ignores: what is no weight is a buffer that equals what the graph
 * has, or an unembedding that equals the embedding it is tied to.
 *
 * Throws: MalformedFileError naming the tensor.
 */
export async function checkLeftOver(
  stored: ReadonlyMap<string, StoredTensor>,
  used: ReadonlyMap<string, StoredTensor>,
  { family, config }: { readonly family: ModelFamily; readonly config: ModelConfig },
): Promise<void> {
  const { head, tiedTo, bufferOf } = family.names;
  const left = [...stored].filter(([name]) => !used.has(name));
  for (const [name, { file, entry }] of left)
    if (bufferOf(name) === null && !(name === head && tiedTo !== undefined))
      throw new MalformedFileError({
        file: file.path,
        fact: `has a tensor ${entry.name}, for which a ${family.title} with ${config.layers} layers has no place`,
        hint: "Hint: config.json and model.safetensors must come from one checkpoint.",
      });
  for (const [name, tensor] of left) {
    const buffer = bufferOf(name);
    if (buffer === null) await checkTied(tensor, used.get(tiedTo!)!);
    else await checkBuffer(tensor, buffer);
  }
}

async function checkBuffer({ file, entry }: StoredTensor, buffer: StoredBuffer): Promise<void> {
  const wrong = (fact: string) =>
    new MalformedFileError({
      file: file.path,
      fact: `${entry.name} ${fact}; only ${buffer.what}, is computed with`,
      hint: "Hint: another mask is another model; remove the tensor only if it was never used.",
    });
  if (!buffer.fits(entry.shape)) throw wrong(`has shape [${entry.shape.join(", ")}]`);
  const decode = decoderOf(entry);
  if (decode === null) throw wrong(`has dtype ${entry.dtype}`);
  await withFile(file.path, async (handle) => {
    let index = 0;
    for await (const { raw } of tensorPieces(handle, entry))
      for (const value of decode(raw)) {
        if (!buffer.equals(value, index, entry.shape)) throw wrong(`holds ${value} at index ${index}`);
        index++;
      }
  });
}

/** Transformers 4 drops such a head, transformers 5 uses it: neither is done in silence. */
async function checkTied(head: StoredTensor, embedding: StoredTensor): Promise<void> {
  const names = `${head.entry.name} ${head.file === embedding.file ? "" : `in ${head.file.path} `}`;
  const different = (fact: string) =>
    new MalformedFileError({
      file: embedding.file.path,
      fact: `has a tensor ${names}that differs from ${embedding.entry.name} (${fact}), while config.json ties the two`,
      hint: 'Hint: set "tie_word_embeddings": false in config.json to use it, or remove it to use the embedding; versions of transformers differ in what they do.',
    });
  checkFloat(head.file.path, head.entry);
  if (head.entry.shape.join() !== embedding.entry.shape.join())
    throw different(`its shape is [${head.entry.shape.join(", ")}]`);
  const same = head.entry.dtype === embedding.entry.dtype;
  if (!same) throw different(`its dtype is ${head.entry.dtype}`);
  await withFile(head.file.path, (left) =>
    withFile(embedding.file.path, async (right) => {
      const others = tensorPieces(right, embedding.entry);
      for await (const { raw, start } of tensorPieces(left, head.entry)) {
        const other = (await others.next()).value!.raw as Uint8Array;
        if (Buffer.compare(raw, other) !== 0) throw different(firstDifference(head.entry, raw, other, start));
      }
    }),
  );
}

function firstDifference(entry: TensorEntry, left: Uint8Array, right: Uint8Array, start: number): string {
  const [a, b] = [toFloat32(entry, left), toFloat32(entry, right)];
  const at = a.findIndex((value, i) => !Object.is(value, b[i]));
  return `${a[at]} and not ${b[at]} at index ${start / (entry.dtype === "F32" ? 4 : 2) + at}`;
}

/** What makes numbers of a buffer's bytes; null for types that no buffer has. */
function decoderOf({
  dtype,
}: TensorEntry): ((raw: Uint8Array) => ArrayLike<number> & Iterable<number>) | null {
  if (dtype === "BOOL" || dtype === "U8") return (raw) => raw;
  if (dtype === "F32" || dtype === "F16" || dtype === "BF16") return (raw) => toFloat32({ dtype }, raw);
  return null;
}
