import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openSae } from "../../src/checkpoint/sae-directory.ts";
import { BagOfLatentsError } from "../../src/errors/index.ts";
import type { SparseAutoencoder } from "../../src/sae/sparse-autoencoder.ts";
import { checkAsyncProperty } from "../../src/vitest/property.ts";
import { f32, type RawTensor, temporaryFolder } from "../support/files.ts";
import { bf16, f64, type SaeFolder, standardSaeConfig, writeSaeFolder } from "../support/sae-folder.ts";

const D = 3;
const N = 4;
const root = temporaryFolder();
const open = (files: SaeFolder, name = "sae") => {
  const dir = writeSaeFolder(join(root, name), files);
  return openSae(dir);
};

/** Eighths of at most 8 bits: float32, bfloat16 and their sums hold them exactly. */
const numbers = (count: number) =>
  fc.array(
    fc.integer({ min: -63, max: 63 }).map((n) => n / 8),
    { minLength: count, maxLength: count },
  );

const drawn = fc.record({
  W_enc: numbers(D * N),
  b: numbers(N),
  r_mag: numbers(N).map((r) => r.map((v) => v / 8)),
  b_mag: numbers(N),
  threshold: numbers(N),
  W_dec: numbers(N * D),
  b_dec: numbers(D),
  x: numbers(D),
  factor: fc.integer({ min: 1, max: 64 }).map((n) => n / 8),
  applyBDec: fc.boolean(),
  half: fc.boolean(),
});
type Drawn = typeof drawn extends fc.Arbitrary<infer T> ? T : never;

const config = (fields: Readonly<Record<string, unknown>>, { applyBDec, half }: Drawn) => ({
  d_in: D,
  d_sae: N,
  dtype: half ? "bfloat16" : "float32",
  apply_b_dec_to_input: applyBDec,
  normalize_activations: "none",
  reshape_activations: "none",
  ...fields,
  metadata: { sae_lens_version: "6.5.1", hook_name: "blocks.1.hook_resid_pre", hook_head_index: null },
});
const tensorOf = ({ half }: Drawn) => (half ? bf16 : f32);

/** input(x) as SAELens: scaled by the factor, minus b_dec where it is subtracted. */
const inputOf = ({ x, b_dec, applyBDec }: Drawn, factor = 1) =>
  x.map((v, i) => v * factor - (applyBDec ? b_dec[i]! : 0));
/** Column j of W_enc times a vector. */
const along = ({ W_enc }: Drawn, input: readonly number[], j: number) =>
  input.reduce((sum, v, i) => sum + v * W_enc[i * N + j]!, 0);

/** sae encodes and decodes to these dense values; a value nearer to a bound than `margin` was drawn is passed over. */
function expectDense(sae: SparseAutoencoder, draw: Drawn, dense: readonly number[], decoded: number[]): void {
  const latents = sae.encode(Float32Array.from(draw.x));
  expect([...latents.ids]).toEqual(dense.flatMap((f, j) => (f > 0 ? [j] : [])));
  latents.ids.forEach((j, n) => {
    expect(latents.values[n]! / dense[j]!).toBeCloseTo(1, 5);
  });
  const size = Math.max(1, ...decoded.map(Math.abs));
  for (const [i, v] of sae.decode(latents).entries())
    expect(Math.abs(v - decoded[i]!) / size).toBeLessThan(1e-5);
}
const decode = ({ W_dec, b_dec }: Drawn, dense: readonly number[], factor = 1) =>
  b_dec.map((b, i) => dense.reduce((sum, f, j) => sum + f * W_dec[j * D + i]!, b) / factor);

