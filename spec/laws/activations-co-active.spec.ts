import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { challenger, challengerCode, GRAPH_POOL, graph, graphCode } from "../../src/activations/co-active.ts";
import { coActiveWith, coOccurrenceOf } from "../../src/activations/co-occurrence.ts";
import { rngFromSeed } from "../../src/math/rng.ts";
import type { LatentActivations, SparseAutoencoder } from "../../src/sae/sparse-autoencoder.ts";
import { checkProperty } from "../../src/vitest/property.ts";
import {
  chiSquareOfUniform,
  expectAliveAndDistinct,
  followsProfile,
  holderOf,
  newTopsByHand,
  topOf,
} from "../support/dictionary-by-hand.ts";
import {
  buildCode,
  buildContext,
  buildSae,
  codeCases,
  dictionaries,
  sortedValues,
  tinySaes,
} from "../support/tiny-dictionary.ts";

/** Codes of a population, few or many, so that neighbours sometimes suffice and sometimes do not. */
const populationOf = (sae: SparseAutoencoder, count: number, seed: number) =>
  Array.from({ length: count }, (_, i) => buildCode(sae, 1 + (i % 6), seed + 100 + i));
const cases = fc.record({ given: codeCases, count: fc.constantFrom(0, 4, 60), seed: fc.nat() });

/** In how many codes two latents are active together, by looking at all. */
const together = (codes: readonly LatentActivations[], a: number, b: number) =>
  codes.filter(({ ids }) => ids.includes(a) && ids.includes(b)).length;
const neighboursByHand = (sae: SparseAutoencoder, codes: readonly LatentActivations[], latent: number) =>
  Array.from(sae.alive).filter((j) => j !== latent && together(codes, latent, j) > 0);

describe("co-occurrence", () => {
  it("counts, for each latent, in how many codes each other one is active with it", () => {
    checkProperty(
      fc.property(cases, ({ given: { sae }, count, seed }) => {
        const codes = populationOf(sae, count, seed);
        const read = coOccurrenceOf(codes, sae.dSae);
        for (let latent = 0; latent < sae.dSae; latent++) {
          const { ids, counts } = coActiveWith(read, latent);
          const wanted = Array.from({ length: sae.dSae }, (_, j) => [j, together(codes, latent, j)] as const);
          expect(Array.from(ids, (j, n) => [j, counts[n]!])).toEqual(
            wanted.filter(([j, count]) => j !== latent && count > 0),
          );
        }
      }),
      { numRuns: 30 },
    );
  });

  it("of 10,000 codes of 60 latents of 24,576 takes ten megabytes", () => {
    const [codes, l0, dSae] = [10_000, 60, 24_576];
    const stride = Math.floor(dSae / l0);
    const many = Array.from({ length: codes }, (_, c) => ({
      ids: Int32Array.from({ length: l0 }, (_, i) => i * stride + ((c * (i + 1)) % stride)),
      values: new Float32Array(0),
    }));
    const read = coOccurrenceOf(many, dSae);
    const bytes = Object.values(read).reduce((sum, part: Int32Array) => sum + part.byteLength, 0);
    expect(bytes).toBeLessThan(10e6);
    const latent = many[7]!.ids[3]!;
    const friends = new Set(many.flatMap(({ ids }) => (ids.includes(latent) ? Array.from(ids) : [])));
    friends.delete(latent);
    expect(Array.from(coActiveWith(read, latent).ids)).toEqual([...friends].sort((a, b) => a - b));
    expect(friends.size).toBe(59); // the same codes recur every 409
  });
});

const types = { graph: graphCode, challenger: challengerCode };

