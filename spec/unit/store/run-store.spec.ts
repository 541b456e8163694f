import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { open } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  type BagOfLatentsError,
  DamagedRecordsWarning,
  StoreInUseError,
  StoreWriteError,
} from "../../../src/errors/index.ts";
import type { CurveRecord } from "../../../src/experiment/curve-store.ts";
import { checksummedLine, curveLine } from "../../../src/store/curve-lines.ts";
import {
  type AppendFile,
  openRunStore,
  type RunStore,
  removeAbandonedRuns,
  removeRunStore,
} from "../../../src/store/run-store.ts";
import { temporaryFolder } from "../../support/files.ts";

/** Numbers whose every bit must come back: no short decimal, the smallest, the largest, minus zero. */
const HARD = [Math.PI, 5e-324, Number.MAX_VALUE, -0, 0.1 + 0.2];

const record = (arm: string, first = 0): CurveRecord => ({
  arm,
  distance: Math.E * (first + 1),
  curve: Float64Array.from([first, ...HARD]),
});

/** A line whose checksum is right, whatever is in it. */
const checksummedText = (text: string) =>
  `${createHash("sha256").update(text).digest("hex").slice(0, 16)} ${text}\n`;

interface Opened extends RunStore {
  readonly file: string;
  readonly warnings: readonly BagOfLatentsError[];
}

async function openStore(
  folder: string,
  openAppend?: (file: string) => Promise<AppendFile>,
): Promise<Opened> {
  const warnings: BagOfLatentsError[] = [];
  const store = await openRunStore(folder, {
    onWarning: (warning) => warnings.push(warning),
    watchMs: 90,
    ...(openAppend ? { openAppend } : {}),
  });
  return { ...store, file: join(folder, "curves.jsonl"), warnings };
}

/** A store of three bases with two arms each, closed. */
async function filledFolder(): Promise<string> {
  const store = await openStore(temporaryFolder());
  for (const base of [0, 1, 2]) await store.put("model", base, [record("a", base), record("b", base)]);
  await store.close();
  return store.folder;
}

