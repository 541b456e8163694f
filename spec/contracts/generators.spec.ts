import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { fromLatents, fromPair, fromPopulation, type Generator } from "../../src/activations/generator.ts";
import { type ActivationType, generators } from "../../src/activations/index.ts";
import { generateFor } from "../../src/experiment/draw.ts";
import { rngFromSeed } from "../../src/math/rng.ts";
import { papers } from "../../src/papers/index.ts";
import { checkProperty } from "../../src/vitest/property.ts";
import { buildContext, type TinySae, tinySaes } from "../support/tiny-dictionary.ts";
import { type ContractCase, GENERATOR_RULES } from "./generators.contract.ts";

/** Contexts by what they are built of: the same cases are drawn for every generator, which leaves its context as it was. */
const built = new Map<string, ContractCase["context"]>();

function contextOf(tiny: TinySae): ContractCase["context"] {
  const key = JSON.stringify(tiny);
  const context = built.get(key) ?? buildContext(tiny);
  built.set(key, context);
  return context;
}

const cases: fc.Arbitrary<ContractCase> = fc
  .record({ tiny: tinySaes, seed: fc.nat({ max: 1000 }) })
  // a direction of a dead latent needs one, and that of an active or an inactive latent too
  .map(({ tiny, seed }) => ({ seed, context: contextOf({ ...tiny, dead: Math.max(1, tiny.dead) }) }))
  .filter(({ context: { latents } }) => latents.base.ids.length > 0);

/** One that does not leave it so fails by itself, and not what comes after it. */
afterEach(({ task }) => {
  if (task.result?.state === "fail") built.clear();
});

describe.each(Object.entries<Generator>(generators))("the generator %s", (name, generator) => {
  for (const { promise, check } of GENERATOR_RULES)
    it(promise, () => {
      checkProperty(
        fc.property(cases, (given) => check(generator, given)),
        { numRuns: 30 },
      );
    });

  it("draws for a base what it draws, whatever was drawn before and for whom", () => {
    checkProperty(
      fc.property(cases, fc.nat({ max: 20 }), fc.nat({ max: 20 }), ({ seed, context }, here, there) => {
        const type = name as ActivationType;
        const alone = generateFor(type, rngFromSeed(seed), here, context);
        const rng = rngFromSeed(seed);
        rng.normal();
        for (const other of Object.keys(generators) as ActivationType[])
          generateFor(other, rng, there, context);
        expect(generateFor(type, rng, here, context)).toEqual(alone);
        expect(generateFor(`${type}#1`, rng, here, context)).toEqual(alone);
      }),
      { numRuns: 20 },
    );
  });
});

describe("the generators that draw", () => {
  const context = buildContext({ dModel: 6, dSae: 40, dead: 0, seed: 5 });
  const at = (type: Parameters<typeof generateFor>[0], index: number) =>
    generateFor(type, rngFromSeed(1), index, context);

  it.each(["random", "baseline", "baseline-as-coded"] as const)(
    "give %s another activation for another base and for another draw",
    (type) => {
      expect(at(type, 1)).not.toEqual(at(type, 0));
      expect(at(`${type}#2`, 0)).not.toEqual(at(type, 0));
      expect(at(`${type}#3`, 0)).not.toEqual(at(`${type}#2`, 0));
    },
  );

  it("do not share a stream: the bag and the bag as coded are drawn apart", () => {
    const streams: string[] = [];
    const spy = { ...rngFromSeed(1), fork: recordForks(streams, "") };
    generateFor("baseline", spy as never, 3, context);
    generateFor("baseline-as-coded#2", spy as never, 3, context);
    expect(streams).toEqual(["/baseline/1/3", "/baseline-as-coded/2/3"]);
  });
});

