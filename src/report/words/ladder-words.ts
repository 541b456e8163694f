/** What a ladder says, in sentences made from its numbers. */
import type { LadderLoss, LadderOfMetric, RunLadder } from "../../experiment/record.generated.ts";
import { MIN_BASES_FOR_VERDICT } from "../../limits.ts";
import type { Report } from "../report.generated.ts";
import { count, decimalsFor, formatFixed, formatInterval, formatNumber, list, withUnit } from "./format.ts";

/** A number that may have an interval. */
interface Found {
  readonly value: number | null;
  readonly interval: readonly [number, number] | null;
}

/** "0.41". */
export function ladderValue({ value, interval }: Found): string {
  return value === null ? formatNumber(null) : formatFixed(value, decimalsFor(interval, [0]));
}

/** "0.33 to 0.49". */
export function ladderInterval({ interval }: Found): string {
  return formatInterval(interval, decimalsFor(interval, [0]));
}

/** "0.41 (0.33 to 0.49)". */
export function ladderNumbers(found: Found): string {
  return found.interval === null ? ladderValue(found) : `${ladderValue(found)} (${ladderInterval(found)})`;
}

/** A metric as a sentence names it: "max slope step, absolute step". */
export function metricName({ metric }: LadderOfMetric, { metrics }: Pick<Report, "metrics">): string {
  const title = metrics.find(({ key }) => key === metric)?.title ?? metric;
  return `${title.charAt(0).toLowerCase()}${title.slice(1)}`;
}

/** Which loss moves the distance most, and whether that can be told from noise at all. */
export function mostLossText(of: LadderOfMetric, { reference }: RunLadder, metric: string): string {
  const known = of.losses.filter(({ value }) => value !== null);
  const far = ({ value, interval }: LadderLoss) => {
    const way = value! < 0 ? "nearer to" : "further from";
    const size = { value: Math.abs(value!), interval: value! < 0 ? turned(interval) : interval };
    const shown = withUnit(ladderValue(size), "sd");
    return `${shown}${size.interval === null ? "" : ` (95 % interval ${ladderInterval(size)})`} ${way} ${reference}`;
  };
  const most = (among: readonly LadderLoss[]) =>
    among.reduce<LadderLoss | null>(
      (best, one) => (best === null || Math.abs(one.value!) > Math.abs(best.value!) ? one : best),
      null,
    );
  const largest = most(known);
  if (largest === null) return "No two types that differ by one feature alone could be compared.";
  if (known.every(({ interval }) => interval === null))
    return of.n < MIN_BASES_FOR_VERDICT
      ? `With ${count(of.n, "base")} no loss can be told from noise: an interval needs ${MIN_BASES_FOR_VERDICT}.`
      : "No loss can be told from noise: there are no intervals.";
  const clear = known.filter(isClear);
  const first = most(clear);
  if (first === null)
    return `By ${metric} no loss of a single feature is clear of 0; the largest, that of “${largest.feature}”, leads ${far(largest)}.`;
  const also = clear.filter((one) => one !== first);
  const unclear = known.filter((one) => !isClear(one)).map(({ feature }) => `“${feature}”`);
  return [
    `By ${metric}, the loss of “${first.feature}” moves types most: ${far(first)}.`,
    ...(also.length === 0
      ? []
      : [`Clear of 0 as well: ${list(also.map((one) => `“${one.feature}”, ${far(one)}`))}.`]),
    ...(unclear.length === 0 ? [] : [`Not clear of 0: ${list(unclear)}.`]),
  ].join(" ");
}

/** "3 of 10 steps from a type to the next are clear of 0." */
export function changesText({ changes }: LadderOfMetric): string {
  const clear = changes.filter(isClear).length;
  const are = clear === 1 ? "is" : "are";
  return `Of ${count(changes.length, "step")} from a type to the next, ${clear === 0 ? "none" : formatNumber(clear)} ${are} clear of 0.`;
}

/** Whether an interval leaves 0 out. */
function isClear({ interval }: Found): boolean {
  return interval !== null && (interval[0] > 0 || interval[1] < 0);
}

function turned(interval: readonly [number, number] | null): readonly [number, number] | null {
  return interval && [-interval[1], -interval[0]];
}
