import { MalformedFileError } from "../errors/index.ts";
import { MAX_SAFETENSORS_HEADER_BYTES } from "../limits.ts";
import { parseHeaderJson } from "./safetensors-json.ts";

/** Element types of the format, with their size in bits. */
const DTYPE_BITS = {
  F4: 4,
  F6_E2M3: 6,
  F6_E3M2: 6,
  BOOL: 8,
  U8: 8,
  I8: 8,
  F8_E4M3: 8,
  F8_E5M2: 8,
  F8_E8M0: 8,
  F8_E4M3FNUZ: 8,
  F8_E5M2FNUZ: 8,
  U16: 16,
  I16: 16,
  F16: 16,
  BF16: 16,
  U32: 32,
  I32: 32,
  F32: 32,
  C64: 64,
  U64: 64,
  I64: 64,
  F64: 64,
} as const;
export type SafetensorsDtype = keyof typeof DTYPE_BITS;

/** Where one tensor lies in its file. */
export interface TensorEntry {
  readonly name: string;
  readonly dtype: SafetensorsDtype;
  readonly shape: readonly number[];
  /** Bytes from the start of the file. */
  readonly offset: number;
  /** Bytes. */
  readonly length: number;
}

/** Bytes of the length field in front of the header. */
export const LENGTH_FIELD_BYTES = 8;

/**
 * The header's length in bytes, from the first eight bytes of the file.
 *
 * Throws: MalformedFileError when the file is shorter than it says, or the header longer than is read.
 */
export function parseHeaderLength(file: string, start: Uint8Array, fileBytes: number): number {
  if (start.length < LENGTH_FIELD_BYTES)
    throw new MalformedFileError({ file, fact: `has ${fileBytes} bytes, too few for a safetensors file` });
  const stated = new DataView(start.buffer, start.byteOffset).getBigUint64(0, true);
  if (stated > BigInt(MAX_SAFETENSORS_HEADER_BYTES))
    throw new MalformedFileError({ file, ...tooLong(stated, new TextDecoder("latin1").decode(start)) });
  const length = Number(stated);
  if (LENGTH_FIELD_BYTES + length > fileBytes)
    throw new MalformedFileError({
      file,
      fact: `says its header has ${length} bytes, but the file has only ${fileBytes}: it is truncated`,
    });
  return length;
}

/** What a file is whose first eight bytes are no length, as far as they say. */
function tooLong(stated: bigint, start: string): { readonly fact: string; readonly hint: string } {
  if (start === "version ")
    return {
      fact: "is a git-lfs pointer, not the file it stands for",
      hint: "Hint: run git lfs pull in its folder, or fetch the file again.",
    };
  if (start.startsWith("PK"))
    return {
      fact: "is a zip archive, as PyTorch writes it, not a safetensors file",
      hint: "Hint: renaming does not convert it; in Python, load the model and call save_pretrained(DIR).",
    };
  return {
    fact: `says its header has ${stated} bytes, more than the ${MAX_SAFETENSORS_HEADER_BYTES} allowed`,
    hint: "Hint: this is probably not a safetensors file but another format, or a page that says why there is none; fetch it again.",
  };
}

/**
 * Parses and checks a safetensors header: every tensor has a known type, as many bytes as its shape needs, and the
 * tensors fill the data section from its first byte to its last without gap or overlap, in whatever order the header
 * names them.
 *
 * Returns the entries in file order. Throws: MalformedFileError with the fact that is wrong.
 * Source: github.com/huggingface/safetensors, "Format".
 */
export function parseHeader(file: string, header: Uint8Array, fileBytes: number): readonly TensorEntry[] {
  const wrong = (fact: string) => new MalformedFileError({ file, fact });
  const dataStart = LENGTH_FIELD_BYTES + header.length;
  const entries: TensorEntry[] = [];
  for (const [name, value] of Object.entries(parseHeaderJson(file, header))) {
    if (name === "__metadata__") {
      if (!isRecord(value) || Object.values(value).some((v) => typeof v !== "string"))
        throw wrong("the header's __metadata__ is not an object of strings");
      continue;
    }
    if (!isRecord(value)) throw wrong(`the header's entry for ${name} is not an object`);
    const { dtype, shape, data_offsets: offsets } = value;
    if (typeof dtype !== "string" || !Object.hasOwn(DTYPE_BITS, dtype))
      throw wrong(`the dtype of ${name} is ${JSON.stringify(dtype)}, which the format does not have`);
    if (!isSizes(shape)) throw wrong(`the shape of ${name} is not a list of whole numbers`);
    if (!isSizes(offsets) || offsets.length !== 2 || offsets[0]! > offsets[1]!)
      throw wrong(`the data_offsets of ${name} are not [begin, end]`);
    const length = offsets[1]! - offsets[0]!;
    const known = dtype as SafetensorsDtype;
    const needed = (shape.reduce((product, n) => product * n, 1) * DTYPE_BITS[known]) / 8;
    if (needed !== length)
      throw wrong(
        `${name} of type ${dtype} and shape [${shape.join(", ")}] needs ${needed} bytes but has ${length}`,
      );
    entries.push({ name, dtype: known, shape, offset: dataStart + offsets[0]!, length });
  }
  entries.sort((a, b) => a.offset - b.offset || a.length - b.length);
  let end = dataStart;
  for (const entry of entries) {
    if (entry.offset !== end)
      throw wrong(
        `${entry.name} starts at byte ${entry.offset} but the tensor before it ends at ${end}: ${entry.offset < end ? "they overlap" : "there is a gap"}`,
      );
    end += entry.length;
  }
  if (end > fileBytes)
    throw wrong(`its tensors end at byte ${end}, but the file has only ${fileBytes}: it is truncated`);
  if (end < fileBytes)
    throw wrong(`its tensors end at byte ${end}, but the file has ${fileBytes - end} more bytes`);
  return entries;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && n >= 0);
}
