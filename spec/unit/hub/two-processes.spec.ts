import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { renameSync, writeFileSync } from "node:fs";
import { mkdir, readFile, utimes, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { hubFile } from "../../../src/hub/download.ts";
import { childScript } from "../../support/child.ts";
import { type HubScene, hubScene } from "../../support/hub-scene.ts";
import { sha256 } from "../../support/hub-server.ts";

let scene: HubScene;
beforeEach(async () => {
  scene = await hubScene();
});
afterEach(() => scene.stop());

const script = await childScript("fetch-one-file");

/** Starts a process that fetches the large file. */
function start() {
  const child = spawn(process.execPath, [script.file, JSON.stringify(scene.file())], {
    env: {
      ...process.env,
      ...script.environment,
      HF_HUB_CACHE: scene.cacheDir,
      HF_HOME: join(scene.cacheDir, ".."),
      HF_ENDPOINT: scene.server.url,
      HF_HUB_OFFLINE: "",
      HF_TOKEN: "",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said = { out: "", err: "" };
  child.stdout.on("data", (data: Buffer) => (said.out += data.toString()));
  child.stderr.on("data", (data: Buffer) => (said.err += data.toString()));
  return { child, said, ended: once(child, "exit") };
}

/** Resolves when blobs/ holds a half-fetched file. */
async function untilBegun(): Promise<string> {
  for (;;) {
    const [name] = await scene.blobs();
    if (name?.endsWith(".incomplete") === true && scene.server.log("bytes", "storage").length > 0)
      return name;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe("two processes", () => {
  it("that fetch one file at the same time both get it whole and leave nothing else", async () => {
    scene.server.pieceMs = 50; // long enough for the two to meet
    scene.server.faults.push({ on: "bytes", kind: "drop", after: 100_000 });
    const both = [start(), start()];
    for (const one of both) expect((await one.ended)[0], one.said.err).toBe(0);
    for (const one of both) expect((await readFile(one.said.out)).equals(scene.large)).toBe(true);
    expect(await scene.blobs()).toEqual([sha256(scene.large)]);
  });

  it("share one download: the second waits for the first and asks for no bytes", async () => {
    scene.server.pieceMs = 10;
    let letFirstGoOn = () => {};
    scene.server.held = new Promise<void>((resolve) => {
      letFirstGoOn = resolve;
    });
    const first = start();
    await untilBegun();
    const tools = scene.tools({
      sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms / 10)),
      warn: (sentence) => {
        scene.warnings.push(sentence);
        letFirstGoOn();
      },
    });
    const second = await hubFile(scene.file(), tools).finally(letFirstGoOn);
    expect((await first.ended)[0], first.said.err).toBe(0);
    expect(second).toBe(first.said.out);
    expect(scene.server.log("bytes")).toEqual([null]);
    expect(scene.warnings).toEqual([expect.stringContaining("another process is fetching it; waiting")]);
  });

  it("do not lose what one of them had when it is killed: the other continues it", async () => {
    scene.server.faults.push({ on: "bytes", kind: "stall", after: 150_000 });
    const { child, ended } = start();
    await untilBegun();
    while ((await partSize()) < 150_000) await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill("SIGKILL");
    await ended;
    const had = await partSize();
    expect(had).toBeGreaterThan(0);
    const path = await hubFile(scene.file(), scene.tools());
    expect((await readFile(path)).equals(scene.large)).toBe(true);
    expect(scene.server.log("bytes").at(-1)).toBe(`bytes=${had}-399999`);
    expect(await scene.blobs()).toEqual([sha256(scene.large)]);
  });

  it("are not held up by a file of another machine that nobody has touched for ten minutes", async () => {
    const path = await leftBy("ffffffff", 1);
    const now = Date.now();
    await utimes(path, now / 1000 - 601, now / 1000 - 601);
    await hubFile(scene.file(), scene.tools());
    expect(scene.warnings).toEqual([]);
    expect(await scene.blobs()).toEqual([sha256(scene.large)]);
  });

  it("wait for a file of another machine that is being written, until its owner is gone", async () => {
    const path = await leftBy("ffffffff", 1);
    let polls = 0;
    const sleep = async () => {
      if (++polls === 3) await utimes(path, 0, 0);
    };
    await hubFile(scene.file(), scene.tools({ sleep }));
    expect(polls).toBe(3);
    expect(scene.server.log("bytes")).toEqual(["bytes=1000-399999"]);
  });

  it("fetch nothing when the other finishes between the look for the file and the look for its part", async () => {
    const path = await leftBy("ffffffff", 1);
    let waited = false;
    let finished = false;
    const now = () => {
      if (waited && !finished) {
        finished = true;
        writeFileSync(path, scene.large);
        renameSync(path, join(path, "..", sha256(scene.large)));
      }
      return Date.now();
    };
    const sleep = async () => {
      waited = true;
    };
    await hubFile(scene.file(), scene.tools({ now, sleep }));
    expect(finished).toBe(true);
    expect(scene.server.log("bytes")).toEqual([]);
    expect(await scene.blobs()).toEqual([sha256(scene.large)]);
  });

  it("are not held up by a dead process of this machine, however new its file", async () => {
    const host = createHash("sha256").update(hostname()).digest("hex").slice(0, 8);
    await leftBy(host, 99_999_999); // beyond the largest process id
    await hubFile(scene.file(), scene.tools());
    expect(scene.warnings).toEqual([]);
    expect(scene.server.log("bytes")).toEqual(["bytes=1000-399999"]);
  });
});

async function partSize(): Promise<number> {
  const [name] = await scene.blobs();
  const file = join(scene.cacheDir, "models--someone--tiny-gpt2", "blobs", name ?? "");
  return (await readFile(file)).length;
}

async function leftBy(host: string, pid: number): Promise<string> {
  const blobs = join(scene.cacheDir, "models--someone--tiny-gpt2", "blobs");
  await mkdir(blobs, { recursive: true });
  const path = join(blobs, `${sha256(scene.large)}.0mh0abcde-${host}-${pid}-0badcafe.incomplete`);
  await writeFile(path, scene.large.subarray(0, 1000));
  return path;
}
