import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Diagnosis, examine } from "../../../src/doctor/examine.ts";
import {
  type ExpectedValues,
  type GoldenPrompt,
  parseExpectedValues,
} from "../../../src/doctor/expected-values.ts";
import type { Installation } from "../../../src/doctor/installation.ts";
import type { HookPoint } from "../../../src/model/hook-point.ts";
import type { LanguageModel } from "../../../src/model/language-model.ts";
import { examineDirectories, openInstallation } from "../../../src/run/open-installation.ts";
import { rawSafetensors, temporaryFolder } from "../../support/files.ts";
import {
  BOS,
  changeConfig,
  expectedFromJax,
  HOOK,
  roundWeights,
  type TinyInstallation,
  writeSaeConfig,
  writeTinyInstallation,
} from "../../support/tiny-installation.ts";

/** Expected values come from jax-js, measured ones from onnxruntime, on one tiny random model. */
let expected: ExpectedValues;
let tiny: TinyInstallation;
let folder: string;

beforeAll(async () => {
  const values = await expectedFromJax(await writeTinyInstallation(temporaryFolder()));
  expected = parseExpectedValues(JSON.parse(JSON.stringify(values)), "made by the spec");
});
beforeEach(async () => {
  folder = temporaryFolder();
  tiny = await writeTinyInstallation(folder);
});

const options = () => ({ ...tiny, expected, threads: 1, cacheDir: join(folder, "cache") });
const named = ({ verdict, traps }: Diagnosis) => [verdict, ...traps.map(({ name }) => name)];

/** Examines the installation after `change`. */
async function examineChanged(change: (installation: Installation) => Installation): Promise<Diagnosis> {
  const opened: LanguageModel[] = [];
  const diagnosis = await examine(change(await openInstallation(options(), opened)), expected);
  for (const model of opened) await model.dispose();
  return diagnosis;
}

/** The model, reading another point than it is asked for. */
const misread = (model: LanguageModel, points: Readonly<Record<string, HookPoint>>): LanguageModel => ({
  ...model,
  async run(request) {
    const moved = request.read.map((name) => points[name] ?? name);
    const result = await model.run({ ...request, read: moved });
    const residuals = new Map(request.read.map((name, i) => [name, result.residuals.get(moved[i]!)!]));
    return { ...result, residuals };
  },
});

/** The model with something added to every coordinate of its stream, as a stream has that was never centred. */
const decentred = (model: LanguageModel): LanguageModel => ({
  ...model,
  async run(request) {
    const result = await model.run(request);
    const shifted = [...result.residuals].map(
      ([name, stream]) => [name, { ...stream, data: stream.data.map((v) => v + 0.3) }] as const,
    );
    return { ...result, residuals: new Map(shifted) };
  },
});

