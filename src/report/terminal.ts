/** The table of criteria as a terminal shows it. */
import { styleText } from "node:util";
import { printable } from "../errors/index.ts";
import type { CriterionEntry, Report, Verdict } from "./report.generated.ts";
import { criterionRow } from "./sections/criteria.ts";
import type { CriterionRow } from "./sections/section.ts";
import { shortName, unexpectedText } from "./words/criterion-words.ts";
import { count } from "./words/format.ts";
import { countedIn, countsOf, firstVerdict } from "./words/hypothesis-words.ts";
import { parityText } from "./words/parity-words.ts";
import { registrationLines } from "./words/registration-words.ts";
import {
  differsText,
  otherSeedText,
  replicatesIn,
  replicatesText,
  unreplicatedText,
  unusedTexts,
} from "./words/replicate-words.ts";
import { countsText, expectationText, reproductionSummary } from "./words/summary-words.ts";
import { flipText, verdictText } from "./words/verdict-text.ts";

/** How wide the terminal is, and whether colours are wanted (they are left to the terminal unless said). */
export interface TerminalOptions {
  columns?: number;
  colour?: boolean;
}

const HEADS = ["claim", "verdict", "value", "95 % interval", "n", "threshold", "control"] as const;
const GAP = "  ";
/** A claim column narrower than this is no use: the table is then set as blocks. */
const NARROWEST_CLAIM = 14;
const COLOURS: Readonly<Record<Verdict, "green" | "red" | "yellow" | "gray" | "magenta">> = {
  supported: "green",
  contradicted: "red",
  inconclusive: "yellow",
  "not-run": "gray",
  error: "magenta",
};

/** Table, what was unexpected, counts and the status on the paper's subject; lines end in "\n" and fit `columns` (100). */
export function renderTerminal(report: Report, { columns = 100, colour }: TerminalOptions = {}): string {
  const paint: Paint = (style, text) =>
    colour === false ? text : styleText(style, text, { validateStream: colour === undefined });
  const off = report.criteria.flatMap((criterion) => {
    if (hasTooFewBases(criterion)) return []; // said once, below
    const text = unexpectedText(criterion);
    return text === null ? [] : [`! ${shortName(criterion)}: ${text}.`];
  });
  const { deviceParity } = report.provenance;
  const undecided = undecidedLines(report);
  const saidOfAll = undecided.some((line) => line.startsWith("all "));
  const ending = [
    ...off.flatMap((line) => wrap(line, columns).map((part) => paint("red", part))),
    ...narrowLines(report).flatMap((line) => wrap(line, columns).map((part) => paint("yellow", part))),
    ...undecided.flatMap((line) => wrap(line, columns).map((part) => paint("yellow", part))),
    ...hypothesisLines(report, columns, paint),
    ...wrap(`${saidOfAll ? "" : `${countsText(report)}. `}${expectationText(report)}`, columns),
    ...registrationLines(report).flatMap(({ deviates, text }) =>
      wrap(deviates ? `deviates from what was registered: ${text}` : text, columns).map((part) =>
        deviates ? paint("yellow", part) : part,
      ),
    ),
    ...wrap(
      [replicatesText(report), differsText(report), ...unusedTexts(report), otherSeedText(report)]
        .filter(Boolean)
        .join(" "),
      columns,
    ),
    ...wrap(`Reproduction on ${report.paper.subject.name}: ${reproductionSummary(report)}.`, columns),
    ...(deviceParity ? wrap(parityText(deviceParity), columns) : []),
  ];
  const rows = report.criteria.map(criterionRow);
  const body = tableLines(rows, columns, paint) ?? rows.flatMap((row) => blockLines(row, columns, paint));
  return `${[...wrap(report.scope, columns), "", ...body, "", ...ending].join("\n")}\n`;
}

/** "8 hypotheses: 3 supported (E2, E5), 1 mixed (E3)."; nothing in a report of before they had verdicts. */
function hypothesisLines(report: Report, columns: number, paint: Paint): string[] {
  const { hypotheses = [] } = report;
  if (hypotheses.length === 0) return [];
  const each = countsOf(countedIn(report).entries).flatMap(({ verdict, n }) => {
    const ids = hypotheses.flatMap((one) => (firstVerdict(one) === verdict ? [one.id] : []));
    return n === 0 ? [] : [`${n} ${verdict} (${ids.join(", ")})`];
  });
  const n = replicatesIn(report);
  const over = n === 1 ? "" : ` over ${n} replicates${unreplicatedText(report)}`;
  const text = `${count(hypotheses.length, "hypothesis", "hypotheses")}${over}: ${each.join(", ")}. Criteria${n === 1 ? "" : " in this run"}:`;
  return wrap(text, columns).map((line) => paint("bold", line));
}

/** Whether a verdict is open for want of bases alone. */
function hasTooFewBases({ verdict, reason }: CriterionEntry): boolean {
  return verdict === "inconclusive" && TOO_FEW_BASES.test(reason);
}