describe("a run store", () => {
  it("gives back every bit after it was closed and opened", async () => {
    const again = await openStore(await filledFolder());
    for (const base of [0, 1, 2]) {
      const kept = again.get("model", "b", base)!;
      expect(kept.distance).toBe(Math.E * (base + 1));
      expect(Buffer.from(kept.curve.buffer)).toEqual(Buffer.from(record("b", base).curve.buffer));
    }
    expect(again.warnings).toEqual([]);
    await again.close();
  });

  it("keeps labs, arms and bases apart", async () => {
    const store = await openStore(temporaryFolder());
    await store.put("model", 1, [record("a")]);
    expect(store.get("model", "a", 1)).toBeDefined();
    expect(store.get("untrained", "a", 1)).toBeUndefined();
    expect(store.get("model", "b", 1)).toBeUndefined();
    expect(store.get("model", "a", 0)).toBeUndefined();
    await store.close();
  });

  it("leaves a whole file as it is when it is opened", async () => {
    const folder = await filledFolder();
    const file = join(folder, "curves.jsonl");
    const before = readFileSync(file);
    utimesSync(file, 1, 1);
    await (await openStore(folder)).close();
    expect(readFileSync(file)).toEqual(before);
    expect(statSync(file).mtimeMs).toBe(1000);
  });

  it("drops a damaged record with a warning, keeps the others and removes it from the file", async () => {
    const folder = await filledFolder();
    const file = join(folder, "curves.jsonl");
    const lines = readFileSync(file, "utf8").split("\n");
    writeFileSync(file, lines.with(2, lines[2]!.replace("base", "bass")).join("\n"));
    const store = await openStore(folder);
    expect(store.warnings).toEqual([new DamagedRecordsWarning({ file, dropped: 1, kept: 5 })]);
    expect(store.get("model", "a", 1)).toBeUndefined();
    expect(store.get("model", "b", 1)).toBeDefined();
    await store.close();
    expect(readFileSync(file, "utf8")).toBe(lines.toSpliced(2, 1).join("\n"));
  });

  it("drops a curve that two whole records give differently, and keeps one that they give alike", async () => {
    const folder = await filledFolder();
    const file = join(folder, "curves.jsonl");
    const line = (arm: string, base: number, first: number) =>
      curveLine({ ...record(arm, first), lab: "model", base });
    writeFileSync(file, readFileSync(file, "utf8") + line("a", 1, 7) + line("b", 1, 1));
    const store = await openStore(folder);
    expect(store.warnings).toEqual([new DamagedRecordsWarning({ file, dropped: 1, kept: 5 })]);
    expect(store.get("model", "a", 1)).toBeUndefined();
    expect(store.get("model", "b", 1)).toEqual({ ...record("b", 1), lab: "model", base: 1 });
    await store.close();
    expect((await openStore(folder)).warnings).toEqual([]);
  });

  it("drops a record that is whole and no curve of its run, as it drops a damaged one", async () => {
    const folder = await filledFolder();
    const file = join(folder, "curves.jsonl");
    const before = readFileSync(file, "utf8");
    const points = 1 + HARD.length;
    const strange = [null, {}, 3, { base: 0, lab: "model", arm: "a", distance: 1 }].map(checksummedLine);
    const short = curveLine({ ...record("c"), lab: "model", base: 1, curve: new Float64Array(points - 1) });
    const beyond = curveLine({ ...record("c"), lab: "model", base: 3 });
    const warnings: BagOfLatentsError[] = [];
    writeFileSync(file, `${before}${strange.join("")}${short}${beyond}${checksummedText("no JSON")}`);
    const options = { onWarning: (warning: BagOfLatentsError) => warnings.push(warning), watchMs: 90 };
    const store = await openRunStore(folder, { ...options, facts: { points, bases: 3 } });
    await store.close();
    expect(warnings).toEqual([new DamagedRecordsWarning({ file, dropped: 7, kept: 6 })]);
    expect(readFileSync(file, "utf8")).toBe(before);
  });

  it.each([
    ["in the middle of its last record", -20],
    ["before its last line feed", -1],
  ])("cut %s loses at most that record, and can be written on", async (_, cut) => {
    const folder = await filledFolder();
    const file = join(folder, "curves.jsonl");
    writeFileSync(file, readFileSync(file).subarray(0, cut));
    const store = await openStore(folder);
    expect(store.get("model", "b", 2) === undefined).toBe(cut < -1);
    expect(store.warnings).toHaveLength(cut < -1 ? 1 : 0);
    await store.put("model", 3, [record("c")]);
    await store.close();
    const again = await openStore(folder);
    expect(again.warnings).toEqual([]);
    expect(again.get("model", "c", 3)).toBeDefined();
    expect(again.get("model", "a", 2)).toBeDefined();
    await again.close();
  });

  it("is gone when removed, with its run's folder when it was the last one in there", async () => {
    const run = join(temporaryFolder(), "key");
    for (const name of ["1-of-2", "2-of-2"]) await (await openStore(join(run, name))).close();
    await removeRunStore(join(run, "1-of-2"));
    expect(readdirSync(run)).toEqual(["2-of-2"]);
    await removeRunStore(join(run, "2-of-2"));
    expect(existsSync(run)).toBe(false);
  });
});

describe("abandoned runs", () => {
  it("are removed when all their stores are 30 days old, and no others", async () => {
    const now = Date.UTC(2026, 0, 31);
    const runs = temporaryFolder();
    const seconds = (daysAgo: number) => now / 1000 - daysAgo * 86_400;
    for (const [store, daysAgo] of [
      ["old/whole", 31],
      ["mixed/1-of-2", 31],
      ["mixed/2-of-2", 29],
      ["young/whole", 29],
    ] as const) {
      const opened = await openStore(join(runs, store));
      await opened.close();
      utimesSync(opened.file, seconds(daysAgo), seconds(daysAgo));
    }
    mkdirSync(join(runs, "being-made", "whole"), { recursive: true });
    mkdirSync(join(runs, "empty"));
    await removeAbandonedRuns(runs, now);
    expect(readdirSync(runs).sort()).toEqual(["being-made", "empty", "mixed", "young"]);
    await removeAbandonedRuns(join(runs, "nothing here"), now);
  });
});

