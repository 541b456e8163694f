import { writeAtomically } from "../files/write-atomically.ts";
import type { Rng } from "../math/rng.ts";
import type { WeightLaw } from "../model/family.ts";
import { encodeHeader } from "./safetensors-encode.ts";

/** Normal numbers drawn before they repeat: enough for half a gigabyte of weights in seconds instead of minutes. */
export const DRAWN_NORMALS = 2 ** 20 - 3;

/** A tensor to be drawn. */
interface ShapedTensor {
  readonly name: string;
  readonly shape: readonly number[];
}

/** `count` normal numbers of standard deviation `sd`, as float32. */
export function drawNormals(rng: Rng, count: number, sd = 1): Float32Array {
  return Float32Array.from({ length: count }, () => sd * rng.normal());
}

/**
 * Writes a safetensors file of float32 tensors, streamed one after the other: each weight is the next of `normals`,
 * which repeat, times its law's sd, plus its law's offset. `beside` stands behind them as it is.
 */
export async function writeRepeatedNormals(
  file: string,
  {
    tensors,
    normals,
    law,
    beside = [],
  }: {
    readonly tensors: readonly ShapedTensor[];
    readonly normals: Float32Array;
    readonly law: (name: string) => WeightLaw;
    readonly beside?: readonly (ShapedTensor & { readonly data: Float32Array })[];
  },
): Promise<void> {
  await writeAtomically(file, async (append) => {
    const write = (values: Float32Array) =>
      append(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
    await append(encodeHeader([...tensors, ...beside].map(({ name, shape }) => ({ name, shape }))));
    let next = 0;
    for (const { name, shape } of tensors) {
      const { offset, sd } = law(name);
      for (let left = sizeOf(shape); left > 0; ) {
        const piece = normals.subarray(next, Math.min(next + left, normals.length));
        await write(offset === 0 && sd === 1 ? piece : piece.map((z) => offset + sd * z));
        left -= piece.length;
        next = (next + piece.length) % normals.length;
      }
    }
    for (const { data } of beside) await write(data);
  });
}

/** The number of values of a shape. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, n) => product * n, 1);
}
