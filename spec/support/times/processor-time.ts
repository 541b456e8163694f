import { readFileSync } from "node:fs";
import { afterAll } from "vitest";

/** Processor time of one spec file, user and system, in seconds. */
export interface ProcessorTime {
  /** Of the process it ran in: from that process's start, or from the end of the file before it there. */
  readonly own: number;
  /** Of the processes that it started and that have ended; null where the system does not tell. */
  readonly started: number | null;
}

declare module "vitest" {
  interface TaskMeta {
    processorTime?: ProcessorTime;
  }
}

/** What the files before this one took; kept with the process, for a setup file is run again for every file. */
const before = globalThis as { specTimesBefore?: ProcessorTime };

// biome-ignore lint/correctness/noEmptyPattern: vitest reads this pattern to know what the hook asks for
afterAll(({}, file) => {
  const now = soFar();
  const { own, started } = before.specTimesBefore ?? { own: 0, started: 0 };
  before.specTimesBefore = now;
  file.meta.processorTime = {
    own: now.own - own,
    started: now.started === null || started === null ? null : now.started - started,
  };
});

function soFar(): ProcessorTime {
  const { user, system } = process.cpuUsage();
  return { own: (user + system) / 1e6, started: ofStarted() };
}

/** Linux counts children in /proc/self/stat: fields 16 and 17, in hundredths of a second. */
function ofStarted(): number | null {
  try {
    const afterName = readFileSync("/proc/self/stat", "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
    return (Number(afterName[13]) + Number(afterName[14])) / 100;
  } catch {
    return null;
  }
}
