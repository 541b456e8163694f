import type { Check, Tolerance } from "./expected-values.ts";
import type { Measured } from "./measure.ts";

/** One check and how it came out. */
export interface CheckResult {
  readonly name: string;
  readonly expected: number | string;
  /** null: not run, see `reason`. */
  readonly measured: number | string | null;
  readonly tolerance: Tolerance | null;
  /** null: not run. */
  readonly ok: boolean | null;
  readonly source: string;
  /** false: what it means is inferred, so it decides nothing. */
  readonly decides: boolean;
  /** Why it was not run, null when it was. */
  readonly reason: string | null;
}

/** A measured value held against the expected one. */
export function resultOf(check: Check, measured: Measured): CheckResult {
  if ("missing" in measured) return notRun(check, measured.missing);
  const { name, expected, tolerance, source, decides = true } = check;
  const { value } = measured;
  const ok = isWithin(value, expected, tolerance);
  return { name, expected, measured: value, tolerance, ok, source, decides, reason: null };
}

export function notRun(check: Check, reason: string): CheckResult {
  const { name, expected, tolerance, source, decides = true } = check;
  return { name, expected, measured: null, tolerance, ok: null, source, decides, reason };
}

/** Two-sided; NaN is within nothing. */
export function isWithin(
  measured: number | string,
  expected: number | string,
  tolerance: Tolerance | null,
): boolean {
  if (tolerance === null || typeof measured === "string" || typeof expected === "string")
    return measured === expected;
  return Math.abs(measured - expected) <= allowance(tolerance, expected);
}

/** How far a value may be off. */
export function allowance(tolerance: Tolerance, expected: number): number {
  return "abs" in tolerance ? tolerance.abs : tolerance.rel * Math.abs(expected);
}

/** It decides and does not hold. */
export function fails({ ok, decides }: CheckResult): boolean {
  return decides && ok === false;
}

/** A value as people read it: seven significant digits. */
export function show(value: number | string | null): string {
  return typeof value === "number" ? String(Number(value.toPrecision(7))) : (value ?? "-");
}
