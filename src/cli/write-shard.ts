import { join, relative } from "node:path";
import { basesOfShard, type Shard } from "../experiment/shard.ts";
import type { KeptRun } from "../run/kept-run.ts";
import { folderOf } from "../run/papers-of-run.ts";
import type { PartOptions, RunOptions } from "../run/run-options.ts";
import { partFileName, writePart } from "../store/part-file.ts";
import { allBases, runKeyOf } from "../store/run-identity.ts";
import { readStoredCurves, removeRunStore } from "../store/run-store.ts";
import type { RunOutcome } from "../vitest/claim-reporter.ts";
import { EXIT } from "./exit-code.ts";
import { tellError } from "./tell.ts";

/**
 * Turns the stores of a measured shard into part files, one a paper, says so, and gives the exit code. A part is of one
 * paper, and what it says of its options names that paper.
 *
 * A store is removed once its part is written.
 */
export async function writeShard(
  run: RunOptions,
  { papers, errors }: RunOutcome,
  options: PartOptions,
): Promise<number> {
  errors.forEach(tellError);
  if (!run.shard || papers.length === 0 || errors.length > 0) return EXIT.failed;
  for (const { paper, kept } of papers) {
    if (!kept) {
      tellError({ message: `Nothing was measured of "${paper}".`, hint: "Hint: run the shard again." });
      return EXIT.failed;
    }
    await writePartOf(run, run.shard, kept, { ...options, papers: [paper] });
  }
  return EXIT.asExpected;
}

async function writePartOf(
  run: RunOptions,
  shard: Shard,
  { folder, identity }: KeptRun,
  options: PartOptions,
) {
  const bases = basesOfShard(allBases(identity), shard);
  const curves = await readStoredCurves(folder, { points: identity.points });
  const file = join(folderOf(run, options.papers![0]!), partFileName(shard));
  await writePart(file, { runKey: runKeyOf(identity), identity, shard, bases, options }, curves);
  await removeRunStore(folder);
  const { index, of } = shard;
  process.stdout.write(
    `Shard ${index}/${of}: ${bases.length} of ${allBases(identity)} bases measured, nothing judged.\nPart: ${relative(process.cwd(), file)}; with all ${of} of them: npm run merge -- PART...\n`,
  );
}
