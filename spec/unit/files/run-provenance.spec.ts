import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runProvenance } from "../../../src/files/run-provenance.ts";
import { temporaryFolder } from "../../support/files.ts";
import { ROOT } from "../../support/root.ts";

describe("the provenance of a run", () => {
  const facts = {
    startedAt: new Date(0),
    seconds: 1,
    peakMemoryMiB: null,
    measuring: { workers: 3, threads: 2 },
    deviceParity: null,
    command: "npm test",
    ledgers: "spec/registered/synthetic-activations",
    digests: [],
    files: [join(ROOT, "fixtures/organism/config.json"), "/no/such/file"],
  };

  it("names the commit, the lock file and the files that are there", () => {
    const provenance = runProvenance(ROOT, facts);
    expect(provenance.startedAt).toBe("1970-01-01T00:00:00.000Z");
    expect(provenance.lockfileDigest).toMatch(/^[0-9a-f]{64}$/);
    expect(provenance.files).toEqual([
      { name: "config.json", sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    ]);
    expect([provenance.node, provenance.onnxruntime]).toEqual([process.version, "1.30.0"]);
  });

  it("names the commit that last changed the thresholds, and none of a folder with files that are no commit's", () => {
    const root = temporaryFolder();
    const git = (...args: readonly string[]) =>
      execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b", ...args], {
        cwd: root,
        encoding: "utf8",
      });
    git("init", "--quiet");
    writeFileSync(join(root, "package.json"), '{ "version": "9.9.9" }');
    writeFileSync(join(root, ".gitignore"), "node_modules\n");
    symlinkSync(join(ROOT, "node_modules"), join(root, "node_modules"));
    const commitOf = () => runProvenance(root, { ...facts, ledgers: "ledgers" }).ledgersCommit;
    expect(commitOf()).toBeNull();
    mkdirSync(join(root, "ledgers"));
    writeFileSync(join(root, "ledgers", "a.json"), "{}");
    expect(commitOf()).toBeNull();
    git("add", "ledgers");
    git("commit", "--quiet", "-m", "Register");
    const registered = git("rev-parse", "HEAD").trim();
    git("add", "package.json");
    git("commit", "--quiet", "-m", "Something else");
    expect(commitOf()).toBe(registered);
    writeFileSync(join(root, "ledgers", "a.json"), '{ "above": 2 }');
    expect(commitOf()).toBeNull();
  });

  it("knows no commit outside a checkout, which is no failure", () => {
    const out = temporaryFolder();
    writeFileSync(join(out, "package.json"), '{ "version": "9.9.9" }');
    symlinkSync(join(ROOT, "node_modules"), join(out, "node_modules"));
    expect(runProvenance(out, facts)).toMatchObject({
      commit: null,
      dirty: null,
      lockfileDigest: null,
      version: "9.9.9",
    });
  });
});
