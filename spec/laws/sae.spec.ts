import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { permutation, rngFromSeed } from "../../src/math/rng.ts";
import { type Matrix, rowOf } from "../../src/math/vec.ts";
import {
  createSparseAutoencoder,
  type SparseAutoencoderParts,
} from "../../src/sae/create-sparse-autoencoder.ts";
import { explainedVariance } from "../../src/sae/explained-variance.ts";
import { decoderNorms, firingFrequency, l0, meanL0 } from "../../src/sae/sparsity-facts.ts";
import { checkProperty } from "../../src/vitest/property.ts";
import { relativeError } from "../support/tiny-models.ts";

/** Whole numbers over 16: products and sums of a few of them are exact in float32. */
const numbers = (count: number) =>
  fc
    .array(fc.integer({ min: -64, max: 64 }), { minLength: count, maxLength: count })
    .map((n) => Float32Array.from(n, (v) => v / 16));

const autoencoders: fc.Arbitrary<SparseAutoencoderParts> = fc
  .record({
    dModel: fc.integer({ min: 1, max: 5 }),
    dSae: fc.integer({ min: 1, max: 7 }),
    applyBDecToInput: fc.boolean(),
  })
  .chain(({ dModel, dSae, applyBDecToInput }) =>
    fc
      .tuple(numbers(dModel * dSae), numbers(dSae), numbers(dSae * dModel), numbers(dModel))
      .map(([enc, b_enc, dec, b_dec]) => ({
        name: "drawn",
        weightsDigest: "",
        hook: "blocks.1.hook_resid_pre" as const,
        convention: "raw" as const,
        dModel,
        dSae,
        applyBDecToInput,
        W_enc: { rows: dModel, cols: dSae, data: enc },
        b_enc,
        W_dec: { rows: dSae, cols: dModel, data: dec },
        b_dec,
        firingFrequency: new Float32Array(dSae).fill(0.5),
      })),
  );

const withInput = autoencoders.chain((parts) => fc.tuple(fc.constant(parts), numbers(parts.dModel)));

describe("a sparse autoencoder", () => {
  it("encodes to ReLU((x - b_dec) W_enc + b_enc), positive values under ascending ids", () => {
    checkProperty(
      fc.property(withInput, ([parts, x]) => {
        const { ids, values } = createSparseAutoencoder(parts).encode(x);
        const dense = new Float32Array(parts.dSae);
        ids.forEach((j, n) => {
          dense[j] = values[n]!;
        });
        for (let j = 0; j < parts.dSae; j++) {
          let sum = parts.b_enc[j]!;
          for (let i = 0; i < parts.dModel; i++)
            sum +=
              (x[i]! - (parts.applyBDecToInput ? parts.b_dec[i]! : 0)) *
              parts.W_enc.data[i * parts.dSae + j]!;
          expect(dense[j]).toBe(Math.max(0, sum));
        }
        expect([...ids]).toEqual([...new Set(ids)].sort((a, b) => a - b));
        expect(values.every((v) => v > 0)).toBe(true);
      }),
    );
  });

  it("reconstructs the same when W_enc and b_enc are scaled by s and W_dec by 1/s", () => {
    checkProperty(
      fc.property(withInput, fc.constantFrom(0.25, 0.5, 2, 8), ([parts, x], s) => {
        const scaled = {
          ...parts,
          W_enc: { ...parts.W_enc, data: parts.W_enc.data.map((v) => v * s) },
          b_enc: parts.b_enc.map((v) => v * s),
          W_dec: { ...parts.W_dec, data: parts.W_dec.data.map((v) => v / s) },
        };
        const [a, b] = [createSparseAutoencoder(parts), createSparseAutoencoder(scaled)];
        expect(b.decode(b.encode(x))).toEqual(a.decode(a.encode(x)));
      }),
    );
  });

  it("reconstructs the same, with the same L0, when its latents are permuted", () => {
    checkProperty(
      fc.property(withInput, fc.nat({ max: 1000 }), ([parts, x], seed) => {
        const order = permutation(rngFromSeed(seed), parts.dSae);
        const { dModel, dSae } = parts;
        const permuted = {
          ...parts,
          W_enc: {
            ...parts.W_enc,
            data: parts.W_enc.data.map((_, n) => parts.W_enc.data[n - (n % dSae) + order[n % dSae]!]!),
          },
          b_enc: parts.b_enc.map((_, j) => parts.b_enc[order[j]!]!),
          W_dec: {
            ...parts.W_dec,
            data: parts.W_dec.data.map(
              (_, n) => rowOf(parts.W_dec, order[Math.floor(n / dModel)]!)[n % dModel]!,
            ),
          },
        };
        const [a, b] = [createSparseAutoencoder(parts), createSparseAutoencoder(permuted)];
        expect(b.decode(b.encode(x))).toEqual(a.decode(a.encode(x)));
        expect(l0(b.encode(x))).toBe(l0(a.encode(x)));
        expect([...b.encode(x).ids].map((j) => order[j]).sort()).toEqual([...a.encode(x).ids].sort());
      }),
    );
  });

  it("decodes no latents to b_dec and one latent of value 1 to its direction beside it", () => {
    checkProperty(
      fc.property(autoencoders, fc.nat(), (parts, n) => {
        const sae = createSparseAutoencoder(parts);
        expect(sae.decode({ ids: new Int32Array(0), values: new Float32Array(0) })).toEqual(parts.b_dec);
        const j = n % parts.dSae;
        const one = sae.decode({ ids: Int32Array.of(j), values: Float32Array.of(1) });
        expect(one).toEqual(rowOf(parts.W_dec, j).map((v, i) => v + parts.b_dec[i]!));
      }),
    );
  });

  it("has firing frequencies that sum to the mean L0", () => {
    checkProperty(
      fc.property(
        autoencoders,
        fc.nat({ max: 1000 }),
        fc.integer({ min: 1, max: 9 }),
        (parts, seed, count) => {
          const sae = createSparseAutoencoder(parts);
          const rng = rngFromSeed(seed);
          const set = Array.from({ length: count }, () =>
            sae.encode(Float32Array.from({ length: sae.dModel }, () => 3 * rng.normal())),
          );
          const frequencies = firingFrequency(set, sae.dSae);
          expect(frequencies.reduce((sum, f) => sum + f, 0)).toBeCloseTo(meanL0(set), 5);
          expect(frequencies.every((f) => f >= 0 && f <= 1)).toBe(true);
        },
      ),
    );
  });

  it("has the lengths of its decoder rows as decoder norms", () => {
    const W_dec = { rows: 2, cols: 2, data: Float32Array.of(3, 4, 0.6, 0.8) };
    expect([...decoderNorms({ W_dec })]).toEqual([5, expect.closeTo(1, 7)]);
  });
});

