import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { acceptGolden } from "../../../src/cli/commands/golden-accept.ts";
import { goldenAcceptCommand } from "../../../src/cli/definitions/golden-accept.ts";
import { GoldenRefusedError } from "../../../src/errors/index.ts";
import { checkGolden, checkGoldenText } from "../../../src/golden/golden-check.ts";
import type { GoldenStore } from "../../../src/golden/golden-store.ts";

const options = { madeBy: "a spec", tolerance: { abs: 0.1, rel: 0, because: "a test" } };
const noon = new Date("2026-03-04T12:00:00Z");
let root: string;
let store: GoldenStore;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "golden-"));
  store = { goldenDirectory: join(root, "golden"), pendingDirectory: join(root, "pending"), ci: false };
});
afterEach(() => {
  rmSync(root, { recursive: true });
  vi.unstubAllEnvs();
});

const history = () =>
  readFileSync(join(root, "golden", "history.jsonl"), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, string>);

describe("accepting a golden", () => {
  it("makes the refused value match, and records date, reason and what changed", () => {
    checkGolden(store, "x", { a: 1, b: [2] }, options);
    acceptGolden(store, "x", "the first one", noon);
    expect(checkGolden(store, "x", { a: 1, b: [2] }, options).pass).toBe(true);
    expect(history()).toEqual([
      { date: "2026-03-04", golden: "x.json", because: "the first one", change: "first accepted, 2 values" },
    ]);
    expect(existsSync(join(root, "pending", "x.json"))).toBe(false);
  });

  it("shows old and new with their difference, and keeps the earlier reason", () => {
    checkGolden(store, "x", { a: 1, b: [2, 3] }, options);
    acceptGolden(store, "x", "the first one", noon);
    checkGolden(store, "x", { a: 1, b: [2.5, 3], c: 1 }, options);
    const shown = acceptGolden(store, "x", "half a step more", noon);
    expect(shown).toContain("b[0]: 2 -> 2.5 (+0.5, 25.0 %)");
    expect(shown).toContain("c is not in the golden");
    expect(shown).not.toContain("b[1]");
    expect(history().map((line) => line["because"])).toEqual(["the first one", "half a step more"]);
    expect(history()[1]!["change"]).toBe("2 of 4 values differ, by at most 0.5");
  });

  it("says so when the tolerance moved", () => {
    checkGolden(store, "x", 1, options);
    acceptGolden(store, "x", "the first one", noon);
    checkGolden(store, "x", 1, { ...options, tolerance: { ...options.tolerance, abs: 0.2 } });
    expect(acceptGolden(store, "x", "another CPU", noon)).toContain(
      "tolerance abs 0.2, rel 0 (was abs 0.1, rel 0)",
    );
  });

  it("moves a text golden, and one that happens to be JSON, byte for byte", () => {
    for (const [name, extension, text] of [
      ["report/r", "md", "# one\n"],
      ["report/r", "json", '{"values": 1}\n'],
    ] as const) {
      checkGoldenText(store, name, extension, text);
      acceptGolden(store, `${name}.${extension}`, "the first one", noon);
      expect(checkGoldenText(store, name, extension, text).pass).toBe(true);
    }
  });
});

describe("accepting is refused", () => {
  const refused = (name: string, because: string, at = store) => {
    checkGolden(store, "x", 1, options);
    expect(() => acceptGolden(at, name, because, noon)).toThrow(GoldenRefusedError);
    expect(existsSync(join(root, "golden"))).toBe(false);
    expect(existsSync(join(root, "pending", "x.json"))).toBe(true);
  };
  it("in CI", () => refused("x", "a reason", { ...store, ci: true }));
  it("without a reason", () => refused("x", ""));
  it("with a reason of spaces", () => refused("x", "  \n"));
  it("when no candidate waits for that name", () => refused("y", "a reason"));
});

describe("the command", () => {
  const run = (...args: string[]) => {
    const program = new Command().exitOverride();
    goldenAcceptCommand(program);
    return program.parseAsync(["node", "cli", "golden:accept", ...args]);
  };
  it("rejects in CI before it looks at anything", async () => {
    vi.stubEnv("CI", "true");
    await expect(run("no-such-golden", "--because", "a reason")).rejects.toThrow(/this is a CI run/);
  });
  it("rejects without a reason", async () => {
    vi.stubEnv("CI", "");
    await expect(run("no-such-golden")).rejects.toThrow(/no reason was given/);
  });
  it("rejects a name nothing waits for", async () => {
    vi.stubEnv("CI", "");
    await expect(run("no-such-golden", "--because", "a reason")).rejects.toThrow(/no candidate waits/);
  });
});
