import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { alternating, type GroupSample } from "../../src/experiment/group-sample.ts";
import { checkProperty } from "../../src/vitest/property.ts";

/** A sample on the bases 0..19 of a constant value, without those that it lost. */
function sample(value: number, lost: readonly number[], meanDistance: number | null): GroupSample {
  const bases = Array.from({ length: 20 }, (_, i) => i).filter((base) => !lost.includes(base));
  const facts = { meanDistance, stepsGrowWithDistance: false, atEnd: value };
  return { bases, values: bases.map(() => value), ...facts, ...(lost.length > 0 && { lost }) };
}

describe("a sample of two types, every other base each", () => {
  it("has the first on even bases, the second on odd ones, and loses a base that either lost", () => {
    const lost = fc.uniqueArray(fc.nat({ max: 19 }), { maxLength: 6 });
    checkProperty(
      fc.property(lost, lost, (left, right) => {
        const both = alternating(sample(1, left, 4), sample(3, right, 8));
        const kept = Array.from({ length: 20 }, (_, i) => i).filter((i) => ![...left, ...right].includes(i));
        expect(both.bases).toEqual(kept);
        expect(both.values).toEqual(kept.map((base) => (base % 2 === 0 ? 1 : 3)));
        expect([...(both.lost ?? [])].sort()).toEqual([...new Set([...left, ...right])].sort());
        expect([both.meanDistance, both.atEnd]).toEqual([6, 2]);
      }),
    );
    expect(alternating(sample(1, [], null), sample(3, [], 8)).meanDistance).toBeNull();
    expect(alternating(sample(1, [], 4), sample(1, [], 8)).atEnd).toBe(1);
  });

  it("says that values lie at the end, or bases are lost or outside, only where they are", () => {
    const both = alternating(sample(0, [], 4), sample(0, [], 8));
    for (const word of ["atEnd", "lost", "outside"]) expect(both).not.toHaveProperty(word);
    // one type's values at the end are half of both's
    const { atEnd: _, ...never } = sample(2, [], 4);
    expect(alternating(never, sample(2, [], 8)).atEnd).toBe(1);
    expect(alternating(sample(2, [], 8), never).atEnd).toBe(1);
    const outside = { ...sample(0, [3], 8), outside: [3] };
    expect(alternating(sample(0, [], 4), outside)).toMatchObject({ lost: [3], outside: [3] });
  });

  it("is in doubt where either is", () => {
    const doubted = { ...sample(3, [], 8), doubt: "The SAE cannot be relied on." };
    expect(alternating(sample(1, [], 4), doubted).doubt).toBe(doubted.doubt);
    expect(alternating(sample(1, [], 4), sample(3, [], 8)).doubt).toBeUndefined();
  });
});
