import { rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { removeAbandonedFolders } from "./abandoned-folders.ts";
import { makerName } from "./owned/maker.ts";

export interface TemporaryFolder {
  readonly path: string;
  /** Removes it now. Once is enough, twice does no harm. */
  remove(): void;
}

/** Signals that end a process without its exit handlers; test runners end their workers by one. */
const ENDING = ["SIGTERM", "SIGINT", "SIGHUP"] as const;

/**
 * A folder of its own that is gone at the latest when the process ends; of one that was killed outright, when the next asks
 * for such a folder.
 */
export async function temporaryFolder(prefix: string): Promise<TemporaryFolder> {
  const ours = `bag-of-latents-${prefix}`;
  await removeAbandonedFolders(tmpdir(), ours);
  const path = await mkdtemp(join(tmpdir(), `${ours}${makerName()}`));
  const onSignal = (signal: NodeJS.Signals): void => {
    remove();
    process.kill(process.pid, signal); // now with the handler that was there before, or none
  };
  const remove = (): void => {
    process.off("exit", remove);
    for (const signal of ENDING) process.off(signal, onSignal);
    rmSync(path, { recursive: true, force: true });
  };
  process.on("exit", remove);
  for (const signal of ENDING) process.on(signal, onSignal);
  return { path, remove };
}
