import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { writeRandomCheckpoint } from "../../src/checkpoint/random-checkpoint.ts";
import { openSafetensors, readTensor } from "../../src/checkpoint/safetensors.ts";
import { encodeSafetensors, type NamedTensor } from "../../src/checkpoint/write-safetensors.ts";
import type {
  Check,
  ExpectedValues,
  GoldenPrompt,
  Measure,
  Tolerance,
} from "../../src/doctor/expected-values.ts";
import { rngFromSeed } from "../../src/math/rng.ts";
import type { Gpt2Config } from "../../src/model/families/gpt2/config.ts";
import { parseGpt2Config } from "../../src/model/families/gpt2/config.ts";
import { gpt2 } from "../../src/model/families/gpt2/gpt2.ts";
import { createJaxModel } from "../../src/model/jax-model.ts";

/** Directories of a tiny model with a tiny SAE, in the published layouts. */
export interface TinyInstallation {
  readonly model: string;
  readonly sae: string;
}

const CONFIG: Gpt2Config = {
  layers: 4,
  heads: 2,
  dModel: 16,
  dInner: 64,
  positions: 12,
  vocabulary: 40,
  gelu: "tanh",
  layerNormEpsilon: 1e-5,
  scaleScores: true,
  scaleScoresByLayer: false,
  tiedEmbeddings: true,
};
const D_SAE = 48;
export const HOOK = "blocks.1.hook_resid_pre";
export const BOS = 39;

/** Three prompts as the paper's, without BOS, and three with; no BOS token inside. */
const PROMPTS: Readonly<Record<string, GoldenPrompt>> = {
  a: { tokens: [1, 5, 3, 30, 7, 21], bos: false },
  b: { tokens: [12, 8, 33], bos: false },
  c: { tokens: [4, 4, 17, 2, 38, 9, 0, 26], bos: false },
  d: { tokens: [6, 14, 22], bos: true },
  e: { tokens: [31, 11, 19, 35, 10], bos: true },
  f: { tokens: [2, 24, 13, 29], bos: true },
};

/** Writes both directories. Large weights, so that every setting shows in every number. */
export async function writeTinyInstallation(dir: string, seed = 7): Promise<TinyInstallation> {
  const model = join(dir, "model");
  const sae = join(dir, "release", "sae");
  const rng = rngFromSeed(seed);
  await writeRandomCheckpoint(model, {
    family: gpt2,
    config: CONFIG,
    rng: rng.fork("model"),
    deviation: 0.4,
  });
  await mkdir(sae, { recursive: true });
  const normals = (name: string, shape: readonly number[], sd: number): NamedTensor => {
    const stream = rng.fork(name);
    const length = shape.reduce((product, n) => product * n, 1);
    return { shape, data: Float32Array.from({ length }, () => sd * stream.normal()) };
  };
  const d = CONFIG.dModel;
  const W_dec = normals("W_dec", [D_SAE, d], 1);
  for (let j = 0; j < D_SAE; j++) {
    const row = W_dec.data.subarray(j * d, (j + 1) * d);
    const length = Math.hypot(...row);
    row.forEach((v, i) => {
      row[i] = v / length;
    });
  }
  const weights = {
    W_enc: normals("W_enc", [d, D_SAE], 0.3),
    b_enc: normals("b_enc", [D_SAE], 0.3),
    W_dec,
    b_dec: normals("b_dec", [d], 0.3),
  };
  await writeFile(join(sae, "sae_weights.safetensors"), encodeSafetensors(weights));
  const log10 = Float32Array.from({ length: D_SAE }, (_, j) => -0.5 - (j % 9) / 4);
  await writeFile(
    join(sae, "sparsity.safetensors"),
    encodeSafetensors({ sparsity: { shape: [D_SAE], data: log10 } }),
  );
  await writeSaeConfig(sae, {});
  return { model, sae };
}

export async function writeSaeConfig(sae: string, changes: Readonly<Record<string, unknown>>): Promise<void> {
  const fields = {
    architecture: "standard",
    d_in: CONFIG.dModel,
    d_sae: D_SAE,
    dtype: "float32",
    hook_name: HOOK,
  };
  await writeFile(join(sae, "cfg.json"), JSON.stringify({ ...fields, ...changes }));
}

/** Every weight of the model replaced by `round` of it. */
export async function roundWeights(
  model: string,
  round: (values: Float32Array) => Float32Array,
): Promise<void> {
  const tensors = await readTensors(join(model, "model.safetensors"));
  const rounded = Object.entries(tensors).map(([name, { shape, data }]) => [
    name,
    { shape, data: round(data) },
  ]);
  await writeFile(join(model, "model.safetensors"), encodeSafetensors(Object.fromEntries(rounded)));
}

/** Changes fields of the model's config.json. */
export async function changeConfig(model: string, changes: Readonly<Record<string, unknown>>): Promise<void> {
  const file = join(model, "config.json");
  await writeFile(file, JSON.stringify({ ...JSON.parse(await readFile(file, "utf8")), ...changes }));
}

async function readTensors(path: string): Promise<Record<string, NamedTensor>> {
  const file = await openSafetensors(path);
  const tensors: Record<string, NamedTensor> = {};
  for (const { name, shape } of file.tensors.values())
    tensors[name] = { shape, data: await readTensor(file, name) };
  return tensors;
}

/**
 * Expected values from the second implementation of GPT-2, with every formula written once more, in float64 and
 * without the product's own statistics.
 */
