import fc from "fast-check";
import { coOccurrenceOf } from "../../src/activations/co-occurrence.ts";
import { type Dictionaries, dictionariesOf } from "../../src/activations/dictionary.ts";
import type { GenerationContext, LatentContext } from "../../src/activations/generator.ts";
import { promptPool } from "../../src/activations/pairs/prompt-pool.ts";
import { estimatePopulation } from "../../src/activations/population.ts";
import { permutation, type Rng, rngFromSeed, sampleWithoutReplacement } from "../../src/math/rng.ts";
import { type Activation, type Matrix, stackRows, type Vec } from "../../src/math/vec.ts";
import { createSparseAutoencoder } from "../../src/sae/create-sparse-autoencoder.ts";
import type { LatentActivations, SparseAutoencoder } from "../../src/sae/sparse-autoencoder.ts";

/** Sizes of a small random dictionary; every number in it lies on an integer grid. */
export interface TinySae {
  readonly dModel: number;
  readonly dSae: number;
  readonly dead: number;
  readonly seed: number;
}

/** Dictionaries of 12 to 40 latents, up to 4 of them dead. */
export const tinySaes: fc.Arbitrary<TinySae> = fc.record({
  dModel: fc.integer({ min: 3, max: 6 }),
  dSae: fc.integer({ min: 16, max: 40 }),
  dead: fc.integer({ min: 0, max: 4 }),
  seed: fc.nat({ max: 100_000 }),
});

/**
 * A sparse autoencoder with whole-number weights.
 *
 * Alive latents have distinct frequencies, multiples of 1/64. Rows of W_dec are drawn from -999 .. 999, so that no
 * two cosines are equal and ties cannot blur a law.
 */
export function buildSae({ dModel, dSae, dead, seed }: TinySae): SparseAutoencoder {
  const rng = rngFromSeed(seed).fork("tiny sae");
  const frequency = Float32Array.from(permutation(rng.fork("frequency"), dSae), (rank) => (rank + 1) / 64);
  for (const j of sampleWithoutReplacement(rng.fork("dead"), dSae, dead)) frequency[j] = 0;
  return saeFrom({
    W_enc: { rows: dModel, cols: dSae, data: grid(rng.fork("W_enc"), dModel * dSae, 5) },
    b_enc: grid(rng.fork("b_enc"), dSae, 3),
    W_dec: { rows: dSae, cols: dModel, data: grid(rng.fork("W_dec"), dSae * dModel, 999) },
    b_dec: grid(rng.fork("b_dec"), dModel, 9),
    firingFrequency: frequency,
  });
}

/** A sparse autoencoder from its weights alone. */
export function saeFrom(weights: {
  readonly W_enc: Matrix<"d_model", "d_sae">;
  readonly b_enc: Vec<"d_sae">;
  readonly W_dec: Matrix<"d_sae", "d_model">;
  readonly b_dec: Activation;
  readonly firingFrequency: Vec<"d_sae">;
}): SparseAutoencoder {
  return createSparseAutoencoder({
    name: "tiny",
    weightsDigest: "tiny",
    hook: "blocks.1.hook_resid_pre",
    convention: "raw",
    applyBDecToInput: true,
    dModel: weights.W_dec.cols,
    dSae: weights.W_dec.rows,
    ...weights,
  });
}

/** An SAE by what the choice of latents looks at: unit directions in the plane, by angle, and firing frequencies. */
export function planeSae(
  latents: readonly { readonly degrees: number; readonly f: number }[],
): SparseAutoencoder {
  const rows = latents.map(({ degrees }) => {
    const angle = (degrees * Math.PI) / 180;
    return Float32Array.of(Math.cos(angle), Math.sin(angle));
  });
  const W_dec = stackRows<"d_sae", "d_model">(rows);
  return saeFrom({
    W_enc: { rows: 2, cols: rows.length, data: new Float32Array(2 * rows.length) },
    b_enc: new Float32Array(rows.length),
    W_dec,
    b_dec: new Float32Array(2),
    firingFrequency: Float32Array.from(latents, ({ f }) => f),
  });
}

