import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cosinesTo } from "../../src/activations/dictionary.ts";
import { structuredShortlists } from "../../src/activations/structured/shortlist.ts";
import { planStructured, structuredCode } from "../../src/activations/structured/structured.ts";
import { type MatrixProducts, productError } from "../../src/math/matrix-products.ts";
import { rngFromSeed } from "../../src/math/rng.ts";
import { dot, type Matrix, norm, rowOf, stackRows } from "../../src/math/vec.ts";
import { createOrtProducts } from "../../src/model/ort-products.ts";
import type { ActivationFunction } from "../../src/sae/activation-function.ts";
import { createSparseAutoencoder } from "../../src/sae/create-sparse-autoencoder.ts";
import { encodeAll } from "../../src/sae/encode-all.ts";
import type { Normalisation } from "../../src/sae/normalisation.ts";
import type { SparseAutoencoder } from "../../src/sae/sparse-autoencoder.ts";
import { checkAsyncProperty } from "../../src/vitest/property.ts";
import { buildCode, buildSae, dictionaries } from "../support/tiny-dictionary.ts";

/** Products that are as wrong as float32 may make them, up or down as a stream says. */
function worstProducts(seed: number): MatrixProducts {
  const rng = rngFromSeed(seed);
  const product = (a: Matrix<string, string>, column: (j: number) => Float32Array, cols: number) => {
    const data = new Float32Array(a.rows * cols);
    for (let i = 0; i < a.rows; i++)
      for (let j = 0; j < cols; j++) {
        const [x, y] = [rowOf(a, i), column(j)];
        const off = (rng.integer(2) - 0.5) * 2 * productError(a.cols - 6) * norm(x) * norm(y);
        data[i * cols + j] = dot(x, y) + off;
      }
    return { rows: a.rows, cols, data };
  };
  return {
    times: async (a, b) =>
      product(a, (j) => Float32Array.from({ length: b.rows }, (_, k) => b.data[k * b.cols + j]!), b.cols),
    timesTransposed: async (a, b) => product(a, (j) => rowOf(b, j), b.rows),
    release: async () => {},
  };
}

const ort = createOrtProducts(1);
const products = (seed: number) => (seed % 2 === 0 ? ort : worstProducts(seed));

const activationFunctions: readonly ((dSae: number, seed: number) => ActivationFunction)[] = [
  () => ({ kind: "relu" }),
  (dSae, seed) => ({ kind: "topk", k: 1 + (seed % dSae) }),
  (dSae, seed) => {
    const rng = rngFromSeed(seed).fork("threshold");
    return { kind: "jumprelu", threshold: Float32Array.from({ length: dSae }, () => rng.integer(40) - 10) };
  },
  (dSae, seed) => {
    const rng = rngFromSeed(seed).fork("gate");
    const normals = (sd: number) => Float64Array.from({ length: dSae }, () => sd * rng.normal());
    return { kind: "gated", scale: normals(0.5).map(Math.exp), shift: normals(3) };
  },
];
const normalisations: readonly Normalisation[] = [
  { kind: "none" },
  { kind: "layer_norm" },
  { kind: "constant_norm_rescale" },
  { kind: "expected_average_only_in", factor: 0.5 },
];

/** An SAE whose weights are no round numbers, so that float32 and float64 sums differ. */
function roughSae(
  seed: number,
  activation: ActivationFunction,
  normalisation: Normalisation,
): SparseAutoencoder {
  const tiny = buildSae({ dModel: 3 + (seed % 30), dSae: 40, dead: 2, seed });
  const rng = rngFromSeed(seed).fork("rough");
  const rough = (data: Float32Array) => data.map((v) => v + rng.normal() / 7);
  return createSparseAutoencoder({
    ...tiny,
    applyBDecToInput: seed % 3 !== 0,
    activation,
    normalisation,
    W_enc: { ...tiny.W_enc, data: rough(tiny.W_enc.data) },
    b_enc: rough(tiny.b_enc),
    b_dec: rough(tiny.b_dec),
  });
}

