import { closeSync, openSync, renameSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fileStamp } from "../../../src/files/file-stamp.ts";
import { temporaryFolder } from "../../support/files.ts";

const stamp = async (path: string, nowMs?: number) => {
  const handle = await open(path);
  try {
    return await fileStamp(handle, nowMs);
  } finally {
    await handle.close();
  }
};

/** A file whose ctime lies in the past for good: some milliseconds pass while it is waited for, no fixed time. */
async function tick(path: string): Promise<void> {
  const { ctimeNs } = statSync(path, { bigint: true });
  const probe = `${path}.probe`;
  do {
    closeSync(openSync(probe, "w"));
    utimesSync(probe, 1, 1);
  } while (statSync(probe, { bigint: true }).ctimeNs === ctimeNs);
}

describe("a file's stamp", () => {
  it("stays while nothing changes, and is another after a change that sets size and mtime back", async () => {
    const path = join(temporaryFolder(), "weights");
    writeFileSync(path, "one");
    utimesSync(path, 1, 1);
    const before = await stamp(path);
    expect((await stamp(path)).key).toBe(before.key);
    await tick(path);
    writeFileSync(path, "two");
    utimesSync(path, 1, 1);
    expect((await stamp(path)).key).not.toBe(before.key);
  });

  it("is another for another file that is moved into the place", async () => {
    const dir = temporaryFolder();
    writeFileSync(join(dir, "a"), "one");
    writeFileSync(join(dir, "b"), "two");
    const before = await stamp(join(dir, "a"));
    renameSync(join(dir, "b"), join(dir, "a"));
    expect((await stamp(join(dir, "a"))).key).not.toBe(before.key);
  });

  it("is settled two seconds after the last change and no sooner", async () => {
    const path = join(temporaryFolder(), "weights");
    writeFileSync(path, "one");
    const { ctimeMs } = statSync(path);
    expect((await stamp(path, ctimeMs + 1_900)).settled).toBe(false);
    expect((await stamp(path, ctimeMs + 2_100)).settled).toBe(true);
    expect((await stamp(path, ctimeMs - 60_000)).settled).toBe(false); // a clock that went back
  });
});
