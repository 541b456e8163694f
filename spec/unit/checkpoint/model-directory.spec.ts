import { createHash } from "node:crypto";
import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadModelDirectory } from "../../../src/checkpoint/model-directory.ts";
import { openModel } from "../../../src/checkpoint/open-model.ts";
import { writeRandomCheckpoint } from "../../../src/checkpoint/random-checkpoint.ts";
import { openSafetensors, readTensor } from "../../../src/checkpoint/safetensors.ts";
import { rngFromSeed } from "../../../src/math/rng.ts";
import { configFields } from "../../../src/model/families/gpt2/config.ts";
import { gpt2 } from "../../../src/model/families/gpt2/gpt2.ts";
import { expectedTensors } from "../../../src/model/families/gpt2/tensors.ts";
import { f32, type RawTensor, rawSafetensors, temporaryFolder } from "../../support/files.ts";
import { relativeError, TINY } from "../../support/tiny-models.ts";

const { config } = TINY;

/** A fresh model directory with a random checkpoint; fields override config.json. */
async function directory(fields: Record<string, unknown> = {}): Promise<string> {
  const dir = temporaryFolder();
  await writeRandomCheckpoint(dir, { family: gpt2, config, rng: rngFromSeed("assets"), deviation: 0.2 });
  writeFileSync(join(dir, "config.json"), JSON.stringify({ ...configFields(config), ...fields }));
  return dir;
}

/** A directory whose weights are given tensor by tensor. */
async function directoryOf(change: (tensors: Record<string, RawTensor>) => void): Promise<string> {
  const dir = await directory();
  const tensors: Record<string, RawTensor> = {};
  for (const [name, shape] of expectedTensors(config)) tensors[name] = f32(shape);
  change(tensors);
  writeFileSync(join(dir, "model.safetensors"), rawSafetensors(tensors));
  return dir;
}

const load = (dir: string) => loadModelDirectory(dir, { cacheDir: join(dir, "cache") });
const logitsOf = async (dir: string) => {
  const model = await openModel(dir, { convention: "raw", threads: 1, cacheDir: join(dir, "cache") });
  const { logits } = await model.run({ from: { tokens: [1, 2, 3, 4] }, read: [], logits: true });
  await model.dispose();
  return logits!.data;
};

describe("config.json", () => {
  it.each([
    ["model_type", "llama", 'supported is "gpt2"'],
    ["activation_function", "relu", 'supported is "gelu_new" or "gelu"'],
    ["add_cross_attention", true, "supported is false"],
    ["quantization_config", { bits: 8 }, "supported is none"],
    ["scale_attn_weights", "yes", "supported is true or false"],
    ["reorder_and_upcast_attn", 1, "supported is true or false"],
    ["layer_norm_epsilon", 0, "above 0"],
    ["n_layer", 0, "at least 1"],
    ["n_embd", "12", "a whole number"],
    ["n_head", 5, "a divisor of n_embd = 12"],
    ["tie_word_embeddings", null, undefined],
  ])("with %s = %j is refused by that name, or honoured", async (field, value, want) => {
    const loading = load(await directory({ [field]: value }));
    if (want === undefined)
      await expect(loading).resolves.toMatchObject({ config: { tiedEmbeddings: true } });
    else {
      await expect(loading).rejects.toThrow(want);
      await expect(loading).rejects.toMatchObject({
        name: "UnsupportedConfigError",
        message: expect.stringContaining(field),
      });
    }
  });

  it("that is missing, broken or not an object is refused with its path", async () => {
    await expect(load("no-such-model")).rejects.toThrow(/no-such-model\/config\.json/);
    const dir = await directory();
    for (const [text, fact] of [
      ["{", /config\.json is not JSON/],
      ["[]", /config\.json is not a JSON object/],
    ] as const) {
      writeFileSync(join(dir, "config.json"), text);
      await expect(load(dir)).rejects.toThrow(fact);
    }
  });

  it("changes the computation by every field that is honoured", async () => {
    const plain = await logitsOf(await directory());
    for (const fields of [
      { activation_function: "gelu" },
      { layer_norm_epsilon: 0.1 },
      { scale_attn_weights: false },
      { scale_attn_by_inverse_layer_idx: true },
    ])
      expect(
        relativeError(await logitsOf(await directory(fields)), plain),
        JSON.stringify(fields),
      ).toBeGreaterThan(1e-5);
    expect(await logitsOf(await directory({ reorder_and_upcast_attn: true }))).toEqual(plain);
  });

  it("with untied embeddings reads lm_head.weight, and asks for it", async () => {
    const tied = await directory({ tie_word_embeddings: false });
    await expect(load(tied)).rejects.toThrow(/has no tensor lm_head\.weight/);
    const dir = temporaryFolder();
    const untied = { ...config, tiedEmbeddings: false };
    await writeRandomCheckpoint(dir, {
      family: gpt2,
      config: untied,
      rng: rngFromSeed("assets"),
      deviation: 0.2,
    });
    expect(relativeError(await logitsOf(dir), await logitsOf(await directory()))).toBeGreaterThan(0.1);
  });
});

