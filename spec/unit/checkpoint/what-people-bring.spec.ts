import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadModelDirectory } from "../../../src/checkpoint/model-directory.ts";
import { openModel } from "../../../src/checkpoint/open-model.ts";
import { shardFiles } from "../../../src/checkpoint/shard-files.ts";
import { rngFromSeed } from "../../../src/math/rng.ts";
import { configFields } from "../../../src/model/families/gpt2/config.ts";
import { expectedTensors } from "../../../src/model/families/gpt2/tensors.ts";
import { f32, type RawTensor, rawSafetensors, temporaryFolder } from "../../support/files.ts";
import { TINY } from "../../support/tiny-models.ts";

const { config } = TINY;
const FIELDS = configFields(config);
const INDEX = "model.safetensors.index.json";
type Tensors = Record<string, RawTensor>;

/** The tensors of one random model, the same at every call. */
function tensors(): Tensors {
  const rng = rngFromSeed("brought");
  return Object.fromEntries(
    [...expectedTensors({ ...config, tiedEmbeddings: false })].map(([name, shape]) => [
      name,
      f32(
        shape,
        Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => 0.2 * rng.normal()),
      ),
    ]),
  );
}

const { "lm_head.weight": HEAD, ...BODY } = tensors();

function directory(stored: Tensors = BODY, fields: object = FIELDS): string {
  const dir = temporaryFolder();
  writeFileSync(join(dir, "config.json"), JSON.stringify(fields));
  writeFileSync(join(dir, "model.safetensors"), rawSafetensors(stored));
  return dir;
}

/** The same model in two shards; `change` may damage the index. */
function sharded(change: (map: Record<string, string>, dir: string) => void = () => {}): string {
  const dir = directory();
  rmSync(join(dir, "model.safetensors"));
  const map: Record<string, string> = {};
  const names = Object.keys(BODY);
  for (const [shard, held] of [
    ["model-1-of-2.safetensors", names.filter((_, i) => i % 2 === 0)],
    ["model-2-of-2.safetensors", names.filter((_, i) => i % 2 === 1)],
  ] as const) {
    writeFileSync(
      join(dir, shard),
      rawSafetensors(Object.fromEntries(held.map((name) => [name, BODY[name]!]))),
    );
    for (const name of held) map[name] = shard;
  }
  change(map, dir);
  writeFileSync(join(dir, INDEX), JSON.stringify({ metadata: {}, weight_map: map }));
  return dir;
}

const load = (dir: string) => loadModelDirectory(dir, { cacheDir: join(dir, "cache") });
const logitsOf = async (dir: string) => {
  const model = await openModel(dir, { convention: "raw", threads: 1, cacheDir: join(dir, "cache") });
  const { logits } = await model.run({ from: { tokens: [1, 2, 3, 4] }, read: [], logits: true });
  await model.dispose();
  return logits!.data;
};
const without = (...fields: string[]) =>
  Object.fromEntries(Object.entries(FIELDS).filter(([field]) => !fields.includes(field)));

describe("a configuration that means the same model", () => {
  it.each([
    ["the tanh formula under its name in PyTorch", { ...FIELDS, activation_function: "gelu_pytorch_tanh" }],
    ["the tanh formula with a rounded constant", { ...FIELDS, activation_function: "gelu_fast" }],
    ["no model_type", without("model_type")],
    ["n_ctx only", without("n_positions")],
    ["no number of positions at all", without("n_positions", "n_ctx")],
    ["the names of other models", { ...without("n_embd", "n_layer"), hidden_size: 12, num_hidden_layers: 3 }],
    ["float16 as its type", { ...FIELDS, torch_dtype: "float16" }],
  ])("by %s gives the same numbers", async (_, fields) => {
    expect(await logitsOf(directory(BODY, fields))).toEqual(await logitsOf(directory()));
  });

  it("says what it assumes where no tensor shows it", async () => {
    const silent = without("activation_function", "layer_norm_epsilon");
    expect((await load(directory(BODY, { ...silent, auto_map: {} }))).remarks).toEqual([
      expect.stringMatching(/no activation_function: gelu_new is assumed/),
      expect.stringMatching(/no layer_norm_epsilon: 0\.00001 is assumed/),
      expect.stringMatching(/auto_map/),
    ]);
    expect((await load(directory())).remarks).toEqual([]);
  });

  it.each([
    [{ ...without("model_type"), architectures: ["LlamaForCausalLM"] }, /model_type is undefined/],
    [{ ...FIELDS, hidden_size: 24 }, /hidden_size is 24; supported is 12, since n_embd is/],
    [{ ...FIELDS, pruned_heads: { 0: [1] } }, /pruned_heads/],
    [{ ...FIELDS, n_layer: 1e9 }, /n_layer.* at most 1000/],
    [{ ...FIELDS, activation_function: "quick_gelu" }, /activation_function/],
    [without("vocab_size"), /\[23, 12\].*\[50257, 12\]/],
  ])("is refused where it does not: %j", async (fields, sentence) => {
    await expect(load(directory(BODY, fields))).rejects.toThrow(sentence);
  });
});

