import { join } from "node:path";
import { Command } from "commander";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { loadModelDirectory } from "../../../src/checkpoint/model-directory.ts";
import { reproduceCommand } from "../../../src/cli/definitions/reproduce.ts";
import type { ExpectedValues } from "../../../src/doctor/expected-values.ts";
import { doctorBeforeRun } from "../../../src/run/doctor-before-run.ts";
import { defaultRunOptions, type RunOptions } from "../../../src/run/run-options.ts";
import { directory } from "../../../src/run/sources/source.ts";
import { temporaryFolder } from "../../support/files.ts";
import {
  expectedFromJax,
  type TinyInstallation,
  writeSaeConfig,
  writeTinyInstallation,
} from "../../support/tiny-installation.ts";

let expected: ExpectedValues;
let tiny: TinyInstallation;
let run: RunOptions;

beforeAll(async () => {
  const folder = temporaryFolder();
  vi.stubEnv("BAG_OF_LATENTS_CACHE", join(folder, "cache"));
  tiny = await writeTinyInstallation(folder);
  const { model, sae } = tiny;
  run = { ...defaultRunOptions("."), model: directory(model), sae: directory(sae), threads: 1 };
  const { weightsDigest } = await loadModelDirectory(tiny.model);
  expected = { ...(await expectedFromJax(tiny)), weightsDigest };
});

describe("the doctor before a run", () => {
  it("is asked unbidden when the weights file is the one the expected values are of", async () => {
    expect(await doctorBeforeRun(run, undefined, expected)).toMatchObject({ verdict: "healthy" });
    expect(await doctorBeforeRun(run, undefined, { ...expected, weightsDigest: "0".repeat(64) })).toBeNull();
    expect(await doctorBeforeRun(run, undefined, { ...expected, weightsDigest: null })).toBeNull();
  });

  it("is not asked when that is declined, and asked of any model on request", async () => {
    expect(await doctorBeforeRun(run, false, expected)).toBeNull();
    const diagnosis = await doctorBeforeRun(run, true, { ...expected, weightsDigest: null });
    expect(diagnosis).toMatchObject({ verdict: "healthy" });
  });

  it("examines the model and leaves an SAE of another layer alone, which it says, asked or not", async () => {
    await writeSaeConfig(tiny.sae, { hook_name: "blocks.2.hook_resid_pre" });
    const unbidden = await doctorBeforeRun(run, undefined, expected);
    const asked = await doctorBeforeRun(run, true, expected);
    await writeSaeConfig(tiny.sae, {});
    for (const diagnosis of [unbidden, asked]) {
      expect(diagnosis).toMatchObject({ verdict: "healthy" });
      expect(diagnosis!.summary).toMatch(
        / The SAE is of another hook, blocks\.2\.hook_resid_pre instead of blocks\.1\.hook_resid_pre, so its values were not compared\.$/,
      );
      expect(diagnosis!.checks.some(({ reason }) => reason === "no SAE")).toBe(true);
    }
  });

  it("compares an SAE that names the same tensor by its other name", async () => {
    await writeSaeConfig(tiny.sae, { hook_name: "blocks.0.hook_resid_post" });
    const diagnosis = await doctorBeforeRun(run, undefined, expected);
    await writeSaeConfig(tiny.sae, {});
    expect(diagnosis).toMatchObject({ verdict: "healthy" });
    expect(diagnosis!.checks.every(({ reason }) => reason !== "no SAE")).toBe(true);
  });

  it("unasked leaves an SAE of another size alone, which it says", async () => {
    const checks = expected.checks.map((check) =>
      check.measure.kind === "size" && check.measure.of === "dSae" ? { ...check, expected: 7 } : check,
    );
    expect(checks).not.toEqual(expected.checks);
    const diagnosis = await doctorBeforeRun(run, undefined, { ...expected, checks });
    expect(diagnosis).toMatchObject({ verdict: "healthy" });
    expect(diagnosis!.summary).toMatch(
      / The SAE has 48 latents instead of 7, so its values were not compared\.$/,
    );
  });

  it("says that the weights file is the published one, and what it has to say when it is not", async () => {
    const same = await doctorBeforeRun(run, true, expected);
    const other = await doctorBeforeRun(run, true, { ...expected, weightsDigest: "0".repeat(64) });
    expect(same!.summary).toMatch(/ The weights file is the published one, byte for byte\.$/);
    expect(other!.summary).toMatch(
      / is not the published one byte for byte, but its numbers give the same values\.$/,
    );
  });
});

describe("reproduce", () => {
  afterEach(() => vi.restoreAllMocks());

  it("stops with exit code 2 before any claim when the doctor it asked finds another model", async () => {
    let told = "";
    vi.spyOn(process.stderr, "write").mockImplementation((text) => {
      told += String(text);
      return true;
    });
    const program = new Command().exitOverride();
    reproduceCommand(program, process.cwd());
    const out = join(temporaryFolder(), "out");
    await program.parseAsync(["reproduce", "--model", tiny.model, "--doctor", "--out", out], {
      from: "user",
    });
    const code = process.exitCode;
    process.exitCode = undefined;
    expect(code).toBe(2);
    expect(told).toContain("unknown: This is another model: layers is 4, not 12.");
    expect(told).toMatch(/\nThe run was stopped\. Hint: --no-doctor runs the claims all the same\.\n$/);
  });
});
