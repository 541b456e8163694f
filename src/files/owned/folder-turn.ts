import { open, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { FOLDER_TURN_EMPTY_MS, FOLDER_TURN_MS } from "../../limits.ts";
import { isMakerGone, makerName, saysItsMaker } from "./maker.ts";

const POLL_MS = 20;
let turns = 0;

/**
 * Does `work` while no other process does the like in this folder: they wait for each other. A turn whose process is
 * gone is taken over.
 *
 * Throws: Error where a process does not end its turn in FOLDER_TURN_MS; what the system says where the folder takes
 * no file; what `work` throws.
 */
export async function inTurn<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const file = join(folder, ".unfinished-turn");
  const mine = `${makerName()}${turns++}`;
  const start = Date.now();
  while (!(await taken(file, mine))) {
    if (Date.now() - start > FOLDER_TURN_MS)
      throw new Error(`process ${(await textOf(file))?.split("-")[0]} has been writing there for too long`);
    if (!(await removeStale(file, mine))) await sleep(POLL_MS);
  }
  try {
    return await work();
  } finally {
    if ((await textOf(file)) === mine) await rm(file, { force: true });
  }
}

/** A file that is there already is never made again, on any file system. */
async function taken(file: string, mine: string): Promise<boolean> {
  const handle = await open(file, "wx").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "EEXIST") return null;
    throw error;
  });
  if (handle === null) return false;
  try {
    await handle.writeFile(mine).finally(() => handle.close());
  } catch (error) {
    await rm(file, { force: true }); // the disk is full: the turn is somebody else's
    throw error;
  }
  return true;
}

/** Whether there was a turn whose process is gone, or which nobody wrote into: it is removed by one process only. */
async function removeStale(file: string, mine: string): Promise<boolean> {
  const facts = await stat(file).catch(() => null);
  const text = await textOf(file);
  if (facts === null || text === null) return true;
  const age = { mtimeMs: facts.mtimeMs, now: Date.now() };
  const stale = saysItsMaker(text) ? isMakerGone(text, age) : age.now - age.mtimeMs > FOLDER_TURN_EMPTY_MS;
  if (!stale) return false;
  const aside = `${file}-${mine}`;
  const moved = await rename(file, aside).then(
    () => textOf(aside),
    () => null, // another process was quicker
  );
  if (moved !== null && moved !== text) await rename(aside, file); // it had been taken anew in the meantime
  await rm(aside, { force: true });
  return true;
}

async function textOf(file: string): Promise<string | null> {
  return readFile(file, "utf8").catch(() => null);
}