/** The dictionaries of an SAE with a fixed shuffle. */
export function dictionaries(sae: SparseAutoencoder, seed = 0): Dictionaries {
  return dictionariesOf(sae, rngFromSeed(seed).fork("shuffled-dictionary"));
}

/** A random code of `l0` latents, dead ones among them, with distinct values so that each can be followed. */
export function buildCode(sae: SparseAutoencoder, l0: number, seed: number): LatentActivations {
  const rng = rngFromSeed(seed).fork("tiny code");
  const ids = sampleWithoutReplacement(rng.fork("ids"), sae.dSae, l0).sort();
  return { ids, values: Float32Array.from(permutation(rng.fork("values"), l0), (rank) => (rank + 1) / 4) };
}

/** A dictionary and one activation's code in it. */
export interface CodeCase {
  readonly sae: SparseAutoencoder;
  readonly base: LatentActivations;
  readonly cosineTarget: number;
  readonly rng: Rng;
}

export const codeCases: fc.Arbitrary<CodeCase> = fc
  .record({
    tiny: tinySaes,
    l0: fc.integer({ min: 0, max: 8 }),
    cosineTarget: fc.integer({ min: -8, max: 8 }),
  })
  .map(({ tiny, l0, cosineTarget }) => {
    const sae = buildSae(tiny);
    return {
      sae,
      base: buildCode(sae, l0, tiny.seed),
      cosineTarget: cosineTarget / 8,
      rng: rngFromSeed(tiny.seed),
    };
  });

/** A whole context: base and target on a grid, a population of 60 of them, and the codes of both. */
export function buildContext(tiny: TinySae): GenerationContext & { readonly latents: LatentContext } {
  const sae = buildSae(tiny);
  const rng = rngFromSeed(tiny.seed).fork("tiny context");
  const rows = Array.from({ length: 60 }, (_, i) => grid(rng.fork(i), tiny.dModel, 9) as Activation);
  const [base, target] = rows as [Activation, Activation];
  const population = estimatePopulation(stackRows(rows));
  const full = sae.encode(base);
  const l0 = Math.min(6, full.ids.length); // few enough for the alive latents to replace
  const active = { ids: full.ids.slice(0, l0), values: full.values.slice(0, l0) };
  return {
    base,
    target,
    others: rows.slice(2, 8),
    population,
    prompts: {
      tokens: [4, 0],
      // prompt i: of topic i % 4, ending in token i % 3
      pool: promptPool(
        rows.map((_, i) => [i % 4, i % 3]),
        rows,
        (tokens) => tokens[0]! % 4,
      ),
    },
    latents: {
      sae,
      dictionaries: dictionaries(sae, tiny.seed),
      base: active,
      target: sae.encode(target),
      others: rows.slice(2, 8).map((row) => sae.encode(row)),
      cosineTarget: 0.42,
      siblings: Array.from({ length: 3 }, () => ({ sae, base: active })),
      coOccurrence: coOccurrenceOf(
        rows.map((row) => sae.encode(row)),
        sae.dSae,
      ),
    },
  };
}

/** Whole numbers in -largest .. largest. */
function grid(rng: Rng, length: number, largest: number): Float32Array {
  return Float32Array.from({ length }, () => rng.integer(2 * largest + 1) - largest);
}

/** Everything a value holds, as one string: equal before and after means untouched. Functions are left out. */
export function fingerprint(value: unknown): string {
  const parts: string[] = [];
  const visit = (part: unknown): void => {
    if (ArrayBuffer.isView(part))
      parts.push(Buffer.from(part.buffer, part.byteOffset, part.byteLength).toString("latin1"));
    else if (typeof part === "object" && part !== null)
      for (const [key, inner] of Object.entries(part)) {
        parts.push(key);
        visit(inner);
      }
    else if (typeof part !== "function") parts.push(String(part));
  };
  visit(value);
  return parts.join("\n");
}

/** A code as a list that can be compared. */
export function pairsOf({ ids, values }: LatentActivations): [id: number, value: number][] {
  return Array.from(ids, (id, i) => [id, values[i]!]);
}

/** The values of a code in ascending order. */
export function sortedValues({ values }: LatentActivations): number[] {
  return Array.from(values).sort((a, b) => a - b);
}
