import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PathContext } from "../../src/experiment/perturbation.ts";
import { positionsOf } from "../../src/experiment/walks/reach.ts";
import { atOnce, evenly, towardsType, type Walk, walkPath } from "../../src/experiment/walks/walk.ts";
import { rngFromSeed } from "../../src/math/rng.ts";
import { type Activation, cosine, distance, rowOf, subtract } from "../../src/math/vec.ts";
import { substitution } from "../../src/papers/sensitive-directions/perturbations/substitution.ts";
import { checkProperty } from "../../src/vitest/property.ts";

const POINTS = 7;
const grid = (seed: string, d = 5) => {
  const rng = rngFromSeed(seed);
  return Float32Array.from({ length: d }, () => rng.integer(41) - 20) as Activation;
};

function contextOf(seed: number): PathContext {
  const drawn = (type: string, stream = "generate") => grid(`${seed} ${stream} ${type}`);
  return { base: grid(`${seed} base`), type: "random", points: POINTS, step: 0.5, draw: drawn };
}

const plain = (lengths: Walk["lengths"]): Walk => ({
  start: ({ base }) => base,
  direction: towardsType,
  lengths,
});

describe("a walk", () => {
  it("begins at its start, leads along its direction, and has each point as far away as its schedule says", () => {
    checkProperty(
      fc.property(
        fc.nat(),
        fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 6, maxLength: 6 }),
        (seed, far) => {
          const context = contextOf(seed);
          const point = context.draw("random");
          if (distance(context.base, point) === 0) return;
          const { rows, length } = walkPath(
            plain(() => Float64Array.of(0, ...far)),
            context,
          );
          expect(rowOf(rows, 0)).toEqual(context.base);
          far.forEach((wanted, i) => {
            const row = rowOf(rows, i + 1);
            expect(distance(row, context.base)).toBeCloseTo(wanted, 3);
            expect(cosine(subtract(row, context.base), subtract(point, context.base))).toBeCloseTo(1, 5);
          });
          expect(length).toBe(far.at(-1));
        },
      ),
    );
  });

  it("does not look at how long its direction is", () => {
    checkProperty(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 1000 }), (seed, times) => {
        const context = contextOf(seed);
        if (distance(context.base, context.draw("random")) === 0) return;
        const lengths: Walk["lengths"] = (at) => evenly(at, 12);
        const longer = (at: PathContext) => towardsType(at).map((x) => x * times);
        const [own, other] = [towardsType, longer].map((direction) =>
          walkPath({ ...plain(lengths), direction }, context),
        );
        other!.rows.data.forEach((x, i) => {
          expect(x).toBeCloseTo(own!.rows.data[i]!, 4);
        });
      }),
    );
  });

  it("is refused without a direction, and with a schedule of other points, that begins elsewhere or never ends", () => {
    const context = contextOf(1);
    const still = { ...context, draw: () => context.base };
    expect(() =>
      walkPath(
        plain((at) => evenly(at, 1)),
        still,
      ),
    ).toThrow("the length of the direction");
    for (const lengths of [
      [0, 1],
      [1, 1, 1, 1, 1, 1, 1],
      [0, 1, 2, 3, 4, 5, Number.POSITIVE_INFINITY],
    ])
      expect(() =>
        walkPath(
          plain(() => Float64Array.from(lengths)),
          context,
        ),
      ).toThrow("the lengths of a walk");
  });

  it("goes to its end in equal steps, or stays until the last point and is there at once", () => {
    expect([...evenly({ points: 5 }, 8)]).toEqual([0, 2, 4, 6, 8]);
    expect([...atOnce({ points: 4 }, 8)]).toEqual([0, 0, 0, 8]);
  });
});

it("a substitution in the error's own direction ends at the reconstruction, in any other as far away", () => {
  checkProperty(
    fc.property(fc.nat(), (seed) => {
      const context = contextOf(seed);
      const decoded = context.draw("own-reconstruction");
      const error = distance(context.base, decoded);
      if (error === 0 || distance(context.base, context.draw("random")) === 0) return;
      const own = substitution.path({ ...context, type: "own-reconstruction" });
      const end = rowOf(own.rows, POINTS - 1);
      end.forEach((x, k) => {
        expect(x).toBeCloseTo(decoded[k]!, 4);
      });
      const other = substitution.path(context);
      expect(other.length).toBeCloseTo(error, 6);
      expect(distance(rowOf(other.rows, POINTS - 1), context.base)).toBeCloseTo(error, 4);
    }),
  );
});

describe("the positions of a reach", () => {
  it("are the last; the middle one and those after it; every one but the first", () => {
    expect(positionsOf("last", 10)).toEqual({ replaced: [9], read: [9] });
    expect(positionsOf("following", 10)).toEqual({ replaced: [4], read: [4, 5, 6, 7, 8, 9] });
    const others = [1, 2, 3, 4, 5, 6, 7, 8, 9];
    expect(positionsOf("every", 10)).toEqual({ replaced: others, read: others });
  });

  it("are read at none before the first that is replaced, and include the last", () => {
    checkProperty(
      fc.property(fc.integer({ min: 1, max: 200 }), (tokens) => {
        for (const reach of ["last", "following", "every"] as const) {
          const { replaced, read } = positionsOf(reach, tokens);
          expect(Math.min(...read)).toBe(Math.min(...replaced));
          expect(read.at(-1)).toBe(tokens - 1);
        }
      }),
    );
  });
});