type Rows = Matrix<"row", "d_model">;
const sets = fc
  .record({ rows: fc.integer({ min: 2, max: 6 }), cols: fc.integer({ min: 1, max: 4 }) })
  .chain(({ rows, cols }) =>
    fc
      .tuple(numbers(rows * cols), numbers(rows * cols), numbers(cols))
      .filter(([x]) => x.some((v, n) => v !== x[n % cols]))
      .map(([x, y, shift]) => ({ x: { rows, cols, data: x }, y: { rows, cols, data: y }, shift })),
  );

describe("explained variance", () => {
  it("is 0 for the mean predictor, 1 for a perfect one, and less for any other", () => {
    checkProperty(
      fc.property(sets, ({ x, y }) => {
        const mean = Float64Array.from(
          { length: x.cols },
          (_, i) => x.data.filter((_, n) => n % x.cols === i).reduce((s, v) => s + v, 0) / x.rows,
        );
        expect(explainedVariance(x, { ...x, data: x.data.map((_, n) => mean[n % x.cols]!) })).toBeCloseTo(
          0,
          5,
        );
        expect(explainedVariance(x, x)).toBe(1);
        if (relativeError(y.data, x.data) > 0) expect(explainedVariance(x, y)).toBeLessThan(1);
      }),
    );
  });

  it("ignores adding one vector to everything and scaling everything", () => {
    checkProperty(
      fc.property(sets, fc.constantFrom(0.5, 2, -4), ({ x, y, shift }, s) => {
        const moved = (m: Rows): Rows => ({ ...m, data: m.data.map((v, n) => s * (v + shift[n % m.cols]!)) });
        expect(explainedVariance(moved(x), moved(y))).toBeCloseTo(explainedVariance(x, y), 9);
      }),
    );
  });

  it("divides sums over the set, not vector by vector", () => {
    const x: Rows = { rows: 3, cols: 1, data: Float32Array.of(0, 1, 8) }; // mean 3, squares 9 + 4 + 25
    const y: Rows = { rows: 3, cols: 1, data: Float32Array.of(0, 1, 6) };
    expect(explainedVariance(x, y)).toBeCloseTo(1 - 4 / 38, 12);
  });

  it("is refused where the vectors do not differ, differ in shape, or are not finite", () => {
    const same: Rows = { rows: 2, cols: 1, data: Float32Array.of(1, 1) };
    expect(() => explainedVariance(same, same)).toThrow(/variance of the vectors is 0/);
    expect(() => explainedVariance(same, { ...same, rows: 1 })).toThrow(/\[2, 1\].*\[1, 1\]/);
    expect(() => explainedVariance({ ...same, data: Float32Array.of(1, Number.NaN) }, same)).toThrow(
      /NaN at index 1/,
    );
  });
});