describe("every tensor of a checkpoint", () => {
  it.each(["module.", "_orig_mod.", "module.transformer.", "_orig_mod.transformer."])(
    "is read behind %s",
    async (prefix) => {
      const named = Object.fromEntries(Object.entries(BODY).map(([name, tensor]) => [prefix + name, tensor]));
      expect(await logitsOf(directory(named))).toEqual(await logitsOf(directory()));
    },
  );

  it("is used, or equal to what is computed in its place", async () => {
    const plain = await logitsOf(directory());
    const beside = {
      ...BODY,
      "lm_head.weight": BODY["wte.weight"]!,
      "h.0.attn.bias": { dtype: "U8", shape: [1, 1, 2, 2], bytes: Uint8Array.of(1, 0, 1, 1) },
      "h.1.attn.masked_bias": f32([], [-1e4]),
    };
    expect(await logitsOf(directory(beside))).toEqual(plain);
    const fields = { ...FIELDS, tie_word_embeddings: false };
    expect(await logitsOf(directory({ ...BODY, "lm_head.weight": HEAD! }, fields))).not.toEqual(plain);
  });

  it.each([
    ["lm_head.weight", HEAD!, /lm_head\.weight that differs from wte\.weight/],
    ["lm_head.weight", f32([2, 12]), /its shape is \[2, 12\]/],
    ["h.0.attn.bias", f32([1, 1, 2, 2], [1, 1, 1, 1]), /h\.0\.attn\.bias holds 1 at index 1/],
    ["h.0.attn.bias", f32([1, 1, 2, 2], [1, 0, Number.NaN, 1]), /holds NaN at index 2/],
    ["h.0.attn.bias", f32([2, 2]), /has shape \[2, 2\]/],
    ["h.0.attn.masked_bias", f32([], [-1]), /masked_bias holds -1 at index 0/],
    ["transformer.wte.weight", f32([23, 12]), /has both wte\.weight and transformer\.wte\.weight/],
    ["score.weight", f32([2, 12]), /score\.weight, for which a GPT-2/],
    [
      "wpe.weight",
      { dtype: "F64", shape: [12, 12], bytes: new Uint8Array(1152) },
      /wpe\.weight has dtype F64/,
    ],
  ])("is refused by its name otherwise: %s", async (name, tensor, sentence) => {
    await expect(load(directory({ ...BODY, [name]: tensor }))).rejects.toThrow(sentence);
  });

  it("of a vocabulary padded to a multiple of 64 gets a hint of its own", async () => {
    const padded = directory({ ...BODY, "wte.weight": f32([64, 12]) });
    await expect(load(padded)).rejects.toMatchObject({
      hint: expect.stringMatching(/the vocabulary of 23 was padded/),
    });
  });
});

