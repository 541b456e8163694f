import { relative } from "node:path";
import { printable } from "../errors/index.ts";
import { renderTerminal } from "../report/terminal.ts";
import { isUnexpected } from "../report/words/verdict-words.ts";
import { replacedReports } from "../run/out/replaced-report.ts";
import type { RunOptions } from "../run/run-options.ts";
import type { RunOutcome, ToldError } from "../vitest/claim-reporter.ts";
import { EXIT } from "./exit-code.ts";

/** Prints what a person needs of the outcome and gives the exit code. A claim that left no evidence fails the run. */
export function tellOutcome({ papers, errors }: RunOutcome): number {
  for (const { written } of papers) {
    if (!written) continue;
    const { report, dir } = written;
    process.stdout.write(`${renderTerminal(report)}\n`);
    process.stdout.write(
      `Report: ${printable(relative(process.cwd(), dir)) || "."}/report.html (also report.md, report.json, badges)\n`,
    );
  }
  errors.forEach(tellError);
  const reports = papers.flatMap(({ written }) => written?.report ?? []);
  if (reports.length === 0 || reports.length < papers.length || errors.length > 0) return EXIT.failed;
  const criteria = reports.flatMap((report) => report.criteria);
  if (criteria.some(({ verdict }) => verdict === "error")) return EXIT.failed;
  return criteria.some(isUnexpected) ? EXIT.unexpected : EXIT.asExpected;
}

/** Says on stderr which reports of other runs this one will replace. */
export async function tellReplaced(run: RunOptions): Promise<void> {
  for (const sentence of await replacedReports(run)) tellError({ message: sentence, hint: null });
}

/** A sentence and what to do, on stderr. */
export function tellError({ message, hint }: ToldError): void {
  process.stderr.write(printable(`${message}\n${hint === null ? "" : `${hint}\n`}`));
}
