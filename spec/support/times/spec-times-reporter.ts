import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, relative } from "node:path";
import type { Reporter, TestModule } from "vitest/node";

/** One spec file's share of a run; times in seconds. */
export interface SpecTime {
  readonly file: string;
  readonly project: string;
  readonly tests: number;
  /** Processor time, user and system, with that of the processes it started; null where it was not taken. */
  readonly processor: number | null;
  /** How much of it the started processes took. */
  readonly started: number | null;
  /** On the clock: importing, and running. On a busy machine these say more about the machine. */
  readonly importing: number;
  readonly running: number;
}

/** Writes after a run what every spec file took, the longest first, to the file that SPEC_TIMES names. */
export default class SpecTimesReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const to = process.env["SPEC_TIMES"];
    if (!to) return;
    mkdirSync(dirname(to), { recursive: true });
    writeFileSync(to, textOf(modules.map(timeOf)));
    process.stdout.write(`\n Times of ${modules.length} spec files: ${to}\n`);
  }
}

function timeOf(module: TestModule): SpecTime {
  const { collectDuration, setupDuration, duration } = module.diagnostic();
  const { processorTime } = module.meta();
  return {
    file: relative(process.cwd(), module.moduleId),
    project: module.project.name,
    tests: [...module.children.allTests()].length,
    processor: processorTime ? round(processorTime.own + (processorTime.started ?? 0)) : null,
    started: processorTime?.started == null ? null : round(processorTime.started),
    importing: round((collectDuration + setupDuration) / 1000),
    running: round(duration / 1000),
  };
}

/** A JSON array, a spec a line. */
function textOf(times: readonly SpecTime[]): string {
  const longestFirst = times.toSorted(
    (a, b) => (b.processor ?? b.running) - (a.processor ?? a.running) || (a.file < b.file ? -1 : 1),
  );
  return `[\n${longestFirst.map((time) => JSON.stringify(time)).join(",\n")}\n]\n`;
}

function round(seconds: number): number {
  return Number(seconds.toFixed(2));
}
