import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { baseline, baselineAsCoded } from "../../src/activations/baseline.ts";
import type { Generator } from "../../src/activations/generator.ts";
import { generators } from "../../src/activations/index.ts";
import { reconstruction } from "../../src/activations/reconstruction.ts";
import { structured } from "../../src/activations/structured/structured.ts";
import { rngFromSeed } from "../../src/math/rng.ts";
import type { ActivationFunction } from "../../src/sae/activation-function.ts";
import {
  createSparseAutoencoder,
  type SparseAutoencoderParts,
} from "../../src/sae/create-sparse-autoencoder.ts";
import type { Normalisation } from "../../src/sae/normalisation.ts";
import { checkProperty } from "../../src/vitest/property.ts";
import { GENERATOR_RULES } from "../contracts/generators.contract.ts";
import { decodeDense, encodeDense } from "../support/sae-reference.ts";
import { buildContext, buildSae, dictionaries, tinySaes } from "../support/tiny-dictionary.ts";

/** Whole numbers over 16: products and sums of a few of them are exact in float32. */
const numbers = (count: number, largest = 64) =>
  fc
    .array(fc.integer({ min: -largest, max: largest }), { minLength: count, maxLength: count })
    .map((n) => Float32Array.from(n, (v) => v / 16));

const activationFunctions = (dSae: number): fc.Arbitrary<ActivationFunction> =>
  fc.oneof(
    fc.constant({ kind: "relu" as const }),
    fc.integer({ min: 1, max: dSae }).map((k) => ({ kind: "topk" as const, k })),
    numbers(dSae, 128).map((threshold) => ({ kind: "jumprelu" as const, threshold })),
    fc.tuple(numbers(dSae, 32), numbers(dSae)).map(([r_mag, shift]) => ({
      kind: "gated" as const,
      scale: Float64Array.from(r_mag, Math.exp),
      shift: Float64Array.from(shift),
    })),
  );

const normalisations: fc.Arbitrary<Normalisation> = fc.oneof(
  fc.constantFrom(
    { kind: "none" as const },
    { kind: "layer_norm" as const },
    { kind: "constant_norm_rescale" as const },
  ),
  fc.integer({ min: 1, max: 32 }).map((n) => ({ kind: "expected_average_only_in" as const, factor: n / 8 })),
);

const shapes = fc.record({ dModel: fc.integer({ min: 2, max: 6 }), dSae: fc.integer({ min: 1, max: 9 }) });

/** An SAE of any kind and a vector that is not constant. */
const cases = shapes.chain(({ dModel, dSae }) =>
  fc
    .record({
      enc: numbers(dModel * dSae),
      b_enc: numbers(dSae),
      dec: numbers(dSae * dModel),
      b_dec: numbers(dModel),
      x: numbers(dModel).filter((x) => x.some((v) => v !== x[0])),
      applyBDecToInput: fc.boolean(),
      activation: activationFunctions(dSae),
      normalisation: normalisations,
    })
    .map(({ enc, dec, b_enc, b_dec, x, applyBDecToInput, activation, normalisation }) => {
      const parts: SparseAutoencoderParts & {
        readonly activation: ActivationFunction;
        readonly normalisation: Normalisation;
      } = {
        name: "drawn",
        weightsDigest: "",
        hook: "blocks.1.hook_resid_pre",
        convention: "raw",
        dModel,
        dSae,
        applyBDecToInput,
        activation,
        normalisation,
        W_enc: { rows: dModel, cols: dSae, data: enc },
        b_enc,
        W_dec: { rows: dSae, cols: dModel, data: dec },
        b_dec,
        firingFrequency: new Float32Array(dSae).fill(0.5),
      };
      return { parts, x };
    }),
);

const only = <K extends ActivationFunction["kind"]>(kind: K) =>
  cases.filter(({ parts }) => parts.activation.kind === kind);
