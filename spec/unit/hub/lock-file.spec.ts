import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { HubLockError } from "../../../src/errors/index.ts";
import { checkLock, lockKey, readLock } from "../../../src/hub/lock-file.ts";

let folder: string;
let lockFile: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lock-spec-"));
  lockFile = join(folder, "deep", "hub-lock.json");
});
afterEach(() => rm(folder, { recursive: true }));

const file = { repo: "a/b", type: "model", revision: "main", path: "model.safetensors" } as const;
const found = (digit: string) => ({ sha256: digit.repeat(64), bytes: 3, commit: digit.repeat(40) });

describe("checkLock", () => {
  it("records at first use, verifies after it, and leaves the file as it is then", async () => {
    expect(await checkLock(lockFile, file, found("a"))).toBe("recorded");
    const text = await readFile(lockFile, "utf8");
    expect(await checkLock(lockFile, file, found("a"))).toBe("verified");
    expect(await readFile(lockFile, "utf8")).toBe(text);
    expect(JSON.parse(text)).toEqual({
      format: 1,
      files: { "models/a/b@main/model.safetensors": found("a") },
    });
    expect(await readdir(join(folder, "deep"))).toEqual(["hub-lock.json"]);
  });

  it("accepts equal bytes of another commit", async () => {
    await checkLock(lockFile, file, found("a"));
    expect(await checkLock(lockFile, file, { ...found("a"), commit: "f".repeat(40) })).toBe("verified");
  });

  it("refuses a change, naming both hashes, and goes on refusing", async () => {
    await checkLock(lockFile, file, found("a"));
    for (let i = 0; i < 2; i++) {
      const error = await checkLock(lockFile, file, found("b")).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(HubLockError);
      expect((error as HubLockError).message).toBe(
        `models/a/b@main/model.safetensors has sha256 ${"b".repeat(64)}, but ${lockFile} recorded ${"a".repeat(64)}.`,
      );
    }
  });

  it("takes a change when told to, and refuses the old one from then on", async () => {
    await checkLock(lockFile, file, found("a"));
    expect(await checkLock(lockFile, file, found("b"), { acceptChanged: true })).toBe("accepted");
    expect(await checkLock(lockFile, file, found("b"))).toBe("verified");
    await expect(checkLock(lockFile, file, found("a"))).rejects.toThrow(HubLockError);
  });

  it("keeps revisions, types and paths apart, and writes them in one order", async () => {
    const others = [
      { ...file, revision: "v2" },
      { ...file, type: "dataset" as const },
      { ...file, path: "config.json" },
    ];
    for (const [i, other] of [file, ...others].entries())
      expect(await checkLock(lockFile, other, found(String(i)))).toBe("recorded");
    const keys = [...(await readLock(lockFile)).files.keys()];
    expect(keys).toEqual([file, ...others].map(lockKey).sort());
  });

  it("compares nothing with a lock file that is none, says so, and leaves it as it is", async () => {
    lockFile = join(folder, "lock.json");
    const wrong = ["", "{", "[]", "null", '{"format":2,"files":{}}', "\u0000\uFFFD"].map((text) =>
      Buffer.from(text),
    );
    const whole = JSON.stringify({ format: 1, files: { [`${lockKey(file)}\u00e9`]: found("a") } });
    for (const bytes of [...wrong, Buffer.from(whole, "latin1")]) {
      const told: string[] = [];
      await writeFile(lockFile, bytes);
      const outcome = await checkLock(lockFile, file, found("a"), { warn: (one) => told.push(one) });
      expect([outcome, told.length], bytes.toString()).toEqual(["not recorded", 1]);
      expect(told[0]).toContain(lockFile);
      expect((await readFile(lockFile)).equals(bytes)).toBe(true);
    }
  });

  it("still holds a file against its entry where another entry is damaged", async () => {
    await checkLock(lockFile, file, found("a"));
    const whole = JSON.parse(await readFile(lockFile, "utf8"));
    whole.files["models/a/c@main/config.json"] = { sha256: "x" };
    await writeFile(lockFile, JSON.stringify(whole));
    expect(await checkLock(lockFile, file, found("a"))).toBe("verified");
    await expect(checkLock(lockFile, file, found("b"))).rejects.toThrow(HubLockError);
  });

  it("that cannot be read or written costs a sentence, not the run", async () => {
    for (const path of [folder, join(folder, "file", "lock.json")]) {
      await writeFile(join(folder, "file"), "");
      const told: string[] = [];
      const outcome = await checkLock(path, file, found("a"), { warn: (one) => told.push(one) });
      expect([outcome, told.length], path).toEqual(["not recorded", 1]);
    }
  });

  it("says how the change is accepted, and by what name the recorded file is still had", async () => {
    await checkLock(lockFile, file, found("a"));
    const error = await checkLock(lockFile, file, found("b")).catch((thrown: unknown) => thrown);
    expect((error as HubLockError).hint).toContain("--accept-changed");
    expect((error as HubLockError).hint).toContain(`a/b@${"a".repeat(40)}`);
  });
});
