/** Whether a report says what its samples come to, when they are judged once more. */
import type { Judgement } from "../claim/judge.ts";
import type { JudgedAgain } from "../claim/judged-again.ts";
import type { CriterionEntry, Report } from "./report.generated.ts";
import { shortName } from "./words/criterion-words.ts";
import { formatInterval, formatNumber } from "./words/format.ts";

/** One thing that is not as the report says, in a sentence. */
export interface Difference {
  readonly key: string;
  readonly said: string;
}

/** Numbers that differ by less than this share are alike: logarithms may end in another bit on another machine. */
const SAME = 1e-9;

/** Every criterion that does not come out as its report says, or that cannot be judged; none: all are equal. */
export function differencesFrom(
  { criteria }: Pick<Report, "criteria">,
  judged: ReadonlyMap<string, JudgedAgain>,
  has: ReadonlySet<string>,
): readonly Difference[] {
  return criteria.flatMap((criterion) => {
    const { key } = criterion;
    const told = (said: string) => ({ key, said: `${shortName(criterion)}: ${said}` });
    const again = judged.get(key);
    if (!has.has(key)) return [told("the report holds no samples of it.")];
    if (again === undefined) return [told(`this version has no claim ${key}.`)];
    if ("fails" in again) return [told(`its samples cannot be judged: ${again.fails}`)];
    return differencesOf(criterion, again).map(told);
  });
}

function differencesOf(criterion: CriterionEntry, again: Exclude<JudgedAgain, { fails: string }>): string[] {
  const { statistic, threshold, control, planted } = criterion;
  const own: Judgement = { ...criterion, value: statistic.value, interval: statistic.interval };
  const rule = (one: { readonly above?: number; readonly within?: number }) =>
    one.above === undefined ? `within ±${one.within}` : `above ${one.above}`;
  return [
    ...(rule(threshold) === rule(again.threshold)
      ? []
      : [`its threshold is told as ${rule(threshold)}, and the claim has ${rule(again.threshold)}.`]),
    ...(statistic.name === again.statistic
      ? []
      : [`its statistic is told as “${statistic.name}”, and the claim has “${again.statistic}”.`]),
    ...differs("it", own, again.judgement),
    ...differs("its control", control, again.control),
    ...(planted && again.planted ? differs("its planted effect", planted, again.planted) : []),
  ];
}

type Told = Pick<Judgement, "verdict" | "reason" | "value" | "interval" | "n">;

function differs(what: string, said: Told, found: Told): string[] {
  const text = ({ verdict, value, interval, n }: Told) =>
    `${verdict}, ${formatNumber(value, 6)}${interval === null ? "" : ` (${formatInterval(interval, 6)})`}, n = ${n}`;
  const numbers = ({ value, interval, n }: Told) => [value, ...(interval ?? [null, null]), n];
  const [ours, theirs] = [numbers(found), numbers(said)];
  const equal =
    said.verdict === found.verdict &&
    said.reason === found.reason &&
    ours.every((one, i) => isSame(one, theirs[i] ?? null));
  if (equal) return [];
  const why = said.reason === found.reason ? "" : ` The reason: “${said.reason}”, and “${found.reason}”.`;
  return [`${what} is told as ${text(said)}, and its samples give ${text(found)}.${why}`];
}

function isSame(a: number | null, b: number | null): boolean {
  if (a === null || b === null) return a === b;
  return Math.abs(a - b) <= SAME * Math.max(1, Math.abs(a), Math.abs(b));
}