describe("an SAE of any architecture and normalisation", () => {
  it("encodes and decodes as the dense float64 reference does", () => {
    checkProperty(
      fc.property(cases, ({ parts, x }) => {
        const sae = createSparseAutoencoder(parts);
        const latents = sae.encode(x);
        const { dense, mean, scale, margin } = encodeDense(parts, x);
        fc.pre(margin > 1e-4); // a pre-activation within rounding of the threshold may fall on either side
        expect([...latents.ids]).toEqual(dense.flatMap((f, j) => (f > 0 ? [j] : [])));
        latents.ids.forEach((j, n) => {
          expect(latents.values[n]! / dense[j]!).toBeCloseTo(1, 5);
        });
        const expected = decodeDense(parts, dense, { mean, scale });
        const size = Math.max(1, ...expected.map(Math.abs));
        const decoded = sae.decode(latents);
        for (const [i, v] of decoded.entries()) expect(Math.abs(v - expected[i]!) / size).toBeLessThan(1e-5);
      }),
      { numRuns: 300 },
    );
  });

  it("encodes to the same bits when all that can be active is named, and more", () => {
    checkProperty(
      fc.property(cases, fc.nat(), ({ parts, x }, seed) => {
        const sae = createSparseAutoencoder(parts);
        const latents = sae.encode(x);
        const rng = rngFromSeed(seed);
        const named = Array.from({ length: parts.dSae }, (_, j) => j).filter(
          (j) => latents.ids.includes(j) || rng.integer(2) === 0,
        );
        const none = x.map(() => 0); // another row, with other candidates
        expect(sae.encodeAmong([none, x], [new Int32Array(), Int32Array.from(named)])[1]).toEqual(latents);
      }),
    );
  });
});

describe("top-k", () => {
  it("has at most k active latents: all positive ones of ReLU where there are no more than k", () => {
    checkProperty(
      fc.property(only("topk"), ({ parts, x }) => {
        const k = parts.activation.kind === "topk" ? parts.activation.k : 0;
        const top = createSparseAutoencoder(parts).encode(x);
        const relu = createSparseAutoencoder({ ...parts, activation: { kind: "relu" } }).encode(x);
        expect(top.ids.length).toBe(Math.min(k, relu.ids.length));
        const smallest = Math.min(...top.values);
        relu.ids.forEach((j, n) => {
          if (!top.ids.includes(j)) expect(relu.values[n]!).toBeLessThanOrEqual(smallest);
        });
      }),
    );
  });

  it("takes the lower ids of equal pre-activations", () => {
    const equal = createSparseAutoencoder({
      name: "equal",
      weightsDigest: "",
      hook: "blocks.1.hook_resid_pre",
      convention: "raw",
      dModel: 2,
      dSae: 5,
      applyBDecToInput: false,
      activation: { kind: "topk", k: 3 },
      W_enc: { rows: 2, cols: 5, data: Float32Array.of(1, 2, 1, 1, 1, 0, 0, 0, 0, 0) },
      b_enc: new Float32Array(5),
      W_dec: { rows: 5, cols: 2, data: new Float32Array(10) },
      b_dec: new Float32Array(2),
      firingFrequency: new Float32Array(5).fill(0.5),
    });
    expect(equal.encode(Float32Array.of(1, 0))).toEqual({
      ids: Int32Array.of(0, 1, 2),
      values: Float32Array.of(1, 2, 1),
    });
  });
});

describe("jump-relu", () => {
  it("is ReLU where every threshold is 0 or below", () => {
    checkProperty(
      fc.property(cases, fc.boolean(), ({ parts, x }, below) => {
        const threshold = new Float32Array(parts.dSae).fill(below ? -1 : 0);
        const jump = createSparseAutoencoder({ ...parts, activation: { kind: "jumprelu", threshold } });
        const relu = createSparseAutoencoder({ ...parts, activation: { kind: "relu" } });
        expect(jump.encode(x)).toEqual(relu.encode(x));
      }),
    );
  });

  it("passes what is above its threshold unchanged and nothing else", () => {
    checkProperty(
      fc.property(only("jumprelu"), ({ parts, x }) => {
        const relu = createSparseAutoencoder({ ...parts, activation: { kind: "relu" } }).encode(x);
        const { activation } = parts;
        if (activation.kind !== "jumprelu") throw new Error("filtered");
        const kept = [...relu.ids].map((j, n) => [j, relu.values[n]!] as const);
        const expected = kept.filter(([j, f]) => f > activation.threshold[j]!);
        const jump = createSparseAutoencoder(parts).encode(x);
        expect([...jump.ids].map((j, n) => [j, jump.values[n]])).toEqual(expected);
      }),
    );
  });
});