describe("the doctor", () => {
  it("finds the model on onnxruntime healthy by the values of jax-js", async () => {
    const diagnosis = await examineDirectories(options());
    expect(diagnosis.checks.filter(({ ok, decides }) => ok === false && decides)).toEqual([]);
    expect(named(diagnosis)).toEqual(["healthy"]);
    expect(diagnosis.checks.filter(({ ok }) => ok === null).map(({ reason }) => reason)).toEqual([
      "no prompts",
    ]);
    expect(diagnosis.checks.length).toBeGreaterThan(60);
  });

  it("does not let an inferred value decide, and shows that it differs", async () => {
    const { checks } = await examineDirectories(options());
    expect(checks.find(({ name }) => name === "an inferred number")).toMatchObject({
      ok: false,
      decides: false,
    });
  });

  it("does without an SAE and says what it could not run", async () => {
    const diagnosis = await examineDirectories({ ...options(), sae: null });
    expect(named(diagnosis)).toEqual(["healthy"]);
    expect(diagnosis.checks.filter(({ reason }) => reason === "no SAE").length).toBeGreaterThan(10);
  });

  it("names a stream that is not centred, and nothing else", async () => {
    expect(named(await examineDirectories({ ...options(), convention: "raw" }))).toEqual([
      "trap",
      "uncentred stream",
    ]);
    expect(named(await examineDirectories({ ...options(), sae: null, convention: "raw" }))).toEqual([
      "trap",
      "uncentred stream",
    ]);
  });

  it("names a missing BOS, and nothing else", async () => {
    const diagnosis = await examineChanged((installation) => ({
      ...installation,
      tokensOf: ({ tokens }) => tokens,
    }));
    expect(named(diagnosis)).toEqual(["trap", "missing BOS"]);
  });

  it.each([
    ["in front of every prompt", true],
    ["in front of the prompts that should have none", false],
  ])("names an extra BOS %s, and nothing else", async (_, twice) => {
    const diagnosis = await examineChanged((installation) => ({
      ...installation,
      tokensOf: ({ tokens, bos }) => (bos && twice ? [BOS, BOS, ...tokens] : [BOS, ...tokens]),
    }));
    expect(named(diagnosis)).toEqual(["trap", "extra BOS"]);
  });

  it("names an extra BOS in the prompts of a run", async () => {
    const prompts = join(folder, "prompts.json");
    await writeFile(
      prompts,
      JSON.stringify([
        [1, 2, 3],
        [BOS, 1, 2],
      ]),
    );
    expect(named(await examineDirectories({ ...options(), prompts }))).toEqual(["trap", "extra BOS"]);
    await writeFile(prompts, JSON.stringify([[1, 2, 3]]));
    expect(named(await examineDirectories({ ...options(), prompts }))).toEqual(["healthy"]);
  });

  it.each([
    ["gives the ids of the file", [1, 5, 3, 30, 7, 21], ["healthy"]],
    ["puts BOS in front of them", [BOS, 1, 5, 3, 30, 7, 21], ["trap", "extra BOS"]],
    ["gives other ids", [1, 5, 3, 30, 7, 22], ["unknown"]],
  ])("sees whether a tokenizer %s", async (_, ids, outcome) => {
    const measure = { kind: "texts-tokenised-alike" } as const;
    const check = { name: "texts", measure, expected: 1, tolerance: null, source: "this spec" };
    const withText = {
      ...expected,
      prompts: { ...expected.prompts, a: { ...expected.prompts["a"]!, text: "some words" } },
      checks: [...expected.checks, check],
    };
    const opened: LanguageModel[] = [];
    const installation = await openInstallation(options(), opened);
    const encode = (text: string) => (text === "some words" ? ids : []);
    expect(named(await examine({ ...installation, encode }, withText))).toEqual(outcome);
    for (const model of opened) await model.dispose();
  });

  it("names the exact GELU in config.json, and nothing else", async () => {
    await changeConfig(tiny.model, { activation_function: "gelu" });
    expect(named(await examineDirectories(options()))).toEqual(["trap", "exact GELU"]);
  });

  it.each([
    ["bfloat16", toBfloat16, "bfloat16 numbers"],
    ["float16", toFloat16, "float16 numbers"],
    ["8 bits", toEightBits, "among 256 levels or fewer"],
  ])("names weights rounded to %s, and nothing else", async (_, round, evidence) => {
    await roundWeights(tiny.model, round);
    const diagnosis = await examineDirectories(options());
    expect(named(diagnosis)).toEqual(["trap", "quantised weights"]);
    expect(diagnosis.traps[0]!.evidence).toContain(evidence);
    expect(diagnosis.summary).toBe("Sprung: quantised weights.");
  });

  it("says that rounding does not explain other weights, when they are both", async () => {
    await writeTinyInstallation(folder, 8);
    await roundWeights(tiny.model, toBfloat16);
    const { summary } = await examineDirectories(options());
    expect(summary).toMatch(
      /^Sprung: quantised weights\. Rounding alone does not explain a median deviation of /,
    );
  });

  it("names a checkpoint that says it is quantised, before it would be refused", async () => {
    await changeConfig(tiny.model, { quantization_config: { bits: 8 } });
    const diagnosis = await examineDirectories(options());
    expect(named(diagnosis)).toEqual(["trap", "quantised weights"]);
    expect(diagnosis.checks.every(({ ok, measured }) => ok === null && measured === null)).toBe(true);
  });

  it.each(["h.0.attn.c_attn.weight", "transformer.h.3.mlp.c_fc.weight"])(
    "names a checkpoint that holds %s in whole numbers, before it would be refused",
    async (name) => {
      const tensors = { [name]: { dtype: "I8", shape: [2, 2], bytes: new Uint8Array(4) } };
      await writeFile(join(tiny.model, "model.safetensors"), rawSafetensors(tensors));
      const diagnosis = await examineDirectories(options());
      expect(named(diagnosis)).toEqual(["trap", "quantised weights"]);
      expect(diagnosis.traps[0]!.evidence).toBe(`model.safetensors holds ${name} as I8`);
    },
  );

  it.each(["blocks.1.hook_resid_mid", "blocks.1.hook_resid_post"])(
    "names the wrong hook when the SAE's configuration says %s, and nothing else",
    async (hook) => {
      await writeSaeConfig(tiny.sae, { hook_name: hook });
      expect(named(await examineDirectories(options()))).toEqual(["trap", "wrong hook"]);
    },
  );

  it("knows the SAE's hook under its tensor's other name", async () => {
    await writeSaeConfig(tiny.sae, { hook_name: "blocks.0.hook_resid_post" });
    expect(named(await examineDirectories(options()))).toEqual(["healthy"]);
  });

  it("says of an SAE of another size that it is another, and not that the model is", async () => {
    const checks = expected.checks.map((check) =>
      check.measure.kind === "size" && check.measure.of === "dSae" ? { ...check, expected: 64 } : check,
    );
    const { verdict, summary } = await examineDirectories({
      ...options(),
      expected: { ...expected, checks },
    });
    expect(verdict).toBe("unknown");
    expect(summary).toMatch(/^This is another SAE: .* is 48, not 64\.$/);
  });

  it("names the wrong hook of a stream that is not what its name says, and nothing else", async () => {
    const points = { [HOOK]: "blocks.1.hook_resid_mid", "blocks.0.hook_resid_mid": HOOK } as const;
    const diagnosis = await examineChanged((installation) => ({
      ...installation,
      model: misread(installation.model, points),
    }));
    expect(named(diagnosis)).toEqual(["trap", "wrong hook"]);
    expect(diagnosis.traps[0]!.evidence).toContain("read at blocks.0.hook_resid_mid, which then is in truth");
  });

  it.each(["blocks.0.hook_resid_pre", "blocks.2.hook_resid_pre", "blocks.3.hook_resid_post"])(
    "names the wrong layer when the SAE's configuration says %s, and nothing else",
    async (hook) => {
      await writeSaeConfig(tiny.sae, { hook_name: hook });
      expect(named(await examineDirectories(options()))).toEqual(["trap", "wrong layer"]);
    },
  );

  it("names the wrong layer of another layer's SAE, whose latents cannot come right", async () => {
    const other = await writeTinyInstallation(join(folder, "other"), 9);
    await writeSaeConfig(other.sae, { hook_name: "blocks.2.hook_resid_pre" });
    const diagnosis = await examineDirectories({ ...options(), sae: other.sae });
    expect(named(diagnosis)).toEqual(["trap", "wrong layer"]);
    expect(diagnosis.traps[0]!.evidence).toContain(
      "the SAE, trained at blocks.2.hook_resid_pre, is left out",
    );
  });

  it("names the wrong layer of a model that counts its layers from one", async () => {
    const points = {
      [HOOK]: "blocks.0.hook_resid_pre",
      "blocks.2.hook_resid_pre": HOOK,
      "blocks.3.hook_resid_pre": "blocks.2.hook_resid_pre",
    } as const;
    const diagnosis = await examineChanged((installation) => ({
      ...installation,
      model: misread(installation.model, points),
    }));
    expect(named(diagnosis)).toEqual(["trap", "wrong layer"]);
  });

  it.each([
    ["uncentred stream", (i: Installation) => ({ ...i, model: decentred(i.model) })],
    [
      "exact GELU",
      (i: Installation) => ({
        ...i,
        gelu: { ...i.gelu!, form: "exact" as const },
        model: i.gelu!.with("exact"),
      }),
    ],
    ["missing BOS", (i: Installation) => ({ ...i, tokensOf: ({ tokens }: GoldenPrompt) => tokens })],
    [
      "wrong layer",
      (i: Installation) => ({
        ...i,
        readAt: "blocks.2.hook_resid_pre" as const,
        hook: "blocks.2.hook_resid_pre" as const,
      }),
    ],
  ])("names %s by the values alone, without a look at the settings", async (name, change) => {
    const checks = expected.checks.filter(({ measure }) => measure.kind !== "setting");
    const opened: LanguageModel[] = [];
    const diagnosis = await examine(change(await openInstallation(options(), opened)), {
      ...expected,
      checks,
    });
    for (const model of opened) await model.dispose();
    expect(named(diagnosis)).toEqual(["trap", name]);
  });

  it("names two traps that were sprung together", async () => {
    await changeConfig(tiny.model, { activation_function: "gelu" });
    expect(named(await examineDirectories({ ...options(), convention: "raw" }))).toEqual([
      "trap",
      "uncentred stream",
      "exact GELU",
    ]);
  });

  it("names no trap for other weights, and says so", async () => {
    await writeTinyInstallation(folder, 8);
    const diagnosis = await examineDirectories(options());
    expect(named(diagnosis)).toEqual(["unknown"]);
    expect(diagnosis.summary).toMatch(
      /^These are other weights: \d+ of \d+ checks fail, most .* No known trap explains it\.$/,
    );
  });

  it("names no trap for one changed weight", async () => {
    let n = 0;
    await roundWeights(tiny.model, (values) =>
      n++ === 3 ? values.map((v, i) => (i === 0 ? v + 1 : v)) : values,
    );
    expect(named(await examineDirectories(options()))).toEqual(["unknown"]);
  });

  it("tells another SAE from another model", async () => {
    const other = await writeTinyInstallation(join(folder, "other"), 9);
    const diagnosis = await examineDirectories({ ...options(), sae: other.sae });
    expect(named(diagnosis)).toEqual(["unknown"]);
    expect(diagnosis.summary).toMatch(/^This is another SAE, though the model is right: /);
  });
});

function toBfloat16(values: Float32Array): Float32Array {
  const bits = new Uint32Array(values.slice().buffer).map((b) => ((b + 0x8000) & 0xffff0000) >>> 0);
  return new Float32Array(bits.buffer);
}

/** Eleven significant bits; below 2^-14 multiples of 2^-24. */
function toFloat16(values: Float32Array): Float32Array {
  return values.map((v) => {
    const unit = 2 ** Math.max(-24, Math.floor(Math.log2(Math.abs(v) || 1)) - 10);
    return Math.round(v / unit) * unit;
  });
}

/** One scale for a tensor, 255 levels. */
function toEightBits(values: Float32Array): Float32Array {
  const scale = Math.max(...values.map(Math.abs)) / 127;
  return values.map((v) => Math.round(v / scale) * scale);
}
