import { describe, expect, it } from "vitest";
import { normalQuantile } from "../../../src/math/gaussian.ts";
import { rngFromSeed } from "../../../src/math/rng.ts";
import { ks } from "../../../src/stats/ks.ts";
import { normalUpperTail } from "../../../src/stats/tests/erfc.ts";

describe("the normal quantile", () => {
  // scipy.special.ndtri(p), scipy 1.17.1
  it.each([
    [0.975, 1.959963984540054],
    [0.5 + 1e-9, 2.5066282037387115e-9],
    [0.6, 0.2533471031357997],
    [0.925, 1.4395314709384563],
    [0.0013498980316300946, -3.0],
    [2 ** -54, -8.292361075813597],
    [1e-12, -7.034483825301131],
    [1e-100, -21.273453560965322],
    [1e-300, -37.0470962993612],
  ])("at %d is scipy's", (p, want) => {
    expect(Math.abs(normalQuantile(p) - want)).toBeLessThanOrEqual(4e-15 * Math.abs(want));
  });

  it("is odd around one half, where it is exactly 0", () => {
    expect(normalQuantile(0.5)).toBe(0);
    for (const p of [0.01, 0.25, 0.4]) expect(normalQuantile(1 - p)).toBeCloseTo(-normalQuantile(p), 13);
  });

  it("undoes the normal tail from the centre to the far tail", () => {
    for (const z of [-30, -8, -5.1, -2, -0.5, 0.3, 1, 4])
      expect(normalQuantile(normalUpperTail(-z))).toBeCloseTo(z, 9);
  });

  it("stays finite for a uniform draw of 0 and not for 1", () => {
    expect(normalQuantile(0)).toBe(normalQuantile(2 ** -54));
    expect(normalQuantile(1)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe("normal draws", () => {
  // KS against the exact quantile grid of the same size: 0.0136 would be exceeded by one seed in 20.
  it("follow the normal distribution", () => {
    const n = 20_000;
    const rng = rngFromSeed("normal draws");
    const draws = Array.from({ length: n }, () => rng.normal());
    const grid = Array.from({ length: n }, (_, i) => normalQuantile((i + 0.5) / n));
    expect(ks(draws, grid)).toBeLessThan(0.0136);
  });
});
