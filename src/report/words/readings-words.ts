/** What other readings of the same curves say, in sentences made from their numbers. */
import type { EffectReadings, ReadingValue, RunReadings } from "../../experiment/record.generated.ts";
import { count, decimalsFor, formatFixed, formatInterval, formatNumber, list } from "./format.ts";

/** "E1: most responses are steps". */
export function effectName({ hypothesis, aboveZero }: EffectReadings): string {
  return `${hypothesis}: ${aboveZero}`;
}

/** Readings by their effect, the smallest first; those without a value last. */
export function sortedReadings({ readings }: EffectReadings): readonly ReadingValue[] {
  const at = ({ value }: ReadingValue) => value ?? Number.POSITIVE_INFINITY;
  return readings.toSorted((a, b) => (at(a) === at(b) ? 0 : at(a) - at(b)));
}

/** "0.08 sd": the unit of a KS distance and of a share is said too, since both stand in one drawing. */
export function readingText({ value, interval, unit }: ReadingValue): string {
  if (value === null) return formatNumber(null);
  return `${formatFixed(value, decimalsFor(interval, [0]))} ${unitWord(unit)}`;
}

/** "0.02 to 0.14". */
export function readingInterval({ interval }: ReadingValue): string {
  return formatInterval(interval, decimalsFor(interval, [0]));
}

function unitWord(unit: string): string {
  return unit === "probability" ? "KS" : unit;
}

/** How many readings have each verdict: "40 supported, 6 inconclusive and 2 contradicted". */
export function verdictCounts({ readings }: EffectReadings): string {
  const of = (word: ReadingValue["verdict"]) => readings.filter(({ verdict }) => verdict === word).length;
  const words = (["supported", "inconclusive", "contradicted"] as const)
    .filter((word) => of(word) > 0)
    .map((word) => `${formatNumber(of(word))} ${word}`);
  return list(words);
}

/** "43 of 48 readings have the sign of the registered one, 40 its verdict." */
export function sharesText({ known, sameSign, sameVerdict }: EffectReadings): string {
  if (sameSign === null || sameVerdict === null)
    return "The registered reading has no value, so that nothing can be held to it.";
  const have = known === 1 ? "reading has" : "readings have";
  return `${formatNumber(sameSign)} of ${formatNumber(known)} ${have} the sign of the registered one (${percent(sameSign, known)}), ${formatNumber(sameVerdict)} its verdict by the sign (${percent(sameVerdict, known)}).`;
}

/** Which choice each dimension has that bears on an effect, and varies or not, by the order of the dimensions. */
export function bearingDimensions(
  { readings }: EffectReadings,
  { dimensions }: RunReadings,
): readonly RunReadings["dimensions"][number][] {
  return dimensions.flatMap((dimension) => {
    const used = new Set(readings.flatMap(({ choices }) => choices[dimension.key] ?? []));
    return used.size < 2
      ? []
      : [{ ...dimension, options: dimension.options.filter(({ key }) => used.has(key)) }];
  });
}

/** What is most and least in favour, in one sentence for who cannot see the drawing. */
export function curveInWords(effect: EffectReadings): string {
  const known = sortedReadings(effect).filter(({ value }) => value !== null);
  const [first, last] = [known[0], known.at(-1)];
  if (first === undefined || last === undefined) return "No reading has a value.";
  const registered = known.findIndex((one) => one.registered);
  const where =
    registered < 0
      ? ""
      : ` The registered reading, ${readingText(known[registered]!)}, is number ${registered + 1} from below.`;
  return `${count(known.length, "reading")} sorted by effect, from ${readingText(first)} to ${readingText(last)}: ${verdictCounts(effect)}.${where} ${sharesText(effect)}`;
}

function percent(part: number, whole: number): string {
  return whole === 0 ? formatNumber(null) : `${Math.round((100 * part) / whole)}\u00a0%`;
}
