import { existsSync, mkdirSync, rmSync, statfsSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { temporaryFolder } from "../../support/files.ts";
import { folderInMemory } from "../../support/in-memory.mjs";

const SHARED_MEMORY = "/dev/shm";
/** No process has so high a number. */
const NOBODY = 2 ** 30;

const hasRoom = () => {
  const { bavail, bsize } = statfsSync(SHARED_MEMORY);
  return bavail * bsize >= 2 ** 30;
};

it("where a folder lies on no memory or is not there, none is made", () => {
  const onDisk = statfsSync(process.cwd()).type === 0x01021994 ? null : join(process.cwd(), "reports");
  for (const parent of [join(temporaryFolder(), "missing"), onDisk])
    if (parent !== null) expect(folderInMemory(parent, NOBODY)).toBeNull();
});

it("in memory it is this user's alone, and what a killed suite left is removed first", ({ skip }) => {
  if (!existsSync(SHARED_MEMORY) || !hasRoom())
    skip(`${SHARED_MEMORY} is not there, or has no gigabyte to spare`);
  const left = join(SHARED_MEMORY, `bag-of-latents-specs-${NOBODY}`);
  const alive = join(SHARED_MEMORY, "bag-of-latents-specs-1");
  const own = !existsSync(alive);
  mkdirSync(left, { recursive: true });
  if (own) mkdirSync(alive);
  const folder = folderInMemory(SHARED_MEMORY, NOBODY + 1)!;
  try {
    expect(existsSync(left)).toBe(false);
    expect(existsSync(alive)).toBe(true);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  } finally {
    rmSync(folder, { recursive: true });
    if (own) rmSync(alive, { recursive: true });
  }
});
