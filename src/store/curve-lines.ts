import { createHash } from "node:crypto";
import { type CurveFacts, parseCurve, type StoredCurve } from "./parse-curve.ts";

export type { StoredCurve } from "./parse-curve.ts";

/** Hex digits of sha256 in front of a line: 64 bits, enough against damage. */
const CHECKSUM_DIGITS = 16;
const FLOAT64_BYTES = 8;
const LINE_FEED = 10;

/** `value` as a line: checksum, space, JSON, line feed. */
export function checksummedLine(value: unknown): string {
  const json = JSON.stringify(value);
  return `${checksum(json)} ${json}\n`;
}

/** The value of a line without its line feed; undefined where the checksum does not match, or it is no JSON. */
export function valueOfLine(line: string): unknown {
  const json = line.slice(CHECKSUM_DIGITS + 1);
  if (line[CHECKSUM_DIGITS] !== " " || line.slice(0, CHECKSUM_DIGITS) !== checksum(json)) return undefined;
  try {
    return JSON.parse(json);
  } catch {
    return undefined; // not by this program
  }
}

/** One curve as a line: little-endian float64 in base64, so every bit comes back. */
export function curveLine({ lab, base, arm, distance, curve }: StoredCurve): string {
  const bytes = Buffer.alloc(curve.length * FLOAT64_BYTES);
  curve.forEach((value, i) => {
    bytes.writeDoubleLE(value, i * FLOAT64_BYTES);
  });
  return checksummedLine({ base, lab, arm, distance, curve: bytes.toString("base64") });
}

/** The curve of a line; undefined where it is damaged, or whole and no curve of the run. */
export function curveOfLine(line: string, facts?: CurveFacts): StoredCurve | undefined {
  const curve = parseCurve(valueOfLine(line), facts);
  return typeof curve === "string" ? undefined : curve;
}

/** The lines of a file without their line feeds; `ended` is whether the last one has one. */
export function linesOf(bytes: Buffer): { readonly lines: readonly string[]; readonly ended: boolean } {
  const lines: string[] = [];
  let from = 0;
  for (let at = bytes.indexOf(LINE_FEED); at >= 0; at = bytes.indexOf(LINE_FEED, from)) {
    lines.push(bytes.toString("utf8", from, at));
    from = at + 1;
  }
  const ended = from === bytes.length;
  if (!ended) lines.push(bytes.toString("utf8", from));
  return { lines, ended };
}

function checksum(json: string): string {
  return createHash("sha256").update(json).digest("hex").slice(0, CHECKSUM_DIGITS);
}
