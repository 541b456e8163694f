import type { CurveRecord, LabName } from "../experiment/curve-store.ts";

/** A curve with its place, as a line of a file holds it. */
export interface StoredCurve extends CurveRecord {
  readonly lab: LabName;
  readonly base: number;
}

/** What the curves of a run must agree with; what is left out is not known. */
export interface CurveFacts {
  /** Points of every curve. */
  readonly points?: number;
  /** Bases are 0 .. bases - 1. */
  readonly bases?: number;
}

const LABS: readonly string[] = ["model", "untrained"] satisfies readonly LabName[];
/** A model that stands beside the run's own, by a name of the same form as a paper's. */
const OTHER_LAB = /^other [a-z0-9]+(-[a-z0-9]+)*$/;
const FLOAT64_BYTES = 8;

/**
 * A value from outside as a curve, or what is wrong with it: "has 3 points where the run has 100".
 *
 * A checksum says that a line is whole, not what it is. Fields that no curve has are left behind.
 */
export function parseCurve(value: unknown, { points, bases }: CurveFacts = {}): StoredCurve | string {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return "is no record of a curve";
  const { base, lab, arm, distance, curve } = value as Readonly<Record<string, unknown>>;
  if (!Number.isSafeInteger(base) || (base as number) < 0) return "has no base";
  if (bases !== undefined && (base as number) >= bases)
    return `is of base ${base} where the run has ${bases} bases`;
  if (typeof lab !== "string" || !(LABS.includes(lab) || OTHER_LAB.test(lab)))
    return `is of no model but ${LABS.join(" and ")}`;
  if (typeof arm !== "string" || arm === "") return "does not say which path it is of";
  if (typeof distance !== "number" || !Number.isFinite(distance) || distance < 0) return "has no distance";
  const values = typeof curve === "string" ? float64s(curve) : null;
  if (values === null) return "has a curve that is not base64 of float64 numbers";
  if (points !== undefined && values.length !== points)
    return `has ${values.length} points where the run has ${points}`;
  if (values.length === 0) return "has no points";
  const bad = values.findIndex((one) => !Number.isFinite(one));
  if (bad >= 0) return `holds ${values[bad]} at point ${bad}`;
  return { base: base as number, lab: lab as LabName, arm, distance, curve: values };
}

/** Little-endian float64 of base64; null for what is no base64 as it is written, or no whole number of them. */
function float64s(base64: string): Float64Array | null {
  const bytes = Buffer.from(base64, "base64");
  if (bytes.length % FLOAT64_BYTES !== 0 || bytes.toString("base64") !== base64) return null;
  return Float64Array.from({ length: bytes.length / FLOAT64_BYTES }, (_, i) =>
    bytes.readDoubleLE(i * FLOAT64_BYTES),
  );
}
