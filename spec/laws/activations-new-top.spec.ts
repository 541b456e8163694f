import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  cosineTop,
  cosineTopCode,
  profileOnly,
  profileOnlyCode,
  structuredV1,
  structuredV1Code,
  topOnly,
  topOnlyCode,
} from "../../src/activations/new-top.ts";
import { rngFromSeed } from "../../src/math/rng.ts";
import { checkProperty } from "../../src/vitest/property.ts";
import {
  alike,
  blind,
  chiSquareOfUniform,
  cosineOf,
  expectAliveAndDistinct,
  followsProfile,
  holderOf,
  newTopsByHand,
  poolByHand,
  ROUNDING,
  topOf,
} from "../support/dictionary-by-hand.ts";
import {
  buildContext,
  buildSae,
  type CodeCase,
  codeCases,
  dictionaries,
  sortedValues,
  tinySaes,
} from "../support/tiny-dictionary.ts";

type Look = ReturnType<typeof dictionaries>["alive"];
const codes = {
  "structured-v1": ({ base }: CodeCase, look: Look) => structuredV1Code(base, look),
  "profile-only": ({ base, rng }: CodeCase, look: Look) => profileOnlyCode(rng, base, look),
  "cosine-top": ({ base, rng, cosineTarget }: CodeCase, look: Look) =>
    cosineTopCode(rng, base, look, cosineTarget),
  "top-only": ({ base, rng, cosineTarget }: CodeCase, look: Look) =>
    topOnlyCode(rng, base, look, cosineTarget),
};
/** The same case on a stream from its start. */
const again = (given: CodeCase): CodeCase => ({ ...given, rng: given.rng.fork("again") });

describe.each(Object.keys(codes) as (keyof typeof codes)[])("%s", (name) => {
  it("keeps L0 and activation values, takes no dead latent and none twice", () => {
    checkProperty(
      fc.property(codeCases, (given) => {
        const code = codes[name](given, dictionaries(given.sae).alive);
        expect(sortedValues(code)).toEqual(sortedValues(given.base));
        expectAliveAndDistinct(code, given.sae);
      }),
    );
  });

  it("is what no latents decode to for an activation without any", () => {
    const context = buildContext({ dModel: 4, dSae: 20, dead: 0, seed: 1 });
    const empty = { ids: new Int32Array(), values: new Float32Array() };
    const given = { ...context, latents: { ...context.latents, base: empty } };
    for (const generate of [structuredV1, profileOnly, cosineTop, topOnly])
      expect(generate(rngFromSeed(0), given)).toEqual(given.latents.sae.b_dec);
  });
});

/** The tops around which a code follows the cosines that A's latents have to A's top, as structured's does. */
const centresOf = (given: CodeCase, code: ReturnType<(typeof codes)["profile-only"]>) =>
  Array.from(given.sae.alive).filter((top) => followsProfile(given.sae, given.base, code, top));

describe("structured-v1", () => {
  it("keeps cosines to the top, and its frequency: it lies around the latent nearest in frequency", () => {
    checkProperty(
      fc.property(codeCases, (given) => {
        if (given.base.ids.length === 0) return;
        const code = codes["structured-v1"](given, dictionaries(given.sae).alive);
        expect(centresOf(given, code)).toContain(poolByHand(given.sae, topOf(given.base))[0]);
      }),
    );
  });

  it("drops the angle to A's top and the frequencies of the others: it looks at neither", () => {
    checkProperty(
      fc.property(codeCases, (given) => {
        if (given.base.ids.length === 0) return;
        const look = dictionaries(given.sae).alive;
        const near = [topOf(given.base), poolByHand(given.sae, topOf(given.base))[0]!];
        expect(codes["structured-v1"](given, alike(look, near))).toEqual(codes["structured-v1"](given, look));
        expect(codes["structured-v1"]({ ...given, cosineTarget: -1 }, look)).toEqual(
          codes["structured-v1"](given, look),
        );
      }),
    );
  });
});

describe("profile-only", () => {
  it("keeps cosines to the top: around some alive latent they are as close as any unused one allows", () => {
    checkProperty(
      fc.property(codeCases, (given) => {
        if (given.base.ids.length === 0) return;
        expect(centresOf(given, codes["profile-only"](given, dictionaries(given.sae).alive))).not.toEqual([]);
      }),
    );
  });

  it("drops the top's frequency and angle: it is any other alive latent, all alike", () => {
    const sae = buildSae({ dModel: 3, dSae: 20, dead: 4, seed: 4 });
    const [top] = sae.alive;
    const base = { ids: Int32Array.of(top!), values: Float32Array.of(1) };
    const chosen = Array.from({ length: 6000 }, (_, i) => {
      return profileOnlyCode(rngFromSeed("profile").fork(i), base, dictionaries(sae).alive).ids[0]!;
    });
    const others = Array.from(sae.alive).filter((j) => j !== top);
    expect(chiSquareOfUniform(chosen, others)).toBeLessThan(36.1); // 0.999 quantile, 14 degrees of freedom
  });

  it("drops firing frequencies: it looks at none", () => {
    checkProperty(
      fc.property(codeCases, (given) => {
        const look = dictionaries(given.sae).alive;
        expect(codes["profile-only"](again(given), alike(look, []))).toEqual(
          codes["profile-only"](again(given), look),
        );
      }),
    );
  });
});