describe("a full disk", () => {
  /** Lets `room` more bytes into the file, then is full in the middle of a write. */
  const fullAfter =
    (room: number, canTruncate: boolean) =>
    async (file: string): Promise<AppendFile> => {
      const handle = await open(file, "a");
      let left = room;
      return {
        async write(bytes) {
          const fits = bytes.subarray(0, left);
          await handle.write(fits);
          left -= fits.length;
          if (fits.length < bytes.length)
            throw Object.assign(new Error("ENOSPC: no space left on device"), { code: "ENOSPC" });
        },
        async truncate(length) {
          if (!canTruncate) throw new Error("EIO");
          await handle.truncate(length);
        },
        close: () => handle.close(),
      };
    };

  it.each([true, false])(
    "is a typed error that loses nothing written before (cut back: %s)",
    async (cutBack) => {
      const folder = await filledFolder();
      const before = readFileSync(join(folder, "curves.jsonl"));
      const store = await openStore(folder, fullAfter(60, cutBack));
      const failure = await store.put("model", 3, [record("a")]).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(StoreWriteError);
      expect(failure).toMatchObject({
        message: `${store.file} cannot be written: the disk is full. The 6 curves in it are kept.`,
      });
      expect(store.get("model", "a", 3)).toBeUndefined();
      await store.close();
      expect(readFileSync(store.file).length).toBe(before.length + (cutBack ? 0 : 60));
      const again = await openStore(folder);
      expect(again.warnings).toHaveLength(cutBack ? 0 : 1);
      await again.close();
      expect(readFileSync(store.file)).toEqual(before);
    },
  );

  it("is a typed error when the folder cannot be made at all", async () => {
    const file = join(temporaryFolder(), "file");
    writeFileSync(file, "");
    await expect(openStore(join(file, "store"))).rejects.toThrow(StoreWriteError);
  });
});

describe("two processes on one store", () => {
  it("refuse each other until the first lets go", async () => {
    const folder = temporaryFolder();
    const first = await openStore(folder);
    await expect(openStore(folder)).rejects.toThrow(
      new StoreInUseError({ folder, holder: `process ${process.pid}` }),
    );
    await first.close();
    await (await openStore(folder)).close();
    expect(readdirSync(folder)).toEqual(["curves.jsonl"]);
  });

  /** A process that does nothing until it is killed. */
  const idleProcess = (): ChildProcess =>
    spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
  const lockedBy = (holder: object | string): string => {
    const folder = temporaryFolder();
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "lock"), typeof holder === "string" ? holder : JSON.stringify(holder));
    return folder;
  };

  it("refuse each other while the first lives, and not when it is dead", async () => {
    const other = idleProcess();
    const folder = lockedBy({ pid: other.pid, host: hostname(), began: null });
    await expect(openStore(folder)).rejects.toThrow(StoreInUseError);
    const ended = new Promise((resolve) => other.once("close", resolve));
    other.kill("SIGKILL");
    await ended;
    await (await openStore(folder)).close();
  });

  it.runIf(existsSync("/proc/self/stat"))("tell a later process that got the same id", async () => {
    await (await openStore(lockedBy({ pid: process.pid, host: hostname(), began: "1" }))).close();
  });

  it("take over a lock that says nothing", async () => {
    await (await openStore(lockedBy(""))).close();
    await (await openStore(lockedBy('{"pid":"x"}'))).close();
  });

  it("take over another machine's lock that is not refreshed, and no other", async () => {
    const elsewhere = { pid: 1, host: "another-machine", began: null };
    await (await openStore(lockedBy(elsewhere))).close();
    const folder = lockedBy(elsewhere);
    const refresh = setTimeout(() => utimesSync(join(folder, "lock"), 5, 5), 20);
    await expect(openStore(folder)).rejects.toThrow(
      new StoreInUseError({ folder, holder: "process 1 on another-machine" }),
    );
    clearTimeout(refresh);
  });
});
