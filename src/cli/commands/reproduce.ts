import { join } from "node:path";
import { prepareDevice } from "../../device/prepare-device.ts";
import { renderDiagnosis } from "../../doctor/render-diagnosis.ts";
import { defaultCacheDirectory } from "../../files/cache-directory.ts";
import { doctorBeforeRun } from "../../run/doctor-before-run.ts";
import { checkOutFolder } from "../../run/out/out-folder.ts";
import { COMMITTED_REPORT } from "../../run/papers-of-run.ts";
import { checkPromptsFile } from "../../run/prompts-file.ts";
import { partOptions, type RunOptions, runOptions, type Typed } from "../../run/run-options.ts";
import { openSources } from "../../run/sources/open-sources.ts";
import { runClaims } from "../../vitest/run-claims.ts";
import { commandLine } from "../command-line.ts";
import { onEnd } from "../ends.ts";
import { EXIT } from "../exit-code.ts";
import { tellError, tellOutcome, tellReplaced } from "../tell.ts";
import { writeShard } from "../write-shard.ts";
import { readExpectedValues } from "./doctor.ts";

/** Runs the claims of what was typed, tells what came out and gives the exit code. `words`: the command as typed. */
export async function reproduce(root: string, typed: Typed, words: readonly string[]): Promise<number> {
  await prepareDevice(typed.device);
  const run = await openRun(root, typed);
  await checkOutFolder(root, run);
  if (!run.shard) await tellReplaced(run);
  if (!(await isFitToRun(run, typed))) return EXIT.failed;
  const outcome = await runClaims(run, {
    root,
    command: commandLine(words, { root }),
    onWarning: tellError,
    onEnd,
  });
  return run.shard ? writeShard(run, outcome, partOptions(typed)) : tellOutcome(outcome);
}

/** The run of what was typed; models and SAEs of the Hub are fetched first. Throws: MissingFileError; as `openSources`. */
export async function openRun(root: string, typed: Typed): Promise<RunOptions> {
  if (typed.prompts !== null) await checkPromptsFile(typed.prompts);
  const out = typed.publish ? COMMITTED_REPORT : typed.out;
  const run = runOptions({ ...typed, out }, await openSources(root, typed));
  return { ...run, runStore: { folder: join(defaultCacheDirectory(), "runs"), name: storeName(typed) } };
}

/** Tells what the doctor says, in full when it is not "healthy". The organism that ships needs none. */
async function isFitToRun(run: RunOptions, { model, doctor }: Typed): Promise<boolean> {
  const asked = doctor ?? (model === null ? false : undefined);
  if (asked === false) return true;
  const diagnosis = await doctorBeforeRun(run, asked, await readExpectedValues());
  if (diagnosis === null) return true;
  const healthy = diagnosis.verdict === "healthy";
  process.stderr.write(healthy ? `Doctor: ${diagnosis.summary}\n` : renderDiagnosis(diagnosis));
  if (!healthy)
    process.stderr.write("The run was stopped. Hint: --no-doctor runs the claims all the same.\n");
  return healthy;
}

/** Shards of one run have stores of their own. */
function storeName({ shard }: Typed): string {
  return shard ? `${shard.index}-of-${shard.of}` : "whole";
}
