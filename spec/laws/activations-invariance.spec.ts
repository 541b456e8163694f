import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { baseline, baselineCode } from "../../src/activations/baseline.ts";
import { reconstruction } from "../../src/activations/reconstruction.ts";
import {
  structured,
  structuredCode,
  structuredOnShuffledDictionary,
} from "../../src/activations/structured/structured.ts";
import { permutation, rngFromSeed } from "../../src/math/rng.ts";
import type { LatentActivations, SparseAutoencoder } from "../../src/sae/sparse-autoencoder.ts";
import { checkProperty } from "../../src/vitest/property.ts";
import {
  buildContext,
  codeCases,
  dictionaries,
  pairsOf,
  saeFrom,
  tinySaes,
} from "../support/tiny-dictionary.ts";

describe("the names of latents", () => {
  it("mean nothing: other names give the same activation, as long as active latents keep their order", () => {
    checkProperty(
      fc.property(codeCases, fc.nat(), ({ sae, base, cosineTarget, rng }, seed) => {
        const to = renaming(sae, base, seed);
        const renamed = renameLatents(sae, to);
        const look = dictionaries(sae).alive;
        const lookRenamed = dictionaries(renamed).alive;
        const moved = renameCode(base, to);
        expect(structuredCode(rng.fork("s"), moved, lookRenamed, cosineTarget)).toEqual(
          renameCode(structuredCode(rng.fork("s"), base, look, cosineTarget), to),
        );
        expect(baselineCode(rng.fork("b"), moved, lookRenamed)).toEqual(
          renameCode(baselineCode(rng.fork("b"), base, look), to),
        );
        const [there, here] = [renamed.decode(moved), sae.decode(base)];
        for (const [i, x] of there.entries()) expect(x).toBeCloseTo(here[i]!, 2); // another order of the sum
      }),
    );
  });
});

describe("the scale of latents", () => {
  it("means nothing: W_enc, b_enc times s and W_dec over s give the same reconstruction and the same types", () => {
    checkProperty(
      fc.property(tinySaes, fc.integer({ min: -6, max: 6 }), (tiny, exponent) => {
        const s = 2 ** exponent; // exact in floating point: bits can be compared
        const context = buildContext(tiny);
        const { sae, base } = context.latents;
        const scaled = rescale(sae, s);
        const there = {
          ...context,
          latents: {
            ...context.latents,
            sae: scaled,
            dictionaries: dictionaries(scaled, tiny.seed),
            base: { ids: base.ids, values: base.values.map((value) => value * s) },
            target: scaled.encode(context.target),
          },
        };
        expect(scaled.encode(context.base).values).toEqual(sae.encode(context.base).values.map((v) => v * s));
        for (const generate of [reconstruction, structured, baseline, structuredOnShuffledDictionary])
          expect(generate(rngFromSeed(1), there)).toEqual(generate(rngFromSeed(1), context));
      }),
    );
  });
});

/** A random renaming of all latents that keeps the order of the active ones. `to[old]` is the new name. */
function renaming(sae: SparseAutoencoder, { ids }: LatentActivations, seed: number): Int32Array {
  const to = permutation(rngFromSeed(seed), sae.dSae);
  const names = Array.from(ids, (id) => to[id]!).sort((a, b) => a - b);
  ids.forEach((id, i) => {
    to[id] = names[i]!;
  });
  return to;
}

function renameCode(code: LatentActivations, to: Int32Array): LatentActivations {
  const pairs = pairsOf(code)
    .map(([id, value]) => [to[id]!, value] as const)
    .sort(([a], [b]) => a - b);
  return {
    ids: Int32Array.from(pairs, ([id]) => id),
    values: Float32Array.from(pairs, ([, value]) => value),
  };
}

function renameLatents(sae: SparseAutoencoder, to: Int32Array): SparseAutoencoder {
  const from = Int32Array.from(to);
  to.forEach((name, old) => {
    from[name] = old;
  });
  const { dModel, dSae } = sae;
  const column = (n: number) => Math.floor(n / dSae) * dSae + from[n % dSae]!;
  return saeFrom({
    W_enc: { ...sae.W_enc, data: sae.W_enc.data.map((_, n) => sae.W_enc.data[column(n)]!) },
    b_enc: sae.b_enc.map((_, j) => sae.b_enc[from[j]!]!),
    W_dec: {
      ...sae.W_dec,
      data: sae.W_dec.data.map(
        (_, n) => sae.W_dec.data[from[Math.floor(n / dModel)]! * dModel + (n % dModel)]!,
      ),
    },
    b_dec: sae.b_dec,
    firingFrequency: sae.firingFrequency.map((_, j) => sae.firingFrequency[from[j]!]!),
  });
}

function rescale(sae: SparseAutoencoder, s: number): SparseAutoencoder {
  return saeFrom({
    ...sae,
    W_enc: { ...sae.W_enc, data: sae.W_enc.data.map((w) => w * s) },
    b_enc: sae.b_enc.map((b) => b * s),
    W_dec: { ...sae.W_dec, data: sae.W_dec.data.map((w) => w / s) },
  });
}
