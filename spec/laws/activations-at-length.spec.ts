import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { atLength } from "../../src/activations/at-length.ts";
import { fromPair, type GenerationContext, type LatentContext } from "../../src/activations/generator.ts";
import { type ActivationType, generators } from "../../src/activations/index.ts";
import { checkCanDraw, generateFor, generatorOf } from "../../src/experiment/draw.ts";
import { rngFromSeed } from "../../src/math/rng.ts";
import { type Activation, cosine, distance, norm, subtract } from "../../src/math/vec.ts";
import { createSparseAutoencoder } from "../../src/sae/create-sparse-autoencoder.ts";
import { checkProperty } from "../../src/vitest/property.ts";
import { buildContext, tinySaes } from "../support/tiny-dictionary.ts";

type Whole = GenerationContext & { readonly latents: LatentContext };

/** Float32 steps at the size of what is compared. */
const close = (a: Activation, b: Activation, context: Whole) => {
  const size = norm(a) + norm(b) + norm(context.latents.sae.b_dec) + norm(context.base);
  return distance(a, b) <= size * 2 ** -21;
};
const types = Object.keys(generators) as ActivationType[];
const lengths = ["norm", "distance"] as const;
const drawable = (make: () => Activation): Activation | null => {
  try {
    return make();
  } catch {
    return null; // nothing to bring to another length, or no latent of that kind
  }
};

describe.each(lengths)("a type @%s", (length) => {
  const centreOf = ({ base, latents }: Whole) => (length === "norm" ? latents.sae.b_dec : base);
  const cases = fc.record({ tiny: tinySaes, type: fc.constantFrom(...types), seed: fc.nat() });
  /** The type as it is and at the length; `there` is null, and `own` means nothing, where one of them cannot be drawn. */
  const both = (tiny: Parameters<typeof buildContext>[0], type: ActivationType, seed: number) => {
    const context = buildContext(tiny);
    const own = drawable(() => generateFor(type, rngFromSeed(seed), 3, context));
    const there = own && drawable(() => generateFor(`${type}@${length}`, rngFromSeed(seed), 3, context));
    return { context, own: own ?? context.base, there, from: centreOf(context) };
  };

  it("has the length of the real target, to the rounding of float32", () => {
    let seen = 0;
    checkProperty(
      fc.property(cases, ({ tiny, type, seed }) => {
        const { context, there, from } = both(tiny, type, seed);
        if (!there) return;
        seen++;
        const size = norm(there) + norm(from);
        expect(Math.abs(distance(from, there) - distance(from, context.target))).toBeLessThan(
          size * 2 ** -21,
        );
      }),
    );
    expect(seen).toBeGreaterThan(50);
  });

  it("has the direction of the same draw without the suffix", () => {
    checkProperty(
      fc.property(cases, ({ tiny, type, seed }) => {
        const { own, there, from } = both(tiny, type, seed);
        if (!there || distance(from, own) < 1e-3) return;
        expect(cosine(subtract(own, from), subtract(there, from))).toBeGreaterThan(1 - 1e-6);
      }),
    );
  });

  it("is the same when it is brought there twice", () => {
    checkProperty(
      fc.property(cases, ({ tiny, type, seed }) => {
        const { context, there } = both(tiny, type, seed);
        if (!there) return;
        const given = atLength(
          fromPair(() => there),
          length,
        );
        expect(
          close((given as (...all: unknown[]) => Activation)(rngFromSeed(0), context), there, context),
        ).toBe(true);
      }),
    );
  });

  it("leaves real where it is", () => {
    checkProperty(
      fc.property(tinySaes, (tiny) => {
        const { context, there } = both(tiny, "real", 0);
        if (there) expect(close(there, context.target, context)).toBe(true);
      }),
    );
  });

  it("keeps the draw's number behind it", () => {
    const context = buildContext({ dModel: 6, dSae: 40, dead: 0, seed: 5 });
    const at = (draw: "" | "#1" | "#2") =>
      generateFor(`baseline@${length}${draw}` as "baseline@norm#1", rngFromSeed(1), 0, context);
    expect(at("#1")).toEqual(at(""));
    expect(at("#2")).not.toEqual(at(""));
    const from = centreOf(context);
    const second = generateFor("baseline#2", rngFromSeed(1), 0, context);
    expect(cosine(subtract(second, from), subtract(at("#2"), from))).toBeCloseTo(1, 6);
  });

  it("is refused for a draw without a length", () => {
    const context = buildContext({ dModel: 6, dSae: 40, dead: 0, seed: 5 });
    const nowhere = atLength(
      fromPair(() => centreOf(context).slice() as Activation),
      length,
    ) as (...all: unknown[]) => Activation;
    const name = length === "norm" ? "b_dec" : "A";
    expect(() => nowhere(rngFromSeed(0), context)).toThrow(
      `the distance of the drawn activation from ${name} is 0; it must be above 0.`,
    );
    const unreal = { ...context, target: centreOf(context) };
    expect(() => generateFor(`random@${length}`, rngFromSeed(0), 0, unreal)).toThrow(
      `the distance of the real target from ${name} is 0; it must be above 0.`,
    );
  });
});

