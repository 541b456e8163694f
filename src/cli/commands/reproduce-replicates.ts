import { spawn } from "node:child_process";
import { once } from "node:events";
import { join, resolve } from "node:path";
import { defaultCacheDirectory } from "../../files/cache-directory.ts";
import { START_FILE } from "../../files/checkout.ts";
import { readReport } from "../../files/report-files.ts";
import { type SourceState, sourceState } from "../../files/run-provenance.ts";
import type { Report } from "../../report/report.generated.ts";
import { standardFolder } from "../../run/out/standard-folder.ts";
import { dryRun } from "../../run/preflight/dry-run.ts";
import { thisMachine } from "../../run/preflight/machine.ts";
import type { Typed } from "../../run/run-options.ts";
import { plannedSources } from "../../run/sources/planned-sources.ts";
import { duration } from "../dry-run-text.ts";
import { EXIT } from "../exit-code.ts";
import { replicates } from "./replicates.ts";

/** Runs `reproduce` with these words and gives its exit code. */
export type RunWords = (words: readonly string[]) => Promise<number>;

/**
 * Runs as many seeds as were typed, each into a folder of its own and each a process of its own, and tells what they
 * come to together. `words`: the command as typed.
 *
 * What was killed continues when it is started again: a seed whose report this very source wrote is not run again, and
 * one that was underway goes on where it was. Exit code: that of the first run that failed; else 0.
 */
export async function reproduceReplicates(
  root: string,
  typed: Typed,
  words: readonly string[],
  run: RunWords = asProcess,
): Promise<number> {
  const folder = typed.out === null ? resolve(root, standardFolder({ ...typed })) : resolve(typed.out);
  const seeds = Array.from({ length: typed.replicates! }, (_, i) => String(Number(typed.seed) + i));
  await tellEstimate(root, typed, seeds);
  const now = sourceState(root);
  const folders: string[] = [];
  for (const seed of seeds) {
    const out = join(folder, `seed-${seed}`);
    folders.push(out);
    const made = await isMade(out, { ...now, seed, bases: typed.bases });
    process.stderr.write(
      `\nReplicate ${folders.length} of ${seeds.length}, seed ${seed}${made ? ": its report is there.\n" : ".\n"}`,
    );
    if (made) continue;
    const code = await run(wordsOfSeed(words, seed, out));
    if (code === EXIT.failed) return code;
  }
  process.stdout.write(`\n${await replicates(folders, { out: folder })}`);
  return EXIT.asExpected;
}

/** What was typed, for one seed and its folder. */
export function wordsOfSeed(words: readonly string[], seed: string, out: string): readonly string[] {
  const dropped = ["--replicates", "--seed", "--out"];
  const kept = words.filter((word, i) => {
    const [flag] = word.split("=");
    return !dropped.includes(flag!) && !dropped.includes(words[i - 1] ?? "");
  });
  return [...kept, "--seed", seed, "--out", out];
}

/** Whether a folder holds a whole report of this seed by this very source: a commit without changes. */
async function isMade(
  out: string,
  now: SourceState & { readonly seed: string; readonly bases: number },
): Promise<boolean> {
  if (now.commit === null || now.dirty !== false) return false;
  const report: Report | null = await readReport(join(out, "report.json")).catch(() => null); // then it is written
  if (report === null || report.criteria.some(({ verdict }) => verdict === "error")) return false;
  const { protocol, provenance } = report;
  const same = protocol.seed === now.seed && protocol.bases === now.bases;
  return same && provenance.commit === now.commit && provenance.dirty === false;
}

async function tellEstimate(root: string, typed: Typed, seeds: readonly string[]): Promise<void> {
  const { time } = await dryRun(typed, {
    root,
    machine: thisMachine,
    planned: plannedSources,
    cacheDirectory: defaultCacheDirectory(),
  });
  const words =
    time === null
      ? "how long they take is not known before the model is here"
      : `about ${duration(time.minutes * seeds.length)}, ${duration(time.minutes)} each, an estimate ${time.from}`;
  process.stderr.write(`${seeds.length} runs, seeds ${seeds[0]} to ${seeds.at(-1)}: ${words}.\n`);
}

async function asProcess(words: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, [START_FILE, ...words], {
    stdio: "inherit",
  });
  const [code] = (await once(child, "exit")) as [number | null];
  return code ?? EXIT.failed;
}