describe("an SAE read from files", () => {
  it("is gated as SAELens computes it: the gate opens on W_enc, the magnitude is of W_enc exp(r_mag)", async () => {
    await checkAsyncProperty(
      fc.asyncProperty(drawn, async (draw) => {
        const t = tensorOf(draw);
        const sae = await open({
          "cfg.json": config({ architecture: "gated" }, draw),
          "sae_weights.safetensors": {
            W_enc: t([D, N], draw.W_enc),
            b_gate: t([N], draw.b),
            r_mag: f32([N], draw.r_mag),
            b_mag: t([N], draw.b_mag),
            W_dec: t([N, D], draw.W_dec),
            b_dec: t([D], draw.b_dec),
          },
        });
        const input = inputOf(draw);
        const magnitudes = draw.b_mag.map(
          (b, j) => along(draw, input, j) * Math.exp(Math.fround(draw.r_mag[j]!)) + b,
        );
        fc.pre(magnitudes.every((m) => Math.abs(m) > 1e-4)); // else rounding decides
        const dense = magnitudes.map((m, j) => (along(draw, input, j) + draw.b[j]! > 0 ? Math.max(0, m) : 0));
        expectDense(sae, draw, dense, decode(draw, dense));
      }),
      { numRuns: 40 },
    );
  });

  it("is jump-relu for a batch-top-k SAE, with one threshold for all or one each, and decoder norms taken out", async () => {
    await checkAsyncProperty(
      fc.asyncProperty(drawn, fc.boolean(), fc.boolean(), async (draw, single, rescale) => {
        const t = tensorOf(draw);
        const sae = await open({
          "cfg.json": config(
            { architecture: "batchtopk", k: 2.5, rescale_acts_by_decoder_norm: rescale },
            draw,
          ),
          "sae_weights.safetensors": {
            W_enc: t([D, N], draw.W_enc),
            b_enc: t([N], draw.b),
            W_dec: t([N, D], draw.W_dec),
            b_dec: t([D], draw.b_dec),
            ...(single
              ? { topk_threshold: f64([], [draw.threshold[0]!]) }
              : { threshold: t([N], draw.threshold) }),
          },
        });
        const norms = draw.b.map((_, j) =>
          rescale ? Math.hypot(...draw.W_dec.slice(j * D, (j + 1) * D)) : 1,
        );
        const input = inputOf(draw);
        const pre = draw.b.map((b, j) => (along(draw, input, j) + b) * norms[j]!);
        const bound = (j: number) => Math.max(0, draw.threshold[single ? 0 : j]!);
        fc.pre(!rescale || pre.every((p, j) => Math.abs(p - bound(j)) > 1e-3));
        const dense = pre.map((p, j) => (p > bound(j) ? p : 0));
        const unscaled = dense.map((f, j) => (norms[j]! > 0 ? f / norms[j]! : 0));
        expectDense(sae, draw, dense, decode(draw, unscaled));
      }),
      { numRuns: 40 },
    );
  });

  it("scales by the factor of activation_scaler.json, and back", async () => {
    await checkAsyncProperty(
      fc.asyncProperty(drawn, async (draw) => {
        const t = tensorOf(draw);
        const sae = await open({
          "cfg.json": config(
            { architecture: "jumprelu", normalize_activations: "expected_average_only_in" },
            draw,
          ),
          "activation_scaler.json": { scaling_factor: draw.factor },
          "sae_weights.safetensors": {
            W_enc: t([D, N], draw.W_enc),
            b_enc: t([N], draw.b),
            threshold: t([N], draw.threshold),
            W_dec: t([N, D], draw.W_dec),
            b_dec: t([D], draw.b_dec),
          },
        });
        const input = inputOf(draw, draw.factor);
        const dense = draw.b.map((b, j) => {
          const p = along(draw, input, j) + b;
          return p > Math.max(0, draw.threshold[j]!) ? p : 0;
        });
        expectDense(sae, draw, dense, decode(draw, dense, draw.factor));
      }),
      { numRuns: 40 },
    );
  });
});

const CONFIG = {
  ...standardSaeConfig(D, N),
  reshape_activations: "none",
  rescale_acts_by_decoder_norm: false,
};
const values = (count: number, of: (i: number) => number) => Array.from({ length: count }, (_, i) => of(i));
const WEIGHTS: Readonly<Record<string, RawTensor>> = {
  W_enc: f32(
    [D, N],
    values(D * N, (i) => ((i * 7) % 5) - 2),
  ),
  b_enc: f32(
    [N],
    values(N, (i) => i / 4),
  ),
  W_dec: f32(
    [N, D],
    values(N * D, (i) => ((i * 3) % 4) - 1),
  ),
  b_dec: f32(
    [D],
    values(D, (i) => i / 8),
  ),
};
const X = Float32Array.of(1, -0.5, 2);

