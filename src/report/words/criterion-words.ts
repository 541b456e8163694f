/** The sentences about one criterion that the page, the Markdown and the terminal share. */

import type { CriterionEntry } from "../report.generated.ts";
import { controlWords } from "./control-words.ts";
import { decimalsFor, formatFixed, formatInterval, formatNumber, withUnit } from "./format.ts";
import { isUnexpected } from "./verdict-words.ts";

/** The part of a key that names one criterion of several in a file: "" where there is one. */
function partOf({ key }: Pick<CriterionEntry, "key">): string {
  return key.split(".").slice(1).join(" ");
}

/** "E2, absolute step"; "E9, structured above bag" where the key `paper/file.part` names a part. */
export function criterionName(criterion: CriterionEntry): string {
  const schedule = scheduleName(criterion);
  return [questionName(criterion), ...(schedule === null ? [] : [schedule])].join(", ");
}

/** What a criterion asks, in whichever steps: "E2"; "E10, max slope". */
export function questionName({ key, hypothesis, schedule }: CriterionEntry): string {
  const part = partOf({ key });
  const said = `-${schedule}`; // the schedule is said once
  const own = part === schedule ? "" : part.endsWith(said) ? part.slice(0, -said.length) : part;
  return [hypothesis, ...(own === "" ? [] : [own.replaceAll("-", " ")])].join(", ");
}

/** "absolute step"; null where a criterion has no schedule. */
export function scheduleName({ schedule }: Pick<CriterionEntry, "schedule">): string | null {
  return schedule === null ? null : `${schedule} step`;
}

/** "E2 absolute", "E9 structured above bag": for badges and tables of text. */
export function shortName(criterion: CriterionEntry): string {
  const part = partOf(criterion).replaceAll("-", " ");
  return [criterion.hypothesis, part || (criterion.schedule ?? "")].join(" ").trim();
}

/** The id of a criterion in a page: no slash, and never that of another. */
export function anchorOf({ key }: Pick<CriterionEntry, "key">): string {
  return key.replace("/", "--"); // no paper's name has two dashes
}

/** Where the threshold lies on the axis: one place for `above`, two for `within`. */
export function thresholdEdges({ threshold: { above, within } }: CriterionEntry): number[] {
  if (above !== undefined) return [above];
  return within === undefined ? [] : [-within, within];
}

/** "above 3 steps", "within ±1.5 steps". */
export function thresholdText({ threshold: { above, within }, statistic: { unit } }: CriterionEntry): string {
  return above !== undefined
    ? `above ${withUnit(formatNumber(above), unit)}`
    : `within ±${withUnit(formatNumber(within ?? 0), unit)}`;
}

/** A value and its interval, the criterion's own or its control's: each is shown as finely as it is known. */
type Estimate = Pick<CriterionEntry["statistic"], "value" | "interval">;

/** "9.42 steps", or a dash where there is no value. */
export function valueText(
  criterion: CriterionEntry,
  { value, interval }: Estimate = criterion.statistic,
): string {
  if (value === null) return formatNumber(null);
  return withUnit(
    formatFixed(value, decimalsFor(interval, thresholdEdges(criterion))),
    criterion.statistic.unit,
  );
}

/** "8.81 to 10.03". */
export function intervalText(
  criterion: CriterionEntry,
  { interval }: Estimate = criterion.statistic,
): string {
  return formatInterval(interval, decimalsFor(interval, thresholdEdges(criterion)));
}

/** "9.42 steps (8.81 to 10.03)". */
export function estimateText(criterion: CriterionEntry, estimate: Estimate = criterion.statistic): string {
  if (estimate.value === null) return "no value";
  const value = valueText(criterion, estimate);
  return estimate.interval === null ? value : `${value} (${intervalText(criterion, estimate)})`;
}

/** The statistic's name with true minus signs. */
export function statisticName({ statistic: { name } }: CriterionEntry): string {
  return withMinus(name);
}

/** A name with true minus signs. */
export function withMinus(name: string): string {
  return name.replaceAll(" - ", " − ");
}

/** Why a control came out as it did; one that finds the effect gone is not called too small. */
export function controlReason({ control: { verdict, reason } }: CriterionEntry): string {
  return verdict === "contradicted"
    ? reason.replace(
        /: (right direction, too small|no clear direction, too small|opposite sign|opposite direction)\./,
        ".",
      )
    : reason;
}

/** "−0.21 (−0.24 to −0.18)" of the control. */
export function controlShort(criterion: CriterionEntry): string {
  return estimateText(criterion, criterion.control);
}

/** "−0.21 (−0.24 to −0.18), n = 1000" of the control. */
export function controlNumbers(criterion: CriterionEntry): string {
  return `${controlShort(criterion)}, n = ${formatNumber(criterion.control.n)}`;
}

/** "shuffled dictionary: effect gone, as it should be, −0.21 (−0.24 to −0.18), n = 1000". */
export function controlText(criterion: CriterionEntry): string {
  const { long } = controlWords(criterion.control, criterion.verdict);
  return `${criterion.control.name}: ${long}, ${controlNumbers(criterion)}`;
}

/** "a second set of real targets: found, as it should be, 0.21 (0.18 to 0.24), n = 1000"; null where none is planted. */
export function plantedText(criterion: CriterionEntry): string | null {
  const { planted } = criterion;
  if (!planted) return null;
  const found = planted.verdict === "supported" ? "found, as it should be" : `not found (${planted.verdict})`;
  return `${planted.name}: ${found}, ${estimateText(criterion, planted)}, n = ${formatNumber(planted.n)}`;
}

/** The authors' number, said to be theirs and about which model. */
export function authorsText({ authors, statistic }: CriterionEntry, subjectName: string): string {
  return authors === null
    ? "the authors printed no value"
    : `${withUnit(formatNumber(authors), statistic.unit)}, on ${subjectName}`;
}

/** "supported was expected of this model and contradicted was found", or null when nothing is off. */
export function unexpectedText(criterion: CriterionEntry): string | null {
  return isUnexpected(criterion)
    ? `${criterion.expected?.verdict} was expected of this model, ${criterion.verdict} was found`
    : null;
}

/** The statistic's name with its unit, where the number beside it does not carry one: "KS(real, random) (probability)". */
export function statisticWithUnit(criterion: CriterionEntry): string {
  const { unit } = criterion.statistic;
  const carried = withUnit("x", unit) !== "x" || unit === "" || unit === "1";
  return `${statisticName(criterion)}${carried ? "" : ` (${unit})`}`;
}
