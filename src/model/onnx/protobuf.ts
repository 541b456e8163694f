/**
 * The part of the protocol buffer wire format that ONNX needs: a message is its fields one after another, each a tag
 * (field number x 8 + wire type) and a value.
 *
 * Source: protobuf.dev/programming-guides/encoding.
 */
export type Field = Uint8Array;

/** A message or a list of fields as bytes. */
export function message(...fields: readonly (Field | readonly Field[])[]): Uint8Array {
  return concatenate(fields.flat() as Field[]);
}

/** A whole number, wire type 0. Negative numbers take ten bytes (two's complement of 64 bits). */
export function integer(field: number, value: number | bigint): Field {
  return concatenate([varint(BigInt(field << 3)), varint(BigInt.asUintN(64, BigInt(value)))]);
}

/** A float32 number, wire type 5. */
export function float(field: number, value: number): Field {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setFloat32(0, value, true);
  return concatenate([varint(BigInt((field << 3) | 5)), bytes]);
}

/** Bytes, a string or an inner message, wire type 2. */
export function bytes(field: number, value: Uint8Array | string): Field {
  const content = typeof value === "string" ? new TextEncoder().encode(value) : value;
  return concatenate([varint(BigInt((field << 3) | 2)), varint(BigInt(content.length)), content]);
}

function varint(value: bigint): Uint8Array {
  const out: number[] = [];
  let rest = value;
  do {
    const low = Number(rest & 0x7fn);
    rest >>= 7n;
    out.push(rest === 0n ? low : low | 0x80);
  } while (rest !== 0n);
  return Uint8Array.from(out);
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let end = 0;
  for (const part of parts) {
    whole.set(part, end);
    end += part.length;
  }
  return whole;
}
