import { defaultCacheDirectory } from "../../files/cache-directory.ts";
import { dryRun } from "../../run/preflight/dry-run.ts";
import { thisMachine } from "../../run/preflight/machine.ts";
import type { Typed } from "../../run/run-options.ts";
import { plannedSources } from "../../run/sources/planned-sources.ts";
import { dryRunText } from "../dry-run-text.ts";
import { EXIT } from "../exit-code.ts";

/** Prints what the run that was typed would take. 0: it could run, 2: it could not. Throws: UnknownReleaseError. */
export async function reproduceDryRun(root: string, typed: Typed): Promise<number> {
  const found = await dryRun(typed, {
    root,
    machine: thisMachine,
    planned: plannedSources,
    cacheDirectory: defaultCacheDirectory(),
  });
  process.stdout.write(dryRunText(found));
  return found.problems.length === 0 ? EXIT.asExpected : EXIT.failed;
}