describe("cosine-top", () => {
  it("keeps the typical angle and cosines to the top: around one of the five latents nearest to that angle", () => {
    checkProperty(
      fc.property(codeCases, (given) => {
        if (given.base.ids.length === 0) return;
        const { sae, base, cosineTarget } = given;
        const top = topOf(base);
        const error = (j: number) => Math.abs(cosineOf(sae, top, j) - cosineTarget);
        const fifth = Array.from(sae.alive, (j) => (j === top ? 9 : error(j))).sort((a, b) => a - b)[4]!;
        const centres = centresOf(given, codes["cosine-top"](given, dictionaries(sae).alive));
        expect(centres.filter((j) => j !== top && error(j) <= fifth + ROUNDING)).not.toEqual([]);
      }),
    );
  });

  it("draws uniformly among the five", () => {
    const sae = buildSae({ dModel: 3, dSae: 40, dead: 0, seed: 4 });
    const base = { ids: Int32Array.of(17), values: Float32Array.of(1) };
    const error = (j: number) => Math.abs(cosineOf(sae, 17, j) - 0.25);
    const five = Array.from(sae.alive)
      .filter((j) => j !== 17)
      .sort((a, b) => error(a) - error(b))
      .slice(0, 5);
    const chosen = Array.from({ length: 4000 }, (_, i) => {
      return cosineTopCode(rngFromSeed("angle").fork(i), base, dictionaries(sae).alive, 0.25).ids[0]!;
    });
    expect(chiSquareOfUniform(chosen, five)).toBeLessThan(18.5); // 0.999 quantile, 4 degrees of freedom
  });

  it("drops firing frequencies: it looks at none", () => {
    checkProperty(
      fc.property(codeCases, (given) => {
        const look = dictionaries(given.sae).alive;
        expect(codes["cosine-top"](again(given), alike(look, []))).toEqual(
          codes["cosine-top"](again(given), look),
        );
      }),
    );
  });
});

describe("top-only", () => {
  it("keeps the top's frequency within the pool and its angle: one of structured's tops has the top's value", () => {
    checkProperty(
      fc.property(codeCases, (given) => {
        const { sae, base, cosineTarget } = given;
        if (base.ids.length === 0) return;
        const code = codes["top-only"](given, dictionaries(sae).alive);
        expect(newTopsByHand(sae, base, cosineTarget)).toContain(holderOf(code, Math.max(...base.values)));
      }),
    );
  });

  it("drops all of the others: they are any alive latents but the new top, all alike", () => {
    const sae = buildSae({ dModel: 3, dSae: 20, dead: 4, seed: 4 });
    const ids = sae.alive.slice(2, 4);
    const base = { ids, values: Float32Array.of(1, 2) };
    const [newTop] = newTopsByHand(sae, base, 0.25);
    const look = dictionaries(sae).alive;
    const chosen = Array.from({ length: 6000 }, (_, i) => {
      const code = topOnlyCode(rngFromSeed("rest").fork(i), base, look, 0.25);
      return code.ids[code.values.indexOf(2)] === newTop ? [code.ids[code.values.indexOf(1)]!] : [];
    }).flat();
    expect(chosen.length).toBeGreaterThan(1000);
    const others = Array.from(sae.alive).filter((j) => j !== newTop);
    expect(chiSquareOfUniform(chosen, others)).toBeLessThan(36.1); // 0.999 quantile, 14 degrees of freedom
  });

  it("drops cosines to the top: those of all others but the pool can be anything", () => {
    checkProperty(
      fc.property(codeCases, (given) => {
        const { sae, base } = given;
        if (base.ids.length === 0) return;
        const look = dictionaries(sae).alive;
        const seen = [topOf(base), ...poolByHand(sae, topOf(base))];
        expect(codes["top-only"](again(given), blind(look, seen))).toEqual(
          codes["top-only"](again(given), look),
        );
      }),
    );
  });
});

describe("the types with a new top", () => {
  it("decode their codes with the true rows and b_dec", () => {
    checkProperty(
      fc.property(tinySaes, fc.nat(), (tiny, seed) => {
        const context = buildContext(tiny);
        const { sae, base, dictionaries: look, cosineTarget } = context.latents;
        const rng = () => rngFromSeed(seed);
        expect(structuredV1(rng(), context)).toEqual(sae.decode(structuredV1Code(base, look.alive)));
        expect(profileOnly(rng(), context)).toEqual(sae.decode(profileOnlyCode(rng(), base, look.alive)));
        expect(cosineTop(rng(), context)).toEqual(
          sae.decode(cosineTopCode(rng(), base, look.alive, cosineTarget)),
        );
        expect(topOnly(rng(), context)).toEqual(
          sae.decode(topOnlyCode(rng(), base, look.alive, cosineTarget)),
        );
      }),
    );
  });
});
