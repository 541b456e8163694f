import { rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { afterEach, expect, it, vi } from "vitest";
import { defaultCacheDirectory } from "../../../src/files/cache-directory.ts";
import { temporaryFolder } from "../../support/files.ts";

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

it("a user without a home folder has a temporary cache of their own, and is told once how to name one", () => {
  const place = temporaryFolder();
  vi.stubEnv("TMPDIR", place);
  vi.stubEnv("BAG_OF_LATENTS_CACHE", undefined);
  const told = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  const folder = defaultCacheDirectory({}, "linux", null);
  expect(folder.startsWith(tmpdir())).toBe(true);
  expect(statSync(folder).mode & 0o077).toBe(0);
  expect(defaultCacheDirectory({}, "darwin", null)).toBe(folder);
  expect(process.env["BAG_OF_LATENTS_CACHE"]).toBe(folder); // what this process starts finds it there
  expect(told.mock.calls).toEqual([
    [expect.stringMatching(/no home folder.*Hint: BAG_OF_LATENTS_CACHE names/)],
  ]);
  rmSync(folder, { recursive: true });
});

it("a folder that was named is taken before any other", () => {
  expect(defaultCacheDirectory({ BAG_OF_LATENTS_CACHE: "/mine", XDG_CACHE_HOME: "/x" }, "linux", null)).toBe(
    "/mine",
  );
  expect(defaultCacheDirectory({ XDG_CACHE_HOME: "/x" }, "linux", null)).toBe("/x/bag-of-latents");
  expect(defaultCacheDirectory({}, "linux", "/home/me")).toBe("/home/me/.cache/bag-of-latents");
});
