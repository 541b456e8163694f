import { lstat, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { isMakerGone, saysItsMaker } from "./owned/maker.ts";

/** The folders in `folder` that begin with `prefix`, then name their maker, and whose maker is gone. */
export async function abandonedFolders(folder: string, prefix: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => []); // nothing is there to be swept
  const gone: string[] = [];
  for (const name of names) {
    const rest = name.slice(prefix.length);
    if (!name.startsWith(prefix) || !saysItsMaker(rest)) continue;
    const facts = await lstat(join(folder, name)).catch(() => null); // removed by its maker just now
    if (facts?.isDirectory() && isMakerGone(rest, { mtimeMs: facts.mtimeMs, now: Date.now() }))
      gone.push(join(folder, name));
  }
  return gone;
}

/** Removes them. What cannot be removed stays for another time: nobody waits for it. */
export async function removeAbandonedFolders(folder: string, prefix: string): Promise<void> {
  for (const path of await abandonedFolders(folder, prefix))
    await rm(path, { recursive: true, force: true }).catch(() => {}); // another user's, or being removed
}