/** What decides a number, in one string. */
function behaviour(sae: SparseAutoencoder): string {
  const latents = sae.encode(X);
  return JSON.stringify([
    sae.hook,
    sae.convention,
    [...latents.ids],
    [...latents.values],
    [...sae.decode(latents)],
    [...sae.alive],
  ]);
}

describe("a damaged SAE folder", () => {
  it("with any field of cfg.json changed is refused by a typed error, or its numbers are those of the field", async () => {
    const junk: fc.Arbitrary<unknown> = fc.oneof(
      fc.constantFrom(
        null,
        true,
        false,
        0,
        1,
        -1,
        2,
        1e300,
        "",
        "none",
        "relu",
        "topk",
        "gated",
        "batchtopk",
        "jumprelu",
        "4",
      ),
      fc.constantFrom<unknown>(
        [],
        {},
        [1],
        { k: 2 },
        { center_writing_weights: 3 },
        "blocks.0.hook_resid_post",
        "bfloat16",
      ),
      fc.jsonValue({ maxDepth: 1 }),
    );
    /** Fields whose value may change the numbers, since they are honoured. Nothing else may. */
    const honoured = new Set([
      "hook_name",
      "apply_b_dec_to_input",
      "model_from_pretrained_kwargs",
      "normalize_activations",
      "k",
      "activation_fn_str",
      "architecture",
      "rescale_acts_by_decoder_norm",
    ]);
    const plain = behaviour(await open({ "cfg.json": CONFIG, "sae_weights.safetensors": WEIGHTS }));
    await checkAsyncProperty(
      fc.asyncProperty(
        fc.constantFrom(
          ...Object.keys(CONFIG),
          "metadata",
          "k",
          "norm_scaling_factor",
          "activation_fn_kwargs",
        ),
        junk,
        async (field, value) => {
          const changed = { ...CONFIG, [field]: value };
          const outcome = await open({ "cfg.json": changed, "sae_weights.safetensors": WEIGHTS }).then(
            behaviour,
            (error) => {
              expect(error).toBeInstanceOf(BagOfLatentsError);
              expect(error.message).toMatch(/cfg\.json|sae_weights\.safetensors/);
              return plain;
            },
          );
          if (!honoured.has(field)) expect(outcome).toBe(plain);
          expect(outcome).not.toMatch(/null|NaN/);
        },
      ),
      { numRuns: 250 },
    );
  });

  it("with any tensor renamed, doubled, reshaped or of another type is refused by a typed error that names it or its file", async () => {
    const names = Object.keys(WEIGHTS);
    const mutants: fc.Arbitrary<Record<string, RawTensor>> = fc
      .record({
        name: fc.constantFrom(...names),
        how: fc.constantFrom("rename", "double", "drop", "reshape", "I32", "F64"),
        other: fc.constantFrom("threshold", "b_gate", "W_enc2", "encoder.weight", "topk_threshold", "mask"),
      })
      .map(({ name, how, other }) => {
        const { [name]: tensor, ...rest } = WEIGHTS as Record<string, RawTensor>;
        const { shape, bytes, dtype } = tensor!;
        switch (how) {
          case "rename":
            return { ...rest, [other]: tensor! };
          case "double":
            return { ...WEIGHTS, [other]: tensor! };
          case "drop":
            return rest;
          case "reshape":
            return { ...rest, [name]: { dtype, bytes, shape: [...shape, 1] } };
          case "F64":
            return { ...rest, [name]: { dtype: "F64", shape, bytes: new Uint8Array(bytes.length * 2) } };
          default:
            return { ...rest, [name]: { dtype: "I32", shape, bytes } };
        }
      });
    await checkAsyncProperty(
      fc.asyncProperty(mutants, async (tensors) => {
        const opened = open({ "cfg.json": CONFIG, "sae_weights.safetensors": tensors });
        await expect(opened).rejects.toBeInstanceOf(BagOfLatentsError);
        await expect(opened).rejects.toThrow(/sae_weights\.safetensors/);
      }),
      { numRuns: 60 },
    );
  });
});