describe("the contract", () => {
  const context = buildContext({ dModel: 4, dSae: 20, dead: 1, seed: 2 });
  let calls = 0;
  const offenders: Readonly<Record<string, Generator>> = {
    "gives the same bits for the same stream and context": fromPopulation(({ normal }, { base }) =>
      base.map((x) => x + calls++ + normal()),
    ),
    "gives d_model finite numbers": fromPopulation((_, { base }) =>
      base.map((x, i) => (i === 0 ? Number.NaN : x)),
    ),
    "leaves its context as it was": fromLatents((_, { base, latents }) => {
      latents.base.values.sort();
      latents.sae.b_dec[0]! += 1;
      return base.slice();
    }),
    "gives memory of its own": fromPopulation((_, { target }) => target),
    "looks at no more than it says it needs": fromPair((_, pair) =>
      Float32Array.from((pair as ContractCase["context"]).population.mean),
    ),
    "needs what it says it needs": fromLatents((_, { target }) => target.slice()),
  };

  it.each(GENERATOR_RULES)("sees a generator that breaks: $promise", ({ promise, check }) => {
    expect(() => check(offenders[promise]!, { seed: 1, context })).toThrow();
  });

  const rule = (promise: string) => GENERATOR_RULES.find((one) => one.promise === promise)!;

  it("sees a generator of a pair or a population that looks at latents", () => {
    const promise = rule("looks at no more than it says it needs");
    const look = (_: unknown, given: object) => (given as ContractCase["context"]).latents.sae.b_dec.slice();
    for (const generator of [fromPair(look), fromPopulation(look)])
      expect(() => promise.check(generator, { seed: 1, context })).toThrow(TypeError);
  });

  it("sees a generator that needs no population although it says so", () => {
    const idle = fromPopulation((_, { target }) => target.slice());
    expect(() => rule("needs what it says it needs").check(idle, { seed: 1, context })).toThrow();
  });

  it("sees a vector that is too short", () => {
    const short = fromPopulation((_, { base }) => base.slice(1));
    const promise = rule("gives d_model finite numbers");
    expect(() => promise.check(short, { seed: 1, context })).toThrow("length");
  });
});

describe("the registry", () => {
  it("holds every type that a paper shows, once each, the reference first", () => {
    for (const { types } of papers) {
      const shown = types.map(({ key }) => key);
      expect(Object.keys(generators)).toEqual(expect.arrayContaining(shown));
      expect(new Set(shown).size).toBe(shown.length);
    }
    expect(papers[0]!.types[0]!.key).toBe("real");
  });

  it("says of the paper's own types what must be prepared for them", () => {
    const needs = Object.entries<Generator>(generators).map(([type, generator]) => [type, generator.needs]);
    expect(Object.fromEntries(needs)).toMatchObject({
      real: "pair",
      random: "population",
      reconstruction: "sae",
      baseline: "sae",
      "baseline-as-coded": "sae",
      structured: "sae",
      "structured-on-shuffled-dictionary": "sae",
    });
  });

  it.each(["realistic", "toString", "", "#2", "real "])("does not know %j", (type) => {
    const context = buildContext({ dModel: 4, dSae: 20, dead: 1, seed: 2 });
    expect(() => generateFor(type as never, rngFromSeed(0), 0, context)).toThrow(
      `the activation type is "${type}"; it must be one of all-cosines, all-frequencies, `,
    );
  });

  it("says what is missing where a type needs a sparse autoencoder and there is none", () => {
    const context = { ...buildContext({ dModel: 4, dSae: 20, dead: 1, seed: 2 }), latents: null };
    expect(() => generateFor("structured", rngFromSeed(0), 0, context)).toThrow(
      'The activation type "structured" needs a sparse autoencoder, and there is none.',
    );
  });
});

/** A fork that writes down the full name of every stream that is drawn from. */
function recordForks(streams: string[], name: string) {
  return (child: string | number) => {
    const full = `${name}/${child}`;
    const stream = rngFromSeed(full);
    const noted = <T>(value: T): T => {
      if (!streams.includes(full)) streams.push(full);
      return value;
    };
    return {
      ...stream,
      integer: (below: number) => noted(stream.integer(below)),
      fork: recordForks(streams, full),
    };
  };
}
