import { isDeepStrictEqual } from "node:util";

/** What a numeric golden holds: the JSON values. */
export type GoldenValue =
  | number
  | string
  | boolean
  | null
  | readonly GoldenValue[]
  | { readonly [key: string]: GoldenValue };

/** |actual - golden| <= abs + rel |golden|, and why that much. */
export interface Tolerance {
  abs: number;
  rel: number;
  because: string;
}

/** One place where actual and golden disagree. */
export interface Mismatch {
  /** "claims.E2.value", "draws[3]"; "" is the whole value. */
  path: string;
  /** What is wrong there, with both sides. */
  fact: string;
}

/**
 * Every place where `actual` is not the golden value.
 *
 * Numbers: |a - g| <= abs + rel |g|, in both directions; NaN and infinities never match. Everything else must be
 * equal: strings, booleans, null, array lengths, and keys: one missing is a mismatch, one too many as well.
 * Typed arrays count as arrays.
 */
export function mismatchesOf(
  actual: unknown,
  golden: GoldenValue,
  tolerance: Pick<Tolerance, "abs" | "rel">,
  path = "",
): Mismatch[] {
  const value = plain(actual);
  if (typeof value === "number" && !Number.isFinite(value))
    return [{ path, fact: `is ${value}, never a match` }];
  if (typeof value === "number" && typeof golden === "number") {
    const allowed = tolerance.abs + tolerance.rel * Math.abs(golden);
    const difference = Math.abs(value - golden);
    return difference <= allowed
      ? []
      : [
          {
            path,
            fact: `is ${value}, golden ${golden}: differs by ${short(difference)}, allowed ${short(allowed)}`,
          },
        ];
  }
  if (Array.isArray(value) && Array.isArray(golden)) {
    if (value.length !== golden.length)
      return [{ path, fact: `has length ${value.length}, golden ${golden.length}` }];
    return golden.flatMap((g: GoldenValue, i) => mismatchesOf(value[i], g, tolerance, `${path}[${i}]`));
  }
  if (isRecord(value) && isRecord(golden)) {
    const keys = [...new Set([...Object.keys(golden), ...Object.keys(value)])];
    return keys.flatMap((key) => {
      const at = path === "" ? key : `${path}.${key}`;
      if (!Object.hasOwn(value, key)) return [{ path: at, fact: "is missing, the golden has it" }];
      if (!Object.hasOwn(golden, key)) return [{ path: at, fact: "is not in the golden" }];
      return mismatchesOf(value[key], golden[key] as GoldenValue, tolerance, at);
    });
  }
  return isDeepStrictEqual(value, golden)
    ? []
    : [{ path, fact: `is ${describe(value)}, golden ${describe(golden)}` }];
}

/** Places in `actual` that JSON cannot keep: a candidate with one of them is never written. */
export function unstorable(actual: unknown, path = ""): Mismatch[] {
  const value = plain(actual);
  if (value === null || typeof value === "string" || typeof value === "boolean") return [];
  if (typeof value === "number")
    return Number.isFinite(value) ? [] : [{ path, fact: `is ${value}, never a match` }];
  if (Array.isArray(value)) return value.flatMap((entry, i) => unstorable(entry, `${path}[${i}]`));
  if (isRecord(value))
    return Object.entries(value).flatMap(([key, entry]) =>
      unstorable(entry, path === "" ? key : `${path}.${key}`),
    );
  return [{ path, fact: `is ${describe(value)}, which a golden cannot hold` }];
}

/** Typed arrays as arrays, at every depth: what is written as a candidate. */
export function storable(actual: unknown): GoldenValue {
  const value = plain(actual);
  if (Array.isArray(value)) return value.map(storable);
  if (isRecord(value))
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, storable(entry)]));
  return value as GoldenValue;
}

function plain(value: unknown): unknown {
  return ArrayBuffer.isView(value) && !(value instanceof DataView)
    ? Array.from(value as unknown as ArrayLike<unknown>)
    : value;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (isRecord(value)) return `an object with keys ${Object.keys(value).join(", ")}`;
  if (typeof value === "object" && value !== null) return `a ${value.constructor?.name ?? "strange object"}`;
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}

function short(value: number): string {
  return String(Number(value.toPrecision(4)));
}
