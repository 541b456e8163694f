/** Numbers, intervals and units as a reader meets them: true minus signs, narrow spaces, no false precision. */

/** U+2212: a hyphen is too short beside digits and breaks across lines. */
const MINUS = "\u2212";
/** U+202F narrow no-break space, between thousands and before a unit. */
const NARROW = "\u202f";
/** What stands where a number does not exist; the reason stands beside it. */
const NONE = "\u2013";

/** More decimals than this are never shown: a tie that close is a tie. */
const MOST_DECIMALS = 6;

/** `value` with exactly `decimals` decimals; never "minus zero". */
export function formatFixed(value: number, decimals: number): string {
  const digits = Math.abs(value).toFixed(decimals);
  const [whole = "0", fraction] = digits.split(".");
  const grouped = whole.length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, NARROW) : whole;
  const sign = value < 0 && Number(digits) !== 0 ? MINUS : "";
  return `${sign}${grouped}${fraction === undefined ? "" : `.${fraction}`}`;
}

/**
 * A number on its own, to `digits` significant digits (3 unless told), trailing zeros dropped.
 *
 * Whole numbers are shown whole; below 0.0001 and from 1e9 on in powers of ten.
 */
export function formatNumber(value: number | null, digits = 3): string {
  if (value === null) return NONE;
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 1e9) return formatFixed(value, 0);
  if (size < 1e-4 || size >= 1e9) return formatPower(value, digits);
  const decimals = Math.max(0, digits - 1 - Math.floor(Math.log10(size)));
  const fixed = formatFixed(value, decimals);
  return fixed.includes(".") ? fixed.replace(/\.?0+$/, "") : fixed;
}

function formatPower(value: number, digits: number): string {
  const [mantissa = "0", exponent = "0"] = value.toExponential(digits - 1).split("e");
  const power = [...String(Number(exponent))].map((c) =>
    c === "-" ? "\u207b" : "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079"[Number(c)],
  );
  return `${formatFixed(Number(mantissa), digits - 1).replace(/\.?0+$/, "")}${NARROW}\u00d7${NARROW}10${power.join("")}`;
}

/**
 * Decimals that show an interval's half-width to two significant digits.
 *
 * More where rounding would put an end onto one of `edges` it does not touch (2.997 must not read as the
 * threshold 3). Without an interval: 2.
 */
export function decimalsFor(
  interval: readonly [number, number] | null,
  edges: readonly number[] = [],
): number {
  if (interval === null) return 2;
  const half = (interval[1] - interval[0]) / 2;
  let decimals = half > 0 ? Math.min(MOST_DECIMALS, Math.max(0, 1 - Math.floor(Math.log10(half)))) : 2;
  const looksEqual = (end: number, edge: number) =>
    end !== edge && Number(end.toFixed(decimals)) === Number(edge.toFixed(decimals));
  while (decimals < MOST_DECIMALS && interval.some((end) => edges.some((edge) => looksEqual(end, edge))))
    decimals++;
  return decimals;
}

/** "8.81 to 10.03": "to" and not a dash, which reads as a minus. */
export function formatInterval(interval: readonly [number, number] | null, decimals: number): string {
  return interval === null
    ? NONE
    : `${formatFixed(interval[0], decimals)} to ${formatFixed(interval[1], decimals)}`;
}

/** "9.4 steps", "1 step"; units that say nothing beside a number ("probability", "ratio", "1") are left out. */
export function withUnit(number: string, unit: string): string {
  if (number === NONE || ["", "1", "probability", "ratio"].includes(unit)) return number;
  const one = /^[−±]?1$/.test(number) && /[^s]s$/.test(unit);
  return `${number}${NARROW}${one ? unit.slice(0, -1) : unit}`;
}

/** "1 base", "3 bases". */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${formatNumber(n)} ${n === 1 ? one : many}`;
}

/** "a", "a and b", "a, b and c". */
export function list(items: readonly string[]): string {
  return items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}

/** The first letter as a capital. */
export function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
