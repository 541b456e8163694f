/** bfloat16 to float32: the upper half of the same bits, so exact. */
export function bf16ToF32(half: Uint16Array): Float32Array {
  const bits = new Uint32Array(half.length);
  for (let i = 0; i < half.length; i++) bits[i] = half[i]! << 16;
  return new Float32Array(bits.buffer);
}

/** IEEE binary16 to float32, exact, by a table of all 65 536 values. */
export function f16ToF32(half: Uint16Array): Float32Array {
  table ??= Uint32Array.from({ length: 65_536 }, (_, h) => f16Bits(h));
  const bits = new Uint32Array(half.length);
  for (let i = 0; i < half.length; i++) bits[i] = table[half[i]!]!;
  return new Float32Array(bits.buffer);
}

let table: Uint32Array | undefined;

/** The float32 bits of one binary16 number: 1 sign bit, 5 exponent bits (bias 15), 10 fraction bits. */
function f16Bits(h: number): number {
  const sign = (h & 0x8000) << 16;
  const exponent = (h >> 10) & 0x1f;
  const fraction = h & 0x3ff;
  if (exponent === 0x1f) return (sign | 0x7f800000 | (fraction << 13)) >>> 0; // infinity, NaN
  if (exponent !== 0) return (sign | ((exponent + 112) << 23) | (fraction << 13)) >>> 0;
  if (fraction === 0) return sign >>> 0;
  const shift = Math.clz32(fraction) - 21; // moves the leading bit of a subnormal to bit 10
  return (sign | ((113 - shift) << 23) | (((fraction << shift) & 0x3ff) << 13)) >>> 0;
}