describe("model.safetensors", () => {
  it("is read alike in both name layouts, with and without mask buffers", async () => {
    const bare = await directory();
    const prefixed = temporaryFolder();
    await writeRandomCheckpoint(prefixed, {
      family: gpt2,
      config,
      rng: rngFromSeed("assets"),
      deviation: 0.2,
      prefix: "transformer.",
    });
    expect(await logitsOf(prefixed)).toEqual(await logitsOf(bare));
    const buffers = await directoryOf((tensors) => {
      tensors["h.0.attn.bias"] = { dtype: "BOOL", shape: [1, 1, 2, 2], bytes: Uint8Array.of(1, 0, 1, 1) };
      tensors["h.2.attn.masked_bias"] = f32([], [-1e4]);
    });
    expect((await load(buffers)).tensors.has("h.0.attn.bias")).toBe(false);
  });

  it.each([
    [
      "a missing tensor",
      (t: Record<string, RawTensor>) => {
        delete t["h.1.mlp.c_fc.bias"];
      },
      /has no tensor h\.1\.mlp\.c_fc\.bias/,
    ],
    [
      "a shape that contradicts the config",
      (t: Record<string, RawTensor>) => {
        t["wte.weight"] = f32([24, 12]);
      },
      /wte\.weight in .*\[24, 12\].*config\.json.*\[23, 12\]/,
    ],
    [
      "a transposed matrix",
      (t: Record<string, RawTensor>) => {
        t["h.0.mlp.c_fc.weight"] = f32([20, 12]);
      },
      /\[20, 12\].*\[12, 20\]/,
    ],
    [
      "more layers than the config",
      (t: Record<string, RawTensor>) => {
        t["h.3.ln_1.weight"] = f32([12]);
      },
      /h\.3\.ln_1\.weight, for which a GPT-2 with 3 layers has no place/,
    ],
    [
      "quantised weights",
      (t: Record<string, RawTensor>) => {
        t["ln_f.bias"] = { dtype: "I8", shape: [12], bytes: new Uint8Array(12) };
      },
      /ln_f\.bias has dtype I8/,
    ],
    [
      "a NaN",
      (t: Record<string, RawTensor>) => {
        t["ln_f.bias"] = f32([12], [0, 0, 0, 0, 0, Number.NaN, 0, 0, 0, 0, 0, 0]);
      },
      /ln_f\.bias holds NaN at index 5/,
    ],
    [
      "an infinity",
      (t: Record<string, RawTensor>) => {
        t["wpe.weight"] = f32([12, 12], Number.NEGATIVE_INFINITY);
      },
      /wpe\.weight holds -Infinity at index 0/,
    ],
    [
      "an absurd weight",
      (t: Record<string, RawTensor>) => {
        t["wpe.weight"] = f32([12, 12], 1e30);
      },
      /wpe\.weight holds 1\.\d+e\+30.*at most 1000000/,
    ],
  ])("with %s is refused with the file and the fact", async (_, change, message) => {
    const dir = await directoryOf(change);
    await expect(load(dir)).rejects.toThrow(message);
    await expect(load(dir)).rejects.toThrow(join(dir, "model.safetensors"));
    await expect(load(dir)).rejects.toMatchObject({ hint: expect.stringMatching(/^Hint: /) });
  });

  it("is found through the symbolic links of a hub cache", async () => {
    const dir = await directory();
    const plain = await logitsOf(dir);
    mkdirSync(join(dir, "blobs"));
    renameSync(join(dir, "model.safetensors"), join(dir, "blobs", "0123abcd"));
    symlinkSync("blobs/0123abcd", join(dir, "model.safetensors"));
    expect(await logitsOf(dir)).toEqual(plain);
  });

  it("of F16 and BF16 weights gives what the same numbers give as F32, converted once", async () => {
    for (const dtype of ["F16", "BF16"] as const) {
      const half = await directoryOf((tensors) => {
        for (const name of Object.keys(tensors)) tensors[name] = toHalf(tensors[name]!, dtype, name);
      });
      const checkpoint = await load(half);
      expect(checkpoint.weightsFolder).toBe(join(half, "cache", "float32"));
      const [name, ...more] = readdirSync(join(half, "cache", "float32"));
      expect(more).toEqual([]);
      const copy = await openSafetensors(join(half, "cache", "float32", name!));
      const source = await openSafetensors(join(half, "model.safetensors"));
      for (const name of expectedTensors(config).keys())
        expect(await readTensor(copy, name)).toEqual(await readTensor(source, name));
      expect((await logitsOf(half)).every(Number.isFinite)).toBe(true);
    }
  });

  it("has the digest that sha256sum gives, also after a change that leaves size and mtime as they were", async () => {
    const dir = await directory();
    const file = join(dir, "model.safetensors");
    const digest = () => createHash("sha256").update(readFileSync(file)).digest("hex");
    expect((await load(dir)).weightsDigest).toBe(digest());
    const { atime, mtime } = statSync(file);
    const bytes = readFileSync(file);
    bytes.writeFloatLE(0.125, bytes.length - 4);
    writeFileSync(file, bytes);
    utimesSync(file, atime, mtime);
    expect((await load(dir)).weightsDigest).toBe(digest());
  });

  it("of half precision says what to do where the converted copy cannot be written, and leaves nothing", async () => {
    const dir = await directoryOf((tensors) => {
      tensors["ln_f.bias"] = toHalf(tensors["ln_f.bias"]!, "F16", "ln_f.bias");
    });
    writeFileSync(join(dir, "blocked"), "");
    const loading = loadModelDirectory(dir, { cacheDir: join(dir, "blocked") });
    await expect(loading).rejects.toThrow(/cache folder .*blocked/);
    expect(readdirSync(dir).sort()).toEqual(["blocked", "config.json", "model.safetensors"]);
  });
});

describe("the published layouts", () => {
  it("of the reference checkpoints load", async () => {
    const dir = temporaryFolder();
    cpSync("fixtures/reference/random-gpt2", dir, { recursive: true });
    expect((await load(dir)).config).toMatchObject({ layers: 3, heads: 4, dModel: 48, gelu: "tanh" });
  });
});

/** Small exact numbers in half precision. */
function toHalf({ shape }: RawTensor, dtype: "F16" | "BF16", name: string): RawTensor {
  const count = shape.reduce((product, n) => product * n, 1);
  const one = dtype === "F16" ? 0x3000 : 0x3e00; // 1/8
  const values = Uint16Array.from({ length: count }, (_, i) => one + ((i * 7 + name.length) % 64));
  return { dtype, shape, bytes: new Uint8Array(values.buffer) };
}