describe.each(Object.keys(types) as (keyof typeof types)[])("%s", (name) => {
  const codeOf = types[name];
  const pool = name === "graph" ? GRAPH_POOL : Number.POSITIVE_INFINITY;

  it("keeps L0 and activation values, takes no dead latent and none twice", () => {
    checkProperty(
      fc.property(cases, ({ given: { sae, base, cosineTarget, rng }, count, seed }) => {
        const read = coOccurrenceOf(populationOf(sae, count, seed), sae.dSae);
        const code = codeOf(rng, base, dictionaries(sae).alive, cosineTarget, read);
        expect(sortedValues(code)).toEqual(sortedValues(base));
        expectAliveAndDistinct(code, sae);
      }),
    );
  });

  it("keeps the top's frequency within the pool and which latents go with the top, or is structured around it", () => {
    const seen = { neighbours: 0, structured: 0 };
    checkProperty(
      fc.property(cases, ({ given: { sae, base, cosineTarget, rng }, count, seed }) => {
        if (base.ids.length === 0) return;
        const codes = populationOf(sae, count, seed);
        const read = coOccurrenceOf(codes, sae.dSae);
        const code = codeOf(rng, base, dictionaries(sae).alive, cosineTarget, read);
        const around = newTopsByHand(sae, base, cosineTarget, pool).filter((newTop) => {
          const neighbours = neighboursByHand(sae, codes, newTop);
          if (neighbours.length < base.ids.length - 1) return followsProfile(sae, base, code, newTop);
          if (holderOf(code, Math.max(...base.values)) !== newTop) return false;
          const others = Array.from(code.ids).filter((j) => j !== newTop);
          return others.every((j) => neighbours.includes(j));
        });
        expect(around).not.toEqual([]);
        const few = neighboursByHand(sae, codes, around[0]!).length < base.ids.length - 1;
        seen[few ? "structured" : "neighbours"]++;
      }),
    );
    expect(seen.neighbours).toBeGreaterThan(5);
    expect(seen.structured).toBeGreaterThan(5);
  });

  it("drops cosines to the top and frequencies: among neighbours it looks at neither", () => {
    checkProperty(
      fc.property(codeCases, fc.nat(), ({ sae, base, cosineTarget, rng }, seed) => {
        if (base.ids.length === 0) return;
        const codes = populationOf(sae, 300, seed);
        const read = coOccurrenceOf(codes, sae.dSae);
        const look = dictionaries(sae).alive;
        const code = codeOf(rng.fork(seed), base, look, cosineTarget, read);
        const newTop = holderOf(code, Math.max(...base.values));
        if (neighboursByHand(sae, codes, newTop).length < base.ids.length - 1) return;
        // without the other latents of A nothing of their frequencies and directions is left to look at
        const other = Array.from(look.alive).filter((j) => !base.ids.includes(j));
        const ids = base.ids.map((id) => (id === topOf(base) ? id : other.pop()!));
        if (ids.includes(-1) || other.length === 0) return;
        const order = Array.from(ids.keys()).sort((a, b) => ids[a]! - ids[b]!);
        const elsewhere = {
          ids: Int32Array.from(order, (i) => ids[i]!),
          values: Float32Array.from(order, (i) => base.values[i]!),
        };
        const moved = codeOf(rng.fork(seed), elsewhere, look, cosineTarget, read);
        expect(moved.ids).toEqual(code.ids);
      }),
    );
  });

  it("is refused where fewer latents are alive than are active", () => {
    const sae = buildSae({ dModel: 4, dSae: 16, dead: 4, seed: 3 });
    const read = coOccurrenceOf(populationOf(sae, 60, 1), sae.dSae);
    const of = (l0: number) =>
      codeOf(rngFromSeed(0), buildCode(sae, l0, 5), dictionaries(sae).alive, 0.5, read);
    expect(of(12).ids).toHaveLength(12);
    expect(() => of(13)).toThrow(/^the number of alive latents is 12; it must be at least 13/);
  });

  it("is decoded with the true rows and b_dec, alone where A has no active latents", () => {
    const generate = name === "graph" ? graph : challenger;
    checkProperty(
      fc.property(tinySaes, fc.nat(), (tiny, seed) => {
        const context = buildContext(tiny);
        const { sae, base, dictionaries: look, cosineTarget, coOccurrence } = context.latents;
        expect(generate(rngFromSeed(seed), context)).toEqual(
          sae.decode(codeOf(rngFromSeed(seed), base, look.alive, cosineTarget, coOccurrence)),
        );
        const empty = { ids: new Int32Array(), values: new Float32Array() };
        const given = { ...context, latents: { ...context.latents, base: empty } };
        expect(generate(rngFromSeed(seed), given)).toEqual(sae.b_dec);
      }),
    );
  });
});