describe("encoding all at once", () => {
  it("gives the bits of encode, however the product rounds", async () => {
    await checkAsyncProperty(
      fc.asyncProperty(
        fc.nat({ max: 10_000 }),
        fc.constantFrom(...activationFunctions),
        fc.constantFrom(...normalisations),
        async (seed, activation, normalisation) => {
          const sae = roughSae(seed, activation(40, seed), normalisation);
          const rng = rngFromSeed(seed).fork("rows");
          const rows = Array.from({ length: 5 }, () =>
            Float32Array.from({ length: sae.dModel }, () => 3 * rng.normal()),
          );
          expect(await encodeAll(sae, rows, products(seed))).toEqual(rows.map((x) => sae.encode(x)));
          expect(await encodeAll(sae, rows, null)).toEqual(rows.map((x) => sae.encode(x)));
        },
      ),
      { numRuns: 150 },
    );
  });

  it("gives the bits of encode where pre-activations meet their thresholds exactly, or each other", async () => {
    // whole numbers: 0 at the threshold of ReLU, ties for top-k, p = threshold for jump-relu
    for (const kind of ["relu", "topk", "jumprelu"] as const)
      for (let seed = 1; seed < 40; seed++) {
        const tiny = buildSae({ dModel: 4, dSae: 40, dead: 0, seed });
        const activation =
          kind === "relu"
            ? { kind }
            : kind === "topk"
              ? { kind, k: 5 }
              : { kind, threshold: tiny.b_enc.map((b) => 5 * b) };
        const sae = createSparseAutoencoder({ ...tiny, applyBDecToInput: true, activation });
        const x = Float32Array.of(1, 0, -1, 2).map((v, i) => v + sae.b_dec[i]!);
        const exact = sae.encode(x);
        for (const some of [ort, worstProducts(seed)])
          expect(await encodeAll(sae, [x], some)).toEqual([exact]);
      }
  });

  it("gives the bits of encode where pre-activations are nearer to their thresholds than the product's error", async () => {
    for (let seed = 0; seed < 20; seed++)
      for (const jump of [0, 3]) {
        const sae = roughSae(seed, { kind: "relu" }, { kind: "none" });
        const x = Float32Array.from({ length: sae.dModel }, (_, i) => 1 + (i % 5));
        const lift = 1000; // makes every latent active, so that its sum can be seen
        const lifted = createSparseAutoencoder({
          ...sae,
          applyBDecToInput: true,
          b_enc: sae.b_enc.map(() => lift),
        });
        const b_enc = new Float32Array(sae.dSae);
        lifted.encode(x).ids.forEach((j, n) => {
          b_enc[j] = jump + lift - lifted.encode(x).values[n]!;
        });
        const near = createSparseAutoencoder({
          ...sae,
          applyBDecToInput: true,
          b_enc,
          activation: { kind: "jumprelu", threshold: new Float32Array(sae.dSae).fill(jump) },
        });
        const exact = near.encode(x);
        expect(exact.ids.length).toBeGreaterThan(0);
        expect(exact.ids.length).toBeLessThan(sae.dSae);
        for (const some of [ort, worstProducts(seed)])
          expect(await encodeAll(near, [x], some)).toEqual([exact]);
      }
  });

  it("looks at few latents: a wrong product would be seen", async () => {
    const sae = roughSae(3, { kind: "relu" }, { kind: "none" });
    const nothing: MatrixProducts = {
      times: async (a, b) => ({
        rows: a.rows,
        cols: b.cols,
        data: new Float32Array(a.rows * b.cols).fill(-99),
      }),
      timesTransposed: worstProducts(1).timesTransposed,
      release: async () => {},
    };
    const x = Float32Array.from({ length: sae.dModel }, (_, i) => i % 3);
    expect((await encodeAll(sae, [x], nothing))[0]!.ids.length).toBeLessThan(sae.encode(x).ids.length);
  });
});

describe("products on onnxruntime", () => {
  it("go on after their memory was given back, with the same bits", async () => {
    const rng = rngFromSeed("products");
    const matrix = (rows: number, cols: number) => ({
      rows,
      cols,
      data: Float32Array.from({ length: rows * cols }, () => rng.normal()),
    });
    const [a, b, c] = [matrix(5, 7), matrix(7, 3), matrix(3, 7)];
    const both = async () => [(await ort.times(a, b)).data, (await ort.timesTransposed(a, c)).data];
    const before = await both();
    await ort.release();
    await ort.release();
    expect(await both()).toEqual(before);
  });
});