describe("the norm that types are brought to", () => {
  it("is measured from b_dec as it lies in the stream, where the SAE normalises its input", () => {
    checkProperty(
      fc.property(tinySaes, fc.nat(), (tiny, seed) => {
        const plain = buildContext(tiny);
        const sae = createSparseAutoencoder({ ...plain.latents.sae, normalisation: { kind: "layer_norm" } });
        const target = sae.encode(plain.target);
        if (target.rescale!.scale === 0) return;
        const context = { ...plain, latents: { ...plain.latents, sae, target } };
        const { mean, scale } = target.rescale!;
        const centre = sae.b_dec.map((b) => b * scale + mean) as Activation;
        const there = generateFor("random@norm", rngFromSeed(seed), 0, context);
        const size = norm(there) + norm(centre);
        expect(Math.abs(distance(there, centre) - distance(context.target, centre))).toBeLessThan(
          size * 2 ** -21,
        );
        expect(distance(generateFor("real@norm", rngFromSeed(0), 0, context), context.target)).toBeLessThan(
          size * 2 ** -21,
        );
      }),
    );
  });
});

describe("the name of a type at a length", () => {
  it("says what must be prepared: the SAE for @norm, nothing more for @distance", () => {
    const needs = (type: Parameters<typeof generatorOf>[0]) => {
      const generator = generatorOf(type);
      return generator.needs === "sae"
        ? [generator.needs, generator.shortlist, generator.also]
        : generator.needs;
    };
    expect(needs("real@distance")).toBe("pair");
    expect(needs("random@distance#2")).toBe("population");
    expect(needs("baseline@distance")).toEqual(["sae", null, []]);
    expect(needs("real@norm")).toEqual(["sae", null, []]);
    expect(needs("random@norm")).toEqual(["sae", null, ["population"]]);
    expect(needs("structured@norm")).toEqual(["sae", "alive", []]);
    expect(needs("structured@distance#2")).toEqual(["sae", "alive", []]);
  });

  it("is refused where there is no sparse autoencoder and the norm is asked for", () => {
    expect(() => checkCanDraw(["random@distance"], false)).not.toThrow();
    expect(() => checkCanDraw(["random@norm#2"], false)).toThrow(
      'The activation type "random@norm" needs a sparse autoencoder, and there is none.',
    );
  });

  it.each(["real@", "real@size", "real@norm@distance", "real#2@norm", "real@norm#2@norm", "real@Norm"])(
    "%j is refused, with how to write it",
    (type) => {
      const draw = () =>
        generateFor(
          type as never,
          rngFromSeed(0),
          0,
          buildContext({ dModel: 4, dSae: 20, dead: 1, seed: 2 }),
        );
      expect(draw).toThrow(
        `the activation type is "${type}"; it must be a type with one of @norm, @distance at most, and a draw after that.`,
      );
    },
  );

  it("of an unknown type is refused as the type is", () => {
    expect(() => generatorOf("realistic@norm" as never)).toThrow(
      'the activation type is "realistic@norm"; it must be one of all-cosines, ',
    );
  });
});