/** The judge's own sentence: "n = 40 is below the 200 bases a verdict needs; the interval alone says supported." */
const TOO_FEW_BASES = /^n = \d+ is below the \d+ bases a verdict needs/;

/** Why criteria have no decision, each reason once with those it holds for: "all 13 inconclusive: n = 40 is below ...". */
function undecidedLines(report: Report): string[] {
  return (["inconclusive", "error"] as const).flatMap((verdict) => linesOf(verdict, report));
}

function linesOf(verdict: Verdict, { criteria }: Report): string[] {
  const undecided = criteria.filter((criterion) => criterion.verdict === verdict);
  const byReason = new Map<string, CriterionEntry[]>();
  for (const criterion of undecided) {
    const reason = TOO_FEW_BASES.exec(criterion.reason)?.[0] ?? withoutAside(criterion.reason);
    byReason.set(reason, [...(byReason.get(reason) ?? []), criterion]);
  }
  return [...byReason].map(([reason, those]) => {
    const all = those.length === criteria.length && those.length > 1;
    const which = all ? `all ${those.length}` : those.map(shortName).join(", ");
    return `${which} ${verdict}: ${reason.replace(/\.$/, "")}.`;
  });
}

/** "E5 absolute supported, narrowly. An exact replicate would give another verdict with probability 31 %." */
function narrowLines({ criteria }: Report): string[] {
  return criteria
    .filter(({ narrow }) => narrow)
    .map((criterion) => `${shortName(criterion)} ${verdictText(criterion)}. ${flipText(criterion) ?? ""}`);
}

/** A reason without what the interval alone would have said, which is another one for every criterion. */
function withoutAside(reason: string): string {
  return reason.replace(/ The interval alone says [a-z-]+\.$/, "");
}

type Paint = (style: "green" | "red" | "yellow" | "gray" | "magenta" | "bold", text: string) => string;

/**
 * The table, its first column as wide as the rest allows; null where that is too narrow. What the value is a value of
 * stands below it, beside what is left of the name.
 */
function tableLines(rows: readonly CriterionRow[], columns: number, paint: Paint): string[] | null {
  const cellsOf = rows.map(cells);
  const widths = HEADS.map((head, i) => Math.max(head.length, ...cellsOf.map((row) => row[i]!.length)));
  const others = widths.slice(1).reduce((sum, width) => sum + width + GAP.length, 0);
  const first = Math.min(widths[0]!, columns - others);
  if (first < Math.min(NARROWEST_CLAIM, widths[0]!)) return null;
  widths[0] = first;
  const head = HEADS.map((text, i) => text.padEnd(widths[i]!))
    .join(GAP)
    .trimEnd();
  return [
    paint("bold", head),
    ...rows.flatMap((row, r) => {
      const [name = "", ...restOfName] = wrap(row.shortName, first);
      const painted = cellsOf[r]!.map((text, i) => {
        const padded = (i === 0 ? name : text).padEnd(i === HEADS.length - 1 ? 0 : widths[i]!);
        return i === 1 ? paint(COLOURS[row.criterion.verdict], padded) : padded;
      });
      const statistic = wrap(row.statistic, columns - first - GAP.length);
      const below = Array.from({ length: Math.max(restOfName.length, statistic.length) }, (_, i) =>
        `${(restOfName[i] ?? "").padEnd(first)}${GAP}${statistic[i] ?? ""}`.trimEnd(),
      );
      return [painted.join(GAP), ...below];
    }),
  ];
}

function cells(row: CriterionRow): string[] {
  const verdict = verdictText(row.criterion);
  return [
    row.shortName,
    row.unexpected ? `${verdict} !` : verdict,
    row.value,
    row.interval,
    row.n,
    row.threshold,
    row.controlled.narrow,
  ].map((text) => wordsOf(text).join(" "));
}

/** One criterion as a few lines, for a narrow terminal. */
function blockLines(row: CriterionRow, columns: number, paint: Paint): string[] {
  const { criterion } = row;
  const [name, verdict, value, interval, n, threshold] = cells(row);
  return [
    ...wrap(`${name}:`, columns).map((line) => paint("bold", line)),
    ...wrap(verdict!, columns).map((line) => paint(COLOURS[criterion.verdict], line)),
    ...wrap(`${row.statistic}: ${value} (${interval}), n = ${n}, threshold ${threshold}`, columns),
    ...wrap(`control: ${row.controlled.short}, ${row.control}`, columns),
    "",
  ];
}

/** Words on lines of at most `columns` characters; a longer word has a line of its own. */
export function wrap(text: string, columns: number): string[] {
  const lines: string[] = [];
  for (const word of wordsOf(text)) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + 1 + word.length <= columns)
      lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** The words of a text, which may be a report's own: nothing in them is obeyed by the terminal, or ends a line. */
function wordsOf(text: string): string[] {
  return printable(text).split(/[ \n\t]+/);
}
