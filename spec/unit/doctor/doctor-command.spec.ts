import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Command } from "commander";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { doctorCommand } from "../../../src/cli/definitions/doctor.ts";
import {
  HubOfflineError,
  MalformedFileError,
  MissingFileError,
  UnknownReleaseError,
} from "../../../src/errors/index.ts";
import { temporaryFolder } from "../../support/files.ts";
import {
  expectedFromJax,
  type TinyInstallation,
  writeTinyInstallation,
} from "../../support/tiny-installation.ts";

let tiny: TinyInstallation;
let expectFile: string;

beforeAll(async () => {
  const folder = temporaryFolder();
  vi.stubEnv("BAG_OF_LATENTS_CACHE", join(folder, "cache"));
  tiny = await writeTinyInstallation(folder);
  expectFile = join(folder, "expected.json");
  await writeFile(expectFile, JSON.stringify(await expectedFromJax(tiny)));
});

/** Standard output and exit code of one call. */
async function doctor(
  ...args: readonly string[]
): Promise<{ readonly output: string; readonly code: unknown }> {
  let output = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    output += String(text);
    return true;
  });
  const program = new Command().exitOverride();
  doctorCommand(program);
  await program.parseAsync(["doctor", ...args, "--threads", "1"], { from: "user" });
  const code = process.exitCode;
  process.exitCode = undefined;
  return { output, code };
}

describe("npm run doctor", () => {
  afterEach(() => vi.restoreAllMocks());

  it("exits with 0, says how the model looks in general, and healthy when every check holds", async () => {
    const { output, code } = await doctor("--model", tiny.model, "--sae", tiny.sae, "--expect", expectFile);
    expect(code).toBe(0);
    expect(output).toMatch(/^model at blocks\.1\.hook_resid_pre, with the SAE release\/sae\n/);
    expect(output).toMatch(/\nIn general: odd \(prompts odd, .*\)\.\n\nExpected: a tiny random model\n/);
    expect(output).toMatch(
      /\nhealthy: These weights behave as a tiny random model: \d+ checks hold, 1 could not be run\.\n$/,
    );
    expect(output).not.toContain("FAIL");
    expect(output).toContain("differs  an inferred number");
    expect(output.split("\n").filter((line) => line.endsWith(" "))).toEqual([]);
  });

  it("exits with 1 and names the trap, its evidence and what to do", async () => {
    const args = ["--model", tiny.model, "--sae", tiny.sae, "--expect", expectFile, "--convention", "raw"];
    const { output, code } = await doctor(...args);
    expect(code).toBe(1);
    expect(output).toMatch(
      /\nTrap: uncentred stream\. \d+ checks fail \(.*: raw instead of centred\); all values come right when the mean over d_model is subtracted from the residual stream\.\nHint: open the model with --convention centred/,
    );
    expect(output).toMatch(/\ntrap: Sprung: uncentred stream\.\n$/);
  });

  it("prints the whole result as one JSON value", async () => {
    const { output } = await doctor("--model", tiny.model, "--expect", expectFile, "--json");
    const result = JSON.parse(output);
    expect(Object.keys(result)).toEqual(["of", "verdict", "summary", "traps", "checks", "general"]);
    expect(Object.keys(result.general)).toEqual(["model", "hook", "sae", "prompts", "word", "findings"]);
    for (const check of result.checks)
      expect(Object.keys(check)).toEqual([
        "name",
        "expected",
        "measured",
        "tolerance",
        "ok",
        "source",
        "decides",
        "reason",
      ]);
  });

  it("says by its size that a model is another, and compares nothing else", async () => {
    const { output, code } = await doctor("--model", tiny.model, "--json");
    const result = JSON.parse(output);
    expect(code).toBe(0); // a model of one's own, with nothing bad about it
    expect(result.general.word).toBe("odd");
    expect(result.verdict).toBe("unknown");
    expect(result.summary).toBe("This is another model: layers is 4, not 12.");
    expect(result.checks.filter(({ ok }: { ok: unknown }) => ok !== null)).toHaveLength(5);
  });

  it("says of another model what holds of any, and three lines at most about the paper's", async () => {
    const { output } = await doctor("--model", tiny.model);
    const [, paper = ""] = output.split(/\nIn general: .*\n\n/);
    expect(paper).toMatch(
      /^Not compared with GPT-2 small .*\.\nThis is another model: layers is 4, not 12\.\n$/,
    );
  });

  it("exits with 1 for another model that is asked for by --expect, and where something is bad in general", async () => {
    const other = join(temporaryFolder(), "expected.json");
    const expected = JSON.parse(await readFile(expectFile, "utf8"));
    const checks = expected.checks.map((check: { measure: { of?: string } }) =>
      check.measure.of === "layers" ? { ...check, expected: 5 } : check,
    );
    await writeFile(other, JSON.stringify({ ...expected, checks }));
    expect((await doctor("--model", tiny.model, "--expect", other)).code).toBe(1);
    const { output, code } = await doctor("--model", tiny.model, "--sae", tiny.sae, "--convention", "raw");
    expect(output).toMatch(/\nbad +convention +raw +the SAE asks for centred\n/);
    expect(code).toBe(1);
  });

  it.each([
    ["not JSON", "{", /is not JSON/],
    ["another shape", '{"of": 1}', /must have required property/],
  ])("refuses a file of expected values that is %s", async (_, text, message) => {
    const file = join(temporaryFolder(), "expected.json");
    await writeFile(file, text);
    const call = doctor("--model", tiny.model, "--expect", file);
    await expect(call).rejects.toThrow(MalformedFileError);
    await expect(call).rejects.toThrow(message);
  });

  it("takes a model by name: without network and cache it says which file it lacks and where it looked", async () => {
    const home = temporaryFolder();
    vi.stubEnv("HF_HOME", home);
    vi.stubEnv("HF_HUB_CACHE", "");
    vi.stubEnv("HF_HUB_OFFLINE", "1");
    const call = doctor("--model", "gpt2");
    await expect(call).rejects.toThrow(HubOfflineError);
    await expect(call).rejects.toThrow(
      `openai-community/gpt2@607a30d783df config.json is not in ${join(home, "hub")}, and HF_HUB_OFFLINE`,
    );
    await expect(doctor("--model", tiny.model, "--sae", "gpt2-small-res-jb")).rejects.toThrow(
      HubOfflineError,
    );
    await expect(doctor("--model", "gpt7")).rejects.toThrow(UnknownReleaseError);
  });

  it("refuses a missing file of expected values, and a missing model", async () => {
    const none = join(temporaryFolder(), "none");
    await expect(doctor("--model", tiny.model, "--expect", none)).rejects.toThrow(MissingFileError);
    await expect(doctor("--model", none)).rejects.toThrow(MissingFileError);
  });
});
