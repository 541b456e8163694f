/**
 * Puts small faults into the sources and looks whether a spec notices each. The checkout is not touched: the faults are
 * put in where vitest reads a file.
 *
 * `npm run mutate -- [folder or file ...] [--sample N] [--seed S] [--out FILE]`. Of a sample the share that is noticed
 * has an interval. Ends with 1 where fewer than 90 % are noticed.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { rngFromSeed } from "../../src/math/rng.ts";
import { ROOT } from "../support/root.ts";
import { sourceFiles } from "../support/source-imports.ts";
import { type Mutant, mutantsOf } from "./mutants.ts";
import { type Score, scoreOf } from "./score.ts";
import { isAmong, survivorsOf } from "./survivors.ts";
import type { Outcome, Trial } from "./try-mutants.ts";

/** What the numbers, generators, curves and verdicts come from. */
const FOLDERS = ["src/stats", "src/activations", "src/experiment", "src/claim", "src/papers"];
const LEAST_SCORE = 0.9;
/** A mutant that runs longer never ends, ms; that is noticed too. */
const LONGEST_MS = 120_000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    sample: { type: "string" },
    seed: { type: "string", default: "0" },
    out: { type: "string", default: "reports/tries/mutation.json" },
  },
});

const files = (positionals.length === 0 ? FOLDERS : positionals).flatMap((place) =>
  statSync(join(ROOT, place)).isDirectory() ? sourceFiles(place).map(({ path }) => path) : [place],
);
const seen = survivorsOf(ROOT);
const everyOne = files
  .filter((file) => !file.endsWith(".generated.ts"))
  .flatMap((file) => mutantsOf(file, readFileSync(join(ROOT, file), "utf8")));
const all = everyOne.filter((mutant) => !isAmong(seen, mutant));
const chosen = sampled(all, values.sample === undefined ? all.length : Number(values.sample), values.seed);
process.stderr.write(
  `${chosen.length} of ${all.length} mutants of ${files.length} files; ${everyOne.length - all.length} more stand in survivors.json\n`,
);

const fates = await tryAll(chosen.map((mutant, index) => ({ index, mutant })));
const score = scoreOf(chosen, fates, LEAST_SCORE);
writeFileSync(resolve(ROOT, values.out), `${JSON.stringify(score, null, 2)}\n`);
process.stdout.write(textOf(score));
process.exit(score.enough ? 0 : 1);

/** As many as asked for, in their own order; every one as likely as another. */
function sampled(mutants: readonly Mutant[], size: number, seed: string): readonly Mutant[] {
  if (size >= mutants.length) return mutants;
  const rng = rngFromSeed(seed).fork("mutants");
  const left = mutants.map((_, i) => i);
  const taken = Array.from({ length: size }, () => left.splice(rng.integer(left.length), 1)[0]!);
  return taken.sort((a, b) => a - b).map((i) => mutants[i]!);
}

/** The fate of every trial; a process that says nothing for too long is ended, and the next begins behind it. */
async function tryAll(trials: readonly Trial[]): Promise<ReadonlyMap<number, Outcome["fate"]>> {
  const found = new Map<number, Outcome["fate"]>();
  for (let left = trials; left.length > 0; left = left.filter(({ index }) => !found.has(index))) {
    await tryUntilStuck(left, ({ index, fate }) => {
      found.set(index, fate);
      const { file, line, what } = chosen[index]!;
      if (fate !== "killed") process.stderr.write(`\r${fate}: ${file}:${line}  ${what}\n`);
      process.stderr.write(`\r${found.size} of ${trials.length}`);
    });
    const stuck = left.find(({ index }) => !found.has(index));
    if (stuck) found.set(stuck.index, "killed");
  }
  process.stderr.write("\n");
  return found;
}

async function tryUntilStuck(trials: readonly Trial[], on: (outcome: Outcome) => void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "bag-of-latents-mutants-"));
  const list = join(folder, "trials.json");
  writeFileSync(list, JSON.stringify(trials));
  let isStuck = false;
  const child = spawn(process.execPath, ["--import", "tsx", "spec/mutation/try-mutants.ts", list], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "inherit"],
    detached: true, // its workers end with it
  });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const stop = (signal: NodeJS.Signals) => {
    process.kill(-child.pid!, "SIGKILL"); // a mutant that never ends would stay
    process.exit(signal === "SIGINT" ? 130 : 143);
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, stop);
  let timer: NodeJS.Timeout | undefined;
  const alive = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      isStuck = true;
      process.kill(-child.pid!, "SIGKILL");
    }, LONGEST_MS);
  };
  alive();
  for await (const line of createInterface(child.stdout!)) {
    alive();
    if (line.startsWith('{"index"')) on(JSON.parse(line) as Outcome);
  }
  const code = await ended;
  clearTimeout(timer);
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.off(signal, stop);
  rmSync(folder, { recursive: true, force: true });
  // one that fails by itself has noticed no fault: nothing it did not try may count
  if (!isStuck && code !== 0) throw new Error(`The process that tries mutants ended with ${code}.`);
}

function textOf({ killed, tried, share, interval, survivors, untested }: Score): string {
  const percent = (value: number) => `${(100 * value).toFixed(1)} %`;
  return [
    `${killed} of ${tried} noticed: ${percent(share)} (${percent(interval[0])} to ${percent(interval[1])})`,
    ...survivors.map(({ file, line, what }) => `  ${file}:${line}  ${what}`),
    ...(untested.length === 0 ? [] : [`No quick spec reaches ${untested.join(", ")}.`]),
    "",
  ].join("\n");
}
