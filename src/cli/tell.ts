import { relative } from "node:path";
import { isUnexpected } from "../report/build-report.ts";
import { renderTerminal } from "../report/render-terminal.ts";
import type { RunOutcome, ToldError } from "../vitest/claim-reporter.ts";
import { EXIT } from "./exit-code.ts";

/** Prints what a person needs of the outcome and gives the exit code. A claim that left no evidence fails the run. */
export function tellOutcome({ written, errors }: RunOutcome): number {
  if (written) {
    const { report, dir } = written;
    process.stdout.write(`${renderTerminal(report)}\n`);
    process.stdout.write(
      `Report: ${relative(process.cwd(), dir) || "."}/report.html (also report.md, report.json, badges)\n`,
    );
  }
  errors.forEach(tellError);
  if (!written || errors.length > 0) return EXIT.failed;
  const { claims } = written.report;
  if (claims.some(({ verdict }) => verdict === "error")) return EXIT.failed;
  return claims.some(isUnexpected) ? EXIT.unexpected : EXIT.asExpected;
}

/** A sentence and what to do, on stderr. */
export function tellError({ message, hint }: ToldError): void {
  process.stderr.write(`${message}\n${hint === null ? "" : `${hint}\n`}`);
}
