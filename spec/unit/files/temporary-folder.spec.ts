import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../../../src/files/temporary-folder.ts";
import { ROOT } from "../../support/root.ts";

/** A process that makes a folder, prints its path, then does what it is told. */
const script = (then: string) => [
  "--import",
  "tsx",
  "--input-type=module",
  "--eval",
  `import { temporaryFolder } from "./src/files/temporary-folder.ts";
   const { path } = await temporaryFolder("spec-folder-");
   console.log(path);
   ${then}`,
];

describe("a temporary folder", () => {
  it("is there until it is removed, and removing it twice does no harm", async () => {
    const listeners = process.listenerCount("SIGTERM");
    const folder = await temporaryFolder("spec-folder-");
    expect(existsSync(folder.path)).toBe(true);
    folder.remove();
    folder.remove();
    expect(existsSync(folder.path)).toBe(false);
    expect(process.listenerCount("SIGTERM")).toBe(listeners);
  });

  it("is gone when the process exits", () => {
    const path = execFileSync(process.execPath, script(""), { cwd: ROOT, encoding: "utf8" }).trim();
    expect(path).toContain("spec-folder-");
    expect(existsSync(path)).toBe(false);
  });

  it("is gone when the process is ended by a signal, which still ends it", async () => {
    const child = spawn(process.execPath, script("setInterval(() => {}, 1000);"), { cwd: ROOT });
    const [data] = (await once(child.stdout, "data")) as [Buffer];
    const path = data.toString().trim();
    expect(existsSync(path)).toBe(true);
    child.kill("SIGTERM");
    expect(await once(child, "exit")).toEqual([null, "SIGTERM"]);
    expect(existsSync(path)).toBe(false);
  });

  it("of a process that was killed outright is gone when the next one is made, and no other is", async () => {
    const child = spawn(process.execPath, script("setInterval(() => {}, 1000);"), { cwd: ROOT });
    const [data] = (await once(child.stdout, "data")) as [Buffer];
    const path = data.toString().trim();
    const mine = await temporaryFolder("spec-folder-");
    expect(existsSync(path)).toBe(true);
    child.kill("SIGKILL");
    await once(child, "exit");
    const next = await temporaryFolder("spec-folder-");
    expect([path, mine.path, next.path].map((one) => existsSync(one))).toEqual([false, true, true]);
    for (const { remove } of [mine, next]) remove();
  });
});
