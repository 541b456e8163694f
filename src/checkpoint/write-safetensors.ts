/** A named float32 tensor. `data` is row-major and has as many values as `shape` says. */
export interface NamedTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/**
 * The bytes of a safetensors file of float32 tensors, in the order of their names.
 *
 * Layout: uint64 little-endian header length, JSON header padded with spaces to a multiple of 8, then the tensors
 * without gaps. Equal tensors give equal bytes.
 * Source: the safetensors format description.
 */
export function encodeSafetensors(
  tensors: Readonly<Record<string, NamedTensor>>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const names = Object.keys(tensors).sort();
  const header: Record<string, unknown> = Object.keys(metadata).length > 0 ? { __metadata__: metadata } : {};
  let end = 0;
  for (const name of names) {
    const { shape, data } = tensors[name]!;
    const size = shape.reduce((a, b) => a * b, 1);
    if (size !== data.length)
      throw new RangeError(
        `Tensor ${name} has ${data.length} values; its shape [${shape.join(", ")}] needs ${size}.`,
      );
    header[name] = { dtype: "F32", shape, data_offsets: [end, end + 4 * size] };
    end += 4 * size;
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  const headerLength = Math.ceil(json.length / 8) * 8;
  const bytes = new Uint8Array(8 + headerLength + end).fill(0x20, 8, 8 + headerLength);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(headerLength), true);
  bytes.set(json, 8);
  let at = 8 + headerLength;
  for (const name of names) {
    for (const value of tensors[name]!.data) {
      view.setFloat32(at, value, true);
      at += 4;
    }
  }
  return bytes;
}
