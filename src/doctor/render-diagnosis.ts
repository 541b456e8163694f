import { type CheckResult, show } from "./check-result.ts";
import type { Diagnosis } from "./examine.ts";
import type { Tolerance } from "./expected-values.ts";

/** A diagnosis as text: the table of checks, the traps, then the verdict. No line ends in a space. */
export function renderDiagnosis({ of, verdict, summary, traps, checks }: Diagnosis): string {
  const rows = [["", "check", "measured", "expected", "tolerance"], ...checks.map(row)];
  const widths = rows[0]!.map((_, col) => Math.max(...rows.map((cells) => cells[col]!.length)));
  const lines = rows.map((cells) =>
    cells
      .map((cell, col) => cell.padEnd(widths[col]!))
      .join("  ")
      .trimEnd(),
  );
  return [
    `Expected: ${of}`,
    "",
    ...lines,
    "",
    ...sourcesOf(checks),
    ...traps.flatMap(({ name, evidence, hint }) => [`Trap: ${name}. ${evidence}.`, hint]),
    `${verdict}: ${summary}`,
    "",
  ].join("\n");
}

/** Where the values come from that were not met: one line a source. */
function sourcesOf(checks: readonly CheckResult[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { ok, source } of checks) if (ok === false) counts.set(source, (counts.get(source) ?? 0) + 1);
  return [...counts].map(([source, n]) => `Not met, ${n} from: ${source}`);
}

function row({ name, expected, measured, tolerance, ok, decides, reason }: CheckResult): string[] {
  const mark = ok === null ? "-" : ok ? "ok" : decides ? "FAIL" : "differs";
  const value = ok === null ? `not run: ${reason}` : show(measured);
  return [mark, name, value, show(expected), `${allowed(tolerance)}${decides ? "" : " (decides nothing)"}`];
}

function allowed(tolerance: Tolerance | null): string {
  if (tolerance === null) return "equal";
  return "abs" in tolerance ? `± ${tolerance.abs}` : `± ${Number((100 * tolerance.rel).toPrecision(6))} %`;
}
