import { createHash, randomBytes } from "node:crypto";
import { mkdir, readdir, rename, rm, stat, truncate, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { basename, dirname, join } from "node:path";
import { HubConnectionError } from "../errors/index.ts";
import { moveIntoPlace } from "../files/move-into-place.ts";
import { HUB_ABANDONED_MS } from "../limits.ts";
import type { HubTools } from "./hub-tools.ts";

/** A half-fetched file that this call alone appends to. */
export interface PartialFile {
  readonly path: string;
  /** Bytes that an earlier try or run left in it. */
  readonly have: number;
  /** Empties it. */
  clear(): Promise<void>;
  /** Gives it up, its bytes kept for whoever comes next. */
  release(): Promise<void>;
  remove(): Promise<void>;
  /** Makes it the blob, in one step. */
  finish(): Promise<void>;
}

const POLL_MS = 500;
/** Polls for a file another process fetches: a day. */
const MOST_POLLS = 172_800;
const HOST = createHash("sha256").update(hostname()).digest("hex").slice(0, 8);

/**
 * Takes hold of the half-fetched file of a blob; null when the blob is there after all.
 *
 * Every holder has a file of its own, `<etag>.<since>-<host>-<pid>-<random>.incomplete`, so two processes never write
 * into one file, and whatever they do the blob appears whole by one rename. The name also says who holds it: a second
 * process waits for the first instead of fetching the same bytes. What a dead process left (its pid is gone, or the
 * file was untouched for HUB_ABANDONED_MS) is taken over by a rename, which only one can win.
 * Python's own `<etag>.incomplete` is left alone.
 */
export async function claimPartial(
  blob: string,
  size: number,
  facts: { readonly file: string; readonly attempt: number },
  tools: HubTools,
): Promise<PartialFile | null> {
  const folder = dirname(blob);
  await mkdir(folder, { recursive: true });
  const mine = partialName(blob, `${HOST}-${process.pid}`, tools.now());
  for (let poll = 0; poll < MOST_POLLS; poll++) {
    if ((await sizeOf(blob)) === size) return null;
    const held = await partialsOf(blob, tools.now());
    if (!held.some((other) => other.live)) {
      await takeOver(
        held.map((other) => other.path),
        mine,
      );
      const rivals = (await partialsOf(blob, tools.now())).filter((one) => one.live && one.path !== mine);
      if (!rivals.some((rival) => rival.path < mine || rival.bytes > 0)) {
        const done = (await sizeOf(blob)) === size; // its holder may have finished between the first two looks
        if (!done) return holder(mine, blob, (await sizeOf(mine)) ?? 0, tools);
        await rm(mine, { force: true });
        return null;
      }
      await release(mine, blob, tools.now());
    }
    if (poll === 0) tools.warn(`${facts.file}: another process is fetching it; waiting.`);
    await tools.sleep(POLL_MS);
  }
  throw new HubConnectionError({ ...facts, fact: "another process has been fetching it for a day" });
}

function holder(path: string, blob: string, have: number, tools: HubTools): PartialFile {
  return {
    path,
    have,
    clear: () => truncate(path, 0),
    release: () => release(path, blob, tools.now()),
    remove: () => rm(path, { force: true }),
    finish: () => moveIntoPlace(path, blob),
  };
}

/** Renames the longest of the orphans to `mine`, deletes the others; makes an empty file when there is none. */
async function takeOver(orphans: readonly string[], mine: string): Promise<void> {
  const sized = await Promise.all(orphans.map(async (path) => ({ path, bytes: (await sizeOf(path)) ?? -1 })));
  let taken = false;
  for (const { path } of sized.sort((a, b) => b.bytes - a.bytes)) {
    if (taken) await rm(path, { force: true });
    else
      taken = await rename(path, mine).then(
        () => true,
        () => false, // another process was quicker
      );
  }
  if (!taken) await writeFile(mine, "", { flag: "a" });
}

async function release(path: string, blob: string, now: number): Promise<void> {
  if (((await sizeOf(path)) ?? 0) === 0) return rm(path, { force: true });
  await rename(path, partialName(blob, "free-0", now)).catch(() => undefined); // gone: nothing is left to keep
}

function partialName(blob: string, owner: string, now: number): string {
  const since = Math.floor(now).toString(36).padStart(9, "0");
  return `${blob}.${since}-${owner}-${randomBytes(4).toString("hex")}.incomplete`;
}

/** All half-fetched files of a blob, and whether each is held by a process that may still be writing. */
async function partialsOf(
  blob: string,
  now: number,
): Promise<{ path: string; live: boolean; bytes: number }[]> {
  const pattern = /^\.[0-9a-z]{9,}-(free|[0-9a-f]{8})-(\d+)-[0-9a-f]{8}\.incomplete$/;
  const found = [];
  for (const name of await readdir(dirname(blob))) {
    if (!name.startsWith(`${basename(blob)}.`)) continue;
    const match = pattern.exec(name.slice(basename(blob).length));
    if (match === null) continue;
    const path = join(dirname(blob), name);
    const facts = await stat(path).catch(() => null); // renamed or finished meanwhile
    if (facts === null) continue;
    const [, host, pid] = match;
    const touched = Math.abs(now - facts.mtimeMs) < HUB_ABANDONED_MS; // also of a clock that runs ahead
    const live = host !== "free" && touched && (host !== HOST || isAlive(Number(pid)));
    found.push({ path, live, bytes: facts.size });
  }
  return found;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0); // signal 0 asks only whether the process is there
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

async function sizeOf(path: string): Promise<number | null> {
  return (await stat(path).catch(() => null))?.size ?? null;
}
