import { join, relative } from "node:path";
import { basesOfShard } from "../experiment/shard.ts";
import type { PartOptions, RunOptions } from "../run/run-options.ts";
import { allBases, partFileName, writePart } from "../store/part-file.ts";
import { runKeyOf } from "../store/run-identity.ts";
import { readStoredCurves, removeRunStore } from "../store/run-store.ts";
import type { RunOutcome } from "../vitest/claim-reporter.ts";
import { EXIT } from "./exit-code.ts";
import { tellError } from "./tell.ts";

/**
 * Turns the store of a measured shard into a part file in the run's folder, says so, and gives the exit code.
 *
 * The store is removed once the part is written.
 */
export async function writeShard(
  run: RunOptions,
  { kept, errors }: RunOutcome,
  options: PartOptions,
): Promise<number> {
  errors.forEach(tellError);
  if (!run.shard || !kept || errors.length > 0) return EXIT.failed;
  const { identity } = kept;
  const bases = basesOfShard(allBases(identity), run.shard);
  const curves = await readStoredCurves(kept.folder);
  const file = join(run.out, partFileName(run.shard));
  await writePart(file, { runKey: runKeyOf(identity), identity, shard: run.shard, bases, options }, curves);
  await removeRunStore(kept.folder);
  const { index, of } = run.shard;
  process.stdout.write(
    `Shard ${index}/${of}: ${bases.length} of ${allBases(identity)} bases measured, nothing judged.\nPart: ${relative(process.cwd(), file)}; with all ${of} of them: npm run merge -- PART...\n`,
  );
  return EXIT.asExpected;
}