describe("the shortlists of structured", () => {
  it("hold every choice, in both dictionaries, however the product rounds", async () => {
    await checkAsyncProperty(
      fc.asyncProperty(
        fc.nat({ max: 10_000 }),
        fc.integer({ min: 3, max: 12 }),
        fc.integer({ min: -8, max: 8 }),
        async (seed, dModel, eighths) => {
          const sae = buildSae({ dModel, dSae: 400, dead: 4, seed });
          const codes = [0, 1, 3, 12].map((l0, i) => buildCode(sae, l0, seed + i));
          const all = dictionaries(sae, seed);
          for (const look of [all.alive, all.shuffled]) {
            const lists = await structuredShortlists(codes, look, eighths / 8, products(seed));
            expect(lists[0]).toBeNull();
            codes.forEach((code, i) => {
              const among = lists[i] ?? undefined;
              for (let draw = 0; draw < 8; draw++) {
                const rng = () => rngFromSeed(seed).fork(draw);
                expect(structuredCode(rng(), code, look, eighths / 8, among)).toEqual(
                  structuredCode(rng(), code, look, eighths / 8),
                );
              }
            });
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it("hold the n nearest latents of the n-th choice, whichever top it is around", async () => {
    const sae = buildSae({ dModel: 12, dSae: 600, dead: 9, seed: 3 });
    const look = dictionaries(sae).alive;
    const codes = Array.from({ length: 20 }, (_, seed) => buildCode(sae, 10, seed));
    const lists = await structuredShortlists(codes, look, 0.42, ort);
    codes.forEach((code, i) => {
      const { tops, cosines } = planStructured(code, look, 0.42);
      for (const top of tops) {
        const toTop = cosinesTo(look, top, look.alive);
        cosines.forEach((wanted, choice) => {
          const byDistance = Array.from(look.alive.keys()).sort(
            (a, b) => Math.abs(toTop[a]! - wanted) - Math.abs(toTop[b]! - wanted),
          );
          for (const n of byDistance.slice(0, choice + 1)) expect(lists[i]).toContain(look.alive[n]);
        });
      }
    });
  });

  it("hold every choice where the product's error is as large as the gaps between cosines", async () => {
    const sae = buildSae({ dModel: 600, dSae: 500, dead: 0, seed: 1 });
    const look = dictionaries(sae).alive;
    const codes = Array.from({ length: 120 }, (_, seed) => buildCode(sae, 2, seed));
    const lists = await structuredShortlists(codes, look, 0, worstProducts(1));
    codes.forEach((code, i) => {
      for (let draw = 0; draw < 8; draw++) {
        const rng = () => rngFromSeed(draw).fork(i);
        expect(structuredCode(rng(), code, look, 0, lists[i]!)).toEqual(structuredCode(rng(), code, look, 0));
      }
    });
  });

  it("are short, ascending, and of alive latents", async () => {
    const sae = buildSae({ dModel: 12, dSae: 4000, dead: 40, seed: 1 });
    const look = dictionaries(sae).alive;
    const [list] = await structuredShortlists([buildCode(sae, 12, 1)], look, 0.42, ort);
    expect(list!.length).toBeGreaterThanOrEqual(12);
    expect(list!.length).toBeLessThan(5 * 200); // around each of five tops
    expect(list).toEqual(Int32Array.from(new Set(list)).sort());
    expect([...list!].every((j) => look.alive.includes(j))).toBe(true);
  });

  it("are left out for a code that the dictionary cannot replace", async () => {
    const sae = buildSae({ dModel: 3, dSae: 16, dead: 4, seed: 1 });
    const look = dictionaries(sae).alive;
    expect(await structuredShortlists([buildCode(sae, 13, 1)], look, 0.42, ort)).toEqual([null]);
  });
});

describe("products on onnxruntime", () => {
  it("stay within the bound on their error", async () => {
    const rng = rngFromSeed("products");
    const draw = (rows: number, cols: number): Matrix<"row", "col"> => ({
      rows,
      cols,
      data: Float32Array.from({ length: rows * cols }, () => rng.normal() ** 3),
    });
    const [a, b] = [draw(9, 700), draw(300, 700)];
    const columns = stackRows<"row", "col">(
      Array.from({ length: b.cols }, (_, k) =>
        Float32Array.from({ length: b.rows }, (_, j) => b.data[j * b.cols + k]!),
      ),
    );
    for (const c of [await ort.timesTransposed(a, b), await ort.times(a, columns)]) {
      expect([c.rows, c.cols]).toEqual([9, 300]);
      for (let i = 0; i < c.rows; i++)
        for (let j = 0; j < c.cols; j++) {
          const [x, y] = [rowOf(a, i), rowOf(b, j)];
          const error = Math.abs(c.data[i * c.cols + j]! - dot(x, y));
          expect(error).toBeLessThanOrEqual(productError(700) * norm(x) * norm(y));
        }
    }
  });
});
