/** How finely a curve is kept: in whole 255ths of its own largest value. */
export const CURVE_LEVELS = 255;

/** A curve as it is kept. */
export interface CurveBytes {
  /** Its largest value; 0 for a curve that is nowhere above 0. */
  readonly top: number;
  /** Differences from entry to entry of the rounded levels, modulo 256; the first entry counts from 0. Shape: [points]. */
  readonly steps: Uint8Array;
}

/**
 * A curve in one byte a point: level[n] = round(255 d[n] / top), kept as level[n] - level[n-1] modulo 256.
 *
 * A value read back is off by at most top / 510. Values below 0, which no distance has, count as 0.
 */
export function curveToBytes(curve: ArrayLike<number>): CurveBytes {
  let top = 0;
  for (let n = 0; n < curve.length; n++) top = Math.max(top, curve[n]!);
  const steps = new Uint8Array(curve.length);
  let before = 0;
  for (let n = 0; n < curve.length; n++) {
    const level = top > 0 ? Math.round((CURVE_LEVELS * Math.max(0, curve[n]!)) / top) : 0;
    steps[n] = level - before; // a byte wraps
    before = level;
  }
  return { top, steps };
}

/** The curve read back. Shape: [points]. */
export function curveFromBytes({ top, steps }: CurveBytes): Float64Array {
  let level = 0;
  return Float64Array.from(steps, (step) => {
    level = (level + step) & 255;
    return (level / CURVE_LEVELS) * top;
  });
}
