import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { rename } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { StoreInUseError, StoreLockError } from "../../../src/errors/index.ts";
import { moveIntoPlace } from "../../../src/files/move-into-place.ts";
import { type Link, takeName } from "../../../src/files/take-name.ts";
import { lockFolder } from "../../../src/store/store-lock.ts";
import { temporaryFolder } from "../../support/files.ts";

const failing = (code: string) => () => {
  throw Object.assign(new Error(`${code}: operation not permitted, link`), { code });
};
const WITHOUT_LINKS = ["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EXDEV", "EMLINK"];
let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
  mkdirSync(folder, { recursive: true });
});

describe("a name that one process may take", () => {
  it.each([["links"], ...WITHOUT_LINKS.map((code) => [code])])(
    "is taken once, with its content, where link() says %s",
    (code) => {
      const link: Link | undefined = code === "links" ? undefined : failing(code);
      const path = join(folder, "lock");
      expect(takeName(path, "first", link)).toBe(true);
      expect(takeName(path, "second", link)).toBe(false);
      expect(readFileSync(path, "utf8")).toBe("first");
      expect(readdirSync(folder)).toEqual(["lock"]);
    },
  );

  it("is not taken over an error that says something else", () => {
    expect(() => takeName(join(folder, "lock"), "x", failing("EIO"))).toThrow("EIO");
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe("the lock of a folder without hard links", () => {
  it("is held by one, released, and taken again", async () => {
    const options = { watchMs: 60, link: failing("EPERM") };
    const lock = await lockFolder(folder, options);
    await expect(lockFolder(folder, options)).rejects.toThrow(StoreInUseError);
    lock.release();
    (await lockFolder(folder, options)).release();
    expect(readdirSync(folder)).toEqual([]);
  });

  it("that cannot be made is one sentence with the folder and the variable", async () => {
    const file = join(folder, "file");
    writeFileSync(file, "");
    const error = await lockFolder(file).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(StoreLockError);
    expect((error as StoreLockError).message).toContain(file);
    expect((error as StoreLockError).hint).toContain("BAG_OF_LATENTS_CACHE");
    mkdirSync(join(folder, "lock"));
    await expect(lockFolder(folder, { watchMs: 60 })).rejects.toThrow(StoreLockError);
    expect(readdirSync(folder).sort()).toEqual(["file", "lock"]);
  });
});

describe("a whole file", () => {
  const moved = async (move?: (from: string, to: string) => Promise<void>) => {
    const [from, to] = [join(folder, "new"), join(folder, "old")];
    writeFileSync(from, "new");
    writeFileSync(to, "old");
    await moveIntoPlace(from, to, move);
    return [readFileSync(to, "utf8"), readdirSync(folder)];
  };

  it("gets its name where a rename replaces, does not replace, or is not there at all", async () => {
    let tries = 0;
    const onlyOntoNothing = async (from: string, to: string) => {
      if (++tries === 1) throw Object.assign(new Error("EEXIST"), { code: "EEXIST" });
      await rename(from, to);
    };
    const never = async () => {
      throw Object.assign(new Error("EXDEV"), { code: "EXDEV" });
    };
    for (const move of [undefined, onlyOntoNothing, never])
      expect(await moved(move)).toEqual(["new", ["old"]]);
  });

  it("keeps the old file where the system says that the disk is full", async () => {
    const full = async () => {
      throw Object.assign(new Error("ENOSPC"), { code: "ENOSPC" });
    };
    await expect(moved(full)).rejects.toThrow("ENOSPC");
    expect(readFileSync(join(folder, "old"), "utf8")).toBe("old");
  });
});
