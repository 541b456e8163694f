import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { afterEach, describe, expect, it, vi } from "vitest";
import { inspect } from "../../../src/cli/commands/inspect.ts";
import { inspectCommand } from "../../../src/cli/definitions/inspect.ts";
import { temporaryFolder } from "../../support/files.ts";
import { ROOT } from "../../support/root.ts";
import { relativeError } from "../../support/tiny-models.ts";

const MODEL = "fixtures/reference/prototype";
const SAE = `${MODEL}/sae/blocks.1.hook_resid_pre`;
const AT = "blocks.1.hook_resid_pre";
const END = "blocks.7.hook_resid_post";
const tokens = [12, 104, 106, 40, 28, 447, 11, 16, 349, 484];
const mean = (x: readonly number[]) => x.reduce((sum, v) => sum + v, 0) / x.length;

describe("inspect", () => {
  afterEach(() => vi.restoreAllMocks());

  it("writes one JSON line with what was asked for and nothing else to standard output", async () => {
    const written: string[] = [];
    vi.spyOn(process.stdout, "write").mockImplementation((text) => written.push(String(text)) > 0);
    const program = new Command().exitOverride();
    inspectCommand(program, ROOT);
    await program.parseAsync(
      [
        "inspect",
        "--model",
        MODEL,
        "--tokens",
        tokens.join(","),
        "--hook",
        AT,
        "--hook",
        END,
        "--logits",
        "--loss",
        "--sae",
        SAE,
      ],
      { from: "user" },
    );
    expect(written).toHaveLength(1);
    expect(written[0]!.endsWith("}\n")).toBe(true);
    const output = JSON.parse(written[0]!);
    expect(Object.keys(output)).toEqual(["hooks", "logits", "loss", "sae"]);
    expect(Object.keys(output.hooks)).toEqual([AT, END]);
    expect(output.hooks[AT]).toHaveLength(96);
    expect(output.logits).toHaveLength(1024);
    expect(Object.keys(output.sae)).toEqual(["active", "l0", "reconstructionL2Error"]);
    expect(output.sae.l0).toBe(Object.keys(output.sae.active).length);
    expect(output.sae.l0).toBe(11);
    expect(output.sae.reconstructionL2Error).toBeCloseTo(0.6052625635872384, 5);
  });

  it("is of the shipped organism where no model is typed, and says so in its help", async () => {
    const written: string[] = [];
    vi.spyOn(process.stdout, "write").mockImplementation((text) => written.push(String(text)) > 0);
    const program = new Command().exitOverride();
    inspectCommand(program, ROOT);
    const words = ["inspect", "--tokens", "12,104,106", "--hook", AT];
    await program.parseAsync(words, { from: "user" });
    await program.parseAsync([...words, "--model", "fixtures/organism"], { from: "user" });
    expect(written[0]).toBe(written[1]);
    expect(program.commands[0]!.helpInformation().replaceAll(/\s+/g, " ")).toContain(
      "GPT-2 directory, gpt2, or a Hub id (default: the organism that ships)",
    );
  });

  it("gives no more than was asked for, and a null loss for one token", async () => {
    expect(await inspect({ model: MODEL, tokens })).toEqual({ hooks: {} });
    expect(await inspect({ model: MODEL, tokens: [5], loss: true })).toEqual({ hooks: {}, loss: null });
  });

  it("replaces the last position by a vector, which the SAE and later points see", async () => {
    const vector = Array.from({ length: 96 }, (_, i) => Math.sin(i) + 0.5);
    const file = join(temporaryFolder(), "vector.json");
    writeFileSync(file, JSON.stringify(vector));
    const options = { model: MODEL, tokens, hook: [AT, END], sae: SAE };
    const [clean, patched] = [
      await inspect(options),
      await inspect({ ...options, patch: [`${AT}=${file}`] }),
    ];
    expect(patched.hooks[AT]).toEqual(vector.map(Math.fround));
    expect(relativeError(patched.hooks[END]!, clean.hooks[END]!)).toBeGreaterThan(0.01);
    expect(patched.sae).not.toEqual(clean.sae);
  });

  it("centres where it is told to: mean 0, or the patch's own mean", async () => {
    const file = join(temporaryFolder(), "vector.json");
    writeFileSync(file, JSON.stringify(Array.from({ length: 96 }, (_, i) => Math.cos(i) + 2)));
    const options = { model: MODEL, tokens, hook: [END], convention: "centred" } as const;
    expect(mean((await inspect(options)).hooks[END]!)).toBeCloseTo(0, 5);
    const patched = await inspect({ ...options, patch: [`${AT}=${file}`] });
    expect(mean(patched.hooks[END]!)).toBeCloseTo(
      mean(Array.from({ length: 96 }, (_, i) => Math.cos(i) + 2)),
      4,
    );
  });

  it.each([
    [{ tokens: [1, 5000] }, /token 1 of the prompt is 5000/],
    [{ tokens: Array(33).fill(1) }, /length of the prompt is 33/],
    [{ hook: ["blocks.8.hook_resid_pre"] }, /hook point is "blocks\.8\.hook_resid_pre"/],
    [{ hook: ["blocks.1.attn"] }, /hook point is "blocks\.1\.attn"/],
    [{ model: "no-such-model" }, /no-such-model\/config\.json/],
    [{ sae: "no-such-sae" }, /no-such-sae\/cfg\.json/],
    [
      { sae: SAE, convention: "centred" as const },
      /wants raw activations, but the residual stream is centred/,
    ],
    [{ sae: SAE, model: "fixtures/reference/random-gpt2" }, /reads vectors of 96 numbers, but .* has 48/],
    [{ patch: ["blocks.1.hook_resid_pre"] }, /--patch is "blocks\.1\.hook_resid_pre"; it must be NAME=FILE/],
    [{ patch: [`${AT}=no-such.json`] }, /no-such\.json/],
    [{ patch: [`${AT}=${MODEL}/config.json`] }, /config\.json is not a JSON array/],
  ])("with %j is refused by a typed error with a hint", async (bad, message) => {
    const inspecting = inspect({ model: MODEL, tokens, ...bad });
    await expect(inspecting).rejects.toThrow(message);
    await expect(inspecting).rejects.toMatchObject({ hint: expect.stringMatching(/^Hint: /) });
  });

  it("refuses a vector of another length and one with a hole", async () => {
    const file = join(temporaryFolder(), "vector.json");
    for (const [values, message] of [
      [[1, 2], /holds 2 numbers, but the model's residual stream has 96/],
      [[...Array(95).fill(1), null], /entry 95 is null/],
      [[...Array(95).fill(1), 1e300], /entry 95 is 1e\+300, not a finite float32/],
    ] as const) {
      writeFileSync(file, JSON.stringify(values));
      await expect(inspect({ model: MODEL, tokens, patch: [`${AT}=${file}`] })).rejects.toThrow(message);
    }
  });
});