describe("layer-norm normalisation", () => {
  const normed = cases.map(({ parts, x }) => ({
    parts: { ...parts, normalisation: { kind: "layer_norm" as const } },
    x,
  }));
  const moved = (x: Float32Array, s: number, offset: number) => x.map((v) => s * v + offset);

  it("makes the code ignore positive scaling and offset of x, and the reconstruction follow them", () => {
    checkProperty(
      fc.property(
        normed,
        fc.constantFrom(0.5, 4, 16),
        fc.integer({ min: -8, max: 8 }),
        ({ parts, x }, s, o) => {
          const sae = createSparseAutoencoder(parts);
          fc.pre(encodeDense(parts, x).margin > 1e-2);
          // eps makes the scaling visible: as large as 1e-5 over the deviation of x
          const [here, there] = [sae.encode(x), sae.encode(moved(x, s, o))];
          expect(there.ids).toEqual(here.ids);
          here.values.forEach((f, n) => {
            expect(Math.abs(there.values[n]! - f)).toBeLessThan(2e-2 * Math.max(1, f));
          });
          const [rebuilt, follow] = [moved(sae.decode(here), s, o), sae.decode(there)];
          const size = Math.max(1, ...rebuilt.map(Math.abs));
          for (const [i, v] of follow.entries()) expect(Math.abs(v - rebuilt[i]!) / size).toBeLessThan(2e-2);
        },
      ),
    );
  });

  it("is undone: a perfect dictionary gives x back", () => {
    const identity = { rows: 3, cols: 3, data: Float32Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1) };
    const sae = createSparseAutoencoder({
      name: "perfect",
      weightsDigest: "",
      hook: "blocks.1.hook_resid_pre",
      convention: "raw",
      dModel: 3,
      dSae: 3,
      applyBDecToInput: true,
      normalisation: { kind: "layer_norm" },
      W_enc: identity,
      b_enc: new Float32Array(3),
      W_dec: identity,
      b_dec: Float32Array.of(-9, -9, -9), // every latent is active
      firingFrequency: new Float32Array(3).fill(1),
    });
    const rebuilt = sae.decode(sae.encode(Float32Array.of(10, 20, 40)));
    for (const [i, v] of [10, 20, 40].entries()) expect(rebuilt[i]!).toBeCloseTo(v, 4);
  });

  it("refuses to decode a code that does not say what to put back", () => {
    const sae = createSparseAutoencoder({
      ...buildSae({ dModel: 3, dSae: 16, dead: 0, seed: 1 }),
      applyBDecToInput: true,
      normalisation: { kind: "layer_norm" },
    });
    expect(() => sae.decode({ ids: new Int32Array(), values: new Float32Array() })).toThrow(
      /rescaling of latent activations of tiny is undefined/,
    );
  });
});

describe.each([
  ["top-k", "layer_norm", { kind: "topk", k: 4 }],
  ["jump-relu", "constant_norm_rescale", { kind: "jumprelu", threshold: new Float32Array(40).fill(2) }],
  ["ReLU", "layer_norm", { kind: "relu" }],
] as const)("a %s SAE with %s", (_, kind, activation) => {
  it.each(Object.entries<Generator>(generators))("serves the generator %s", (_name, generator) => {
    for (const seed of [1, 2, 3]) {
      const plain = buildContext({ dModel: 5, dSae: 40, dead: 2, seed });
      const sae = createSparseAutoencoder({
        ...plain.latents.sae,
        applyBDecToInput: true,
        activation,
        normalisation: { kind },
      });
      const context = {
        ...plain,
        latents: {
          ...plain.latents,
          sae,
          dictionaries: dictionaries(sae, seed),
          base: sae.encodeAmong([plain.base], [Int32Array.of(1, 4, 9, 16, 25, 36)])[0]!,
          target: sae.encode(plain.target),
        },
      };
      for (const { check } of GENERATOR_RULES) check(generator, { seed, context });
    }
  });
});

describe("types composed of latents, on an SAE with layer norm", () => {
  it("are decoded with the statistics of the activation whose values they carry", () => {
    checkProperty(
      fc.property(tinySaes, fc.integer({ min: 2, max: 9 }), (tiny, s) => {
        const plainContext = buildContext(tiny);
        const sae = createSparseAutoencoder({
          ...plainContext.latents.sae,
          applyBDecToInput: true,
          normalisation: { kind: "layer_norm" },
        });
        const { base: code } = plainContext.latents;
        const at = (rescale: { mean: number; scale: number }) => ({
          ...plainContext,
          latents: {
            ...plainContext.latents,
            sae,
            dictionaries: dictionaries(sae, tiny.seed),
            base: { ...code, rescale },
            target: sae.encode(plainContext.target),
          },
        });
        const unit = at({ mean: 0, scale: 1 });
        const own = at({ mean: s, scale: 4 });
        for (const generate of [structured, baseline, baselineAsCoded]) {
          const [y, x] = [generate(rngFromSeed(1), unit), generate(rngFromSeed(1), own)];
          const size = Math.max(1, ...y.map(Math.abs));
          for (const [i, v] of x.entries()) expect(Math.abs(v - (4 * y[i]! + s)) / size).toBeLessThan(1e-5);
        }
        // the target's own mean, not the base's
        const rebuilt = reconstruction(rngFromSeed(1), own);
        expect(rebuilt).toEqual(sae.decode(sae.encode(own.target)));
      }),
      { numRuns: 40 },
    );
  });
});