export async function expectedFromJax({ model, sae }: TinyInstallation): Promise<ExpectedValues> {
  const configFile = join(model, "config.json");
  const jax = await createJaxModel({
    family: gpt2,
    name: "tiny",
    weightsDigest: "",
    config: parseGpt2Config(configFile, JSON.parse(await readFile(configFile, "utf8"))),
    weights: await readTensors(join(model, "model.safetensors")),
    convention: "centred",
  });
  const saeWeights = await readTensors(join(sae, "sae_weights.safetensors"));
  const checks: Check[] = [];
  const add = (measure: Measure, expected: number | string, tolerance: Tolerance | null, decides = true) =>
    checks.push({ name: JSON.stringify(measure), measure, expected, tolerance, source: "jax-js", decides });
  const relative = { rel: 1e-3 };
  for (const of of ["layers", "heads", "dModel", "positions", "vocabulary"] as const)
    add({ kind: "size", of }, CONFIG[of], null);
  add({ kind: "size", of: "dSae" }, D_SAE, null);
  add({ kind: "setting", of: "weights" }, "float32", null);
  add({ kind: "setting", of: "gelu" }, "tanh", null);
  add({ kind: "setting", of: "convention" }, "centred", null);
  add({ kind: "setting", of: "hook" }, HOOK, null);
  add({ kind: "prompts-with-bos" }, 0, null);
  add({ kind: "decoder-norm", of: "shortest" }, 1, { abs: 1e-3 });
  add({ kind: "decoder-norm", of: "longest" }, 1, { abs: 1e-3 });
  const log10 = Array.from({ length: D_SAE }, (_, j) => -0.5 - (j % 9) / 4);
  add(
    { kind: "frequency-sum" },
    log10.reduce((sum, l) => sum + 10 ** l, 0),
    relative,
  );
  add({ kind: "largest-log10-frequency" }, -0.5, { abs: 1e-4 });
  let active = 0;
  for (const [prompt, { tokens, bos }] of Object.entries(PROMPTS)) {
    const ids = bos ? [BOS, ...tokens] : tokens;
    const { residuals, logits } = await jax.run({ from: { tokens: ids }, read: [HOOK], logits: true });
    const x = [...residuals.get(HOOK)!.data.slice(-CONFIG.dModel)];
    const rows = ids.map((_, p) => [
      ...logits!.data.slice(p * CONFIG.vocabulary, (p + 1) * CONFIG.vocabulary),
    ]);
    add({ kind: "coordinate-mean", prompt }, 0, { abs: 1e-4 });
    add({ kind: "norm", prompt }, Math.hypot(...x), relative);
    const latents = encodePlainly(x, saeWeights);
    const most = Math.max(...latents);
    active += latents.filter((a) => a > 0).length;
    add({ kind: "latents-above", prompt, share: 0.35 }, latents.filter((a) => a > 0.35 * most).length, null);
    for (const [latent, a] of latents.entries())
      if (a > 0.35 * most) add({ kind: "latent", prompt, latent }, a, relative);
    add({ kind: "l1-error", prompt }, l1Plainly(x, latents, saeWeights), relative);
    const last = rows.at(-1)!;
    const mean = last.reduce((sum, v) => sum + v, 0) / last.length;
    const order = last.map((_, id) => id).sort((i, j) => last[j]! - last[i]!);
    const [first, second] = order as [number, number];
    add({ kind: "logit", prompt, token: first }, last[first]! - mean, relative);
    add({ kind: "probability", prompt, token: first }, Math.exp(logProbability(last, first)), relative);
    add({ kind: "rank", prompt, token: second }, 2, null);
    const tokensOfPair = [first, order.at(-1)!] as const;
    add(
      { kind: "logit-difference", prompt, tokens: tokensOfPair },
      last[first]! - last[order.at(-1)!]!,
      relative,
    );
    const losses = ids.slice(1).map((id, p) => -logProbability(rows[p]!, id));
    add({ kind: "loss", prompt }, losses.reduce((sum, l) => sum + l, 0) / losses.length, { abs: 1e-4 });
  }
  add({ kind: "mean-l0", prompts: Object.keys(PROMPTS) }, active / Object.keys(PROMPTS).length, {
    abs: 1e-9,
  });
  // an inferred number that is wrong: it must decide nothing
  add({ kind: "l1-error", prompt: "a" }, 1e6, relative, false);
  checks[checks.length - 1] = { ...checks.at(-1)!, name: "an inferred number" };
  await jax.dispose();
  return {
    of: "a tiny random model",
    hook: HOOK,
    convention: "centred",
    bos: BOS,
    weightsDigest: null,
    prompts: PROMPTS,
    checks,
  };
}

type Weights = Readonly<Record<string, NamedTensor>>;

function encodePlainly(x: readonly number[], { W_enc, b_enc, b_dec }: Weights): number[] {
  return Array.from({ length: D_SAE }, (_, j) => {
    const sum = x.reduce((total, v, i) => total + (v - b_dec!.data[i]!) * W_enc!.data[i * D_SAE + j]!, 0);
    return Math.max(0, sum + b_enc!.data[j]!);
  });
}

function l1Plainly(x: readonly number[], latents: readonly number[], { W_dec, b_dec }: Weights): number {
  return x.reduce((total, v, i) => {
    const decoded = latents.reduce((sum, a, j) => sum + a * W_dec!.data[j * x.length + i]!, b_dec!.data[i]!);
    return total + Math.abs(decoded - v);
  }, 0);
}

function logProbability(logits: readonly number[], id: number): number {
  return logits[id]! - Math.log(logits.reduce((sum, v) => sum + Math.exp(v), 0));
}
