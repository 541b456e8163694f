import { describe, expect, it } from "vitest";
import "../../src/vitest/golden-matchers.ts";
import { type ActivationType, generators } from "../../src/activations/index.ts";
import { generateFor } from "../../src/experiment/draw.ts";
import { rngFromSeed } from "../../src/math/rng.ts";
import { buildContext } from "../support/tiny-dictionary.ts";

/** A dictionary of 40 whole-number latents, two of them dead: nothing here depends on the organism. */
const context = buildContext({ dModel: 6, dSae: 40, dead: 2, seed: 24 });

describe.each(Object.keys(generators) as ActivationType[])("the generator %s", (type) => {
  it("draws what it drew, base by base and draw by draw", () => {
    const draws = [0, 1, 2, 999].map((base) =>
      [1, 2].map((draw) => generateFor(`${type}#${draw}`, rngFromSeed("golden"), base, context)),
    );
    expect(draws.map((ofBase) => ofBase.map((activation) => Array.from(activation)))).toMatchGolden(
      `generators/${type}`,
      {
        madeBy: "npx vitest run spec/golden/generators.spec.ts",
        tolerance: {
          abs: 1e-5,
          rel: 1e-6,
          because: "float32 results of float64 sums; another engine may round a logarithm in its last bit",
        },
      },
    );
  });
});