describe("a checkpoint in shards", () => {
  it("gives the numbers of the same in one file, and the digest that sha256sum gives of its own lines", async () => {
    const dir = sharded();
    expect(await logitsOf(dir)).toEqual(await logitsOf(directory()));
    const sums = execFileSync("sha256sum", shardFiles(INDEX, readFileSync(join(dir, INDEX), "utf8")), {
      cwd: dir,
    });
    const [digest] = execFileSync("sha256sum", { input: sums }).toString().split(" ");
    expect((await load(dir)).weightsDigest).toBe(digest);
  });

  it("has another digest when one byte of one shard is another", async () => {
    const changed = sharded((_, dir) => {
      const bytes = readFileSync(join(dir, "model-2-of-2.safetensors"));
      bytes.writeFloatLE(0.5, bytes.length - 4);
      writeFileSync(join(dir, "model-2-of-2.safetensors"), bytes);
    });
    expect((await load(changed)).weightsDigest).not.toBe((await load(sharded())).weightsDigest);
  });

  it("beside one file is left alone, and that is said", async () => {
    const dir = sharded((_, dir) => writeFileSync(join(dir, "model.safetensors"), rawSafetensors(BODY)));
    expect((await load(dir)).remarks).toEqual([expect.stringMatching(/was read and not the shards/)]);
  });

  it.each([
    [
      "a missing shard",
      (_, dir) => rmSync(join(dir, "model-2-of-2.safetensors")),
      /a shard that .* names is missing/,
    ],
    [
      "a path out of the folder",
      (map) => (map["wte.weight"] = "../model.safetensors"),
      /no safetensors file beside it/,
    ],
    [
      "a tensor in another shard",
      (map) => (map["wte.weight"] = "model-2-of-2.safetensors"),
      /places wte\.weight in model-2/,
    ],
    ["a tensor that no shard has", (map) => (map["extra"] = "model-1-of-2.safetensors"), /places extra in/],
    ["a tensor that it does not name", (map) => delete map["ln_f.bias"], /places ln_f\.bias in no file/],
  ] as [string, Parameters<typeof sharded>[0] & {}, RegExp][])(
    "with %s is refused",
    async (_, change, sentence) => {
      await expect(load(sharded(change))).rejects.toThrow(sentence);
    },
  );
});

describe("a folder without model.safetensors", () => {
  it.each(["pytorch_model.bin", "model.gguf"])("names %s and says how to convert it", async (name) => {
    const dir = directory();
    rmSync(join(dir, "model.safetensors"));
    writeFileSync(join(dir, name), "");
    await expect(load(dir)).rejects.toMatchObject({
      message: expect.stringContaining(name),
      hint: expect.stringContaining("save_pretrained"),
    });
  });

  it.each([
    ["a folder", "it is a folder", (path: string) => mkdirSync(path)],
    ["a pipe", "it is a pipe, and a file is needed", (path: string) => execFileSync("mkfifo", [path])],
  ])("but with %s of that name is refused at once", async (_, reason, make) => {
    const dir = directory();
    rmSync(join(dir, "model.safetensors"));
    make(join(dir, "model.safetensors"));
    await expect(load(dir)).rejects.toThrow(
      `the weights file cannot be read: ${join(dir, "model.safetensors")}: ${reason}.`,
    );
  });
});

describe("the float32 copy of half-precision weights", () => {
  const half = (stored: Tensors): Tensors =>
    Object.fromEntries(
      Object.entries(stored).map(([name, { shape, bytes }]) => {
        const upper = new Uint16Array(bytes.slice().buffer).filter((_, i) => i % 2 === 1); // cut to bfloat16
        return [name, { dtype: "BF16", shape, bytes: new Uint8Array(upper.buffer) }];
      }),
    );

  it("is another one when config.json asks for other tensors", async () => {
    const dir = directory(half({ ...BODY, "lm_head.weight": BODY["wte.weight"]! }));
    const tied = await logitsOf(dir);
    writeFileSync(join(dir, "config.json"), JSON.stringify({ ...FIELDS, tie_word_embeddings: false }));
    expect(await logitsOf(dir)).toEqual(tied);
    expect(readdirSync(join(dir, "cache", "float32"))).toHaveLength(2);
  });

  it.each([
    ["altered", (bytes: Buffer) => Buffer.concat([bytes.subarray(0, -4), Buffer.alloc(4)])],
    ["torn", (bytes: Buffer) => bytes.subarray(0, -8)],
    ["longer", (bytes: Buffer) => Buffer.concat([bytes, Buffer.alloc(4)])],
  ])("is made again where it is %s", async (_, damage) => {
    const dir = directory(half(BODY));
    const expected = await logitsOf(dir);
    const copy = join(dir, "cache", "float32", readdirSync(join(dir, "cache", "float32"))[0]!);
    const whole = readFileSync(copy);
    writeFileSync(copy, damage(whole));
    expect(await logitsOf(dir)).toEqual(expected);
    expect(readFileSync(copy).equals(whole)).toBe(true);
  });
});
