/** The claim table as a terminal shows it. */
import { styleText } from "node:util";
import type { ClaimEntry, Report, Verdict } from "./report.generated.ts";
import {
  controlShort,
  countsText,
  expectationText,
  intervalText,
  reproductionSummary,
  thresholdText,
  unexpectedText,
  valueText,
} from "./words/claim-words.ts";
import { formatNumber } from "./words/format.ts";
import { parityText } from "./words/parity-words.ts";
import { shortName } from "./words/report-names.ts";

/** How wide the terminal is, and whether colours are wanted (they are left to the terminal unless said). */
export interface TerminalOptions {
  columns?: number;
  colour?: boolean;
}

const HEADS = ["claim", "verdict", "statistic", "95 % interval", "n", "threshold", "control"] as const;
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

/** Table, what was unexpected, counts and the status on GPT-2 small; lines end in "\\n" and fit `columns` (100). */
export function renderTerminal(report: Report, { columns = 100, colour }: TerminalOptions = {}): string {
  const paint: Paint = (style, text) =>
    colour === false ? text : styleText(style, text, { validateStream: colour === undefined });
  const off = report.claims.flatMap((claim) => {
    const text = unexpectedText(claim);
    return text === null ? [] : [`! ${shortName(claim)}: ${text}.`];
  });
  const { deviceParity } = report.provenance;
  const ending = [
    ...off.flatMap((line) => wrap(line, columns).map((part) => paint("red", part))),
    ...wrap(`${countsText(report)}. ${expectationText(report)}`, columns),
    ...wrap(`Reproduction on GPT-2 small: ${reproductionSummary(report)}.`, columns),
    ...(deviceParity ? wrap(parityText(deviceParity), columns) : []),
  ];
  const body =
    tableLines(report.claims, columns, paint) ??
    report.claims.flatMap((claim) => blockLines(claim, columns, paint));
  return `${[...wrap(report.scope, columns), "", ...body, "", ...ending].join("\n")}\n`;
}

type Paint = (style: "green" | "red" | "yellow" | "gray" | "magenta" | "bold", text: string) => string;

/** The table, its first column as wide as the rest allows; null where that is too narrow. */
function tableLines(claims: readonly ClaimEntry[], columns: number, paint: Paint): string[] | null {
  const rows = claims.map((claim) => cells(claim));
  const widths = HEADS.map((head, i) => Math.max(head.length, ...rows.map((row) => row[i]!.length)));
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
      const [name = "", ...rest] = wrap(row[0]!, first);
      const verdict = claims[r]!.verdict;
      const painted = row.map((text, i) => {
        const padded = (i === 0 ? name : text).padEnd(i === HEADS.length - 1 ? 0 : widths[i]!);
        return i === 1 ? paint(COLOURS[verdict], padded) : padded;
      });
      return [painted.join(GAP), ...rest];
    }),
  ];
}

function cells(claim: ClaimEntry): string[] {
  return [
    shortName(claim),
    verdictCell(claim),
    valueText(claim),
    intervalText(claim),
    formatNumber(claim.n),
    thresholdText(claim),
    claim.control.verdict,
  ];
}

function verdictCell(claim: ClaimEntry): string {
  return unexpectedText(claim) === null ? claim.verdict : `${claim.verdict} !`;
}

/** One criterion as a few lines, for a narrow terminal. */
function blockLines(claim: ClaimEntry, columns: number, paint: Paint): string[] {
  const [name, verdict, value, interval, n, threshold] = cells(claim);
  return [
    ...wrap(`${name}:`, columns).map((line) => paint("bold", line)),
    ...wrap(verdict!, columns).map((line) => paint(COLOURS[claim.verdict], line)),
    ...wrap(`${value} (${interval}), n = ${n}, threshold ${threshold}`, columns),
    ...wrap(`control ${claim.control.verdict}, ${controlShort(claim)}`, columns),
    "",
  ];
}

/** Words on lines of at most `columns` characters; a longer word has a line of its own. */
function wrap(text: string, columns: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/[ \n]+/)) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + 1 + word.length <= columns)
      lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}