describe("graph", () => {
  it("takes the new top's strongest neighbours, and gives the strongest the largest value", () => {
    checkProperty(
      fc.property(codeCases, fc.nat(), ({ sae, base, cosineTarget, rng }, seed) => {
        if (base.ids.length === 0) return;
        const codes = populationOf(sae, 60, seed);
        const read = coOccurrenceOf(codes, sae.dSae);
        const code = graphCode(rng, base, dictionaries(sae).alive, cosineTarget, read);
        const [newTop, ...others] = Array.from(base.values)
          .sort((a, b) => b - a)
          .map((value) => holderOf(code, value)) as [number, ...number[]];
        const neighbours = neighboursByHand(sae, codes, newTop);
        if (neighbours.length < others.length) return;
        const counts = (ids: readonly number[]) => ids.map((j) => together(codes, newTop, j));
        expect(counts(others)).toEqual(
          counts(neighbours)
            .sort((a, b) => b - a)
            .slice(0, others.length),
        );
      }),
    );
  });
});

describe("graph, where neighbours are equally strong", () => {
  it("takes the ones of lowest id, and looks among ten tops", () => {
    expect(GRAPH_POOL).toBe(10);
    const sae = buildSae({ dModel: 3, dSae: 20, dead: 0, seed: 4 });
    const base = { ids: Int32Array.of(3, 7, 9), values: Float32Array.of(1, 1, 2) };
    // every pair once: all neighbours of a top are equally often active with it
    const alive = Array.from(sae.alive);
    const codes = alive.flatMap((a) =>
      alive.filter((b) => b > a).map((b) => ({ ids: Int32Array.of(a, b), values: Float32Array.of(1, 1) })),
    );
    const read = coOccurrenceOf(codes, sae.dSae);
    const { ids, values } = graphCode(rngFromSeed(0), base, dictionaries(sae).alive, 0.25, read);
    const newTop = ids[values.indexOf(2)]!;
    expect(Array.from(ids).filter((id) => id !== newTop)).toEqual(
      alive.filter((id) => id !== newTop).slice(0, 2),
    );
  });
});

describe("challenger", () => {
  it("draws among all that occur with the new top, all alike", () => {
    const sae = buildSae({ dModel: 3, dSae: 20, dead: 0, seed: 4 });
    const base = { ids: Int32Array.of(3, 9), values: Float32Array.of(1, 2) };
    const [newTop] = newTopsByHand(sae, base, 0.25);
    const friends = Array.from(sae.alive).filter((j) => j !== newTop && j % 2 === 0);
    // one friend twice as often as the others: that counts for nothing
    const codes = [...friends, friends[0]!].map((j) => ({
      ids: Int32Array.from([newTop!, j].sort((a, b) => a - b)),
      values: Float32Array.of(1, 1),
    }));
    const read = coOccurrenceOf(codes, sae.dSae);
    const drawn = Array.from({ length: 6000 }, (_, i) => {
      const code = challengerCode(rngFromSeed("rest").fork(i), base, dictionaries(sae).alive, 0.25, read);
      return holderOf(code, 2) === newTop ? [holderOf(code, 1)] : [];
    }).flat();
    expect(drawn.length).toBeGreaterThan(1000);
    expect(chiSquareOfUniform(drawn, friends)).toBeLessThan(29.6); // 0.999 quantile, 10 degrees of freedom
  });
});
