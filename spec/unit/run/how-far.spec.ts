import { describe, expect, it } from "vitest";
import { continuesText, keptText, whereItContinues } from "../../../src/run/out/how-far.ts";

const curves = (arm: string, bases: number, from = 0) =>
  Array.from({ length: bases }, (_, i) => ({ lab: "model" as const, arm, base: from + i }));
const run = { bases: 10, allBases: 14, shard: null };
const at = (...left: ReturnType<typeof curves>[]) => {
  const found = whereItContinues(left.flat(), run);
  return found && [found.done, found.of];
};

describe("a run that goes on", () => {
  it("goes on at the bases of the measurement it was in, whichever that was", () => {
    expect(at()).toBeNull();
    expect(at(curves("a", 4), curves("b", 4))).toEqual([4, 10]);
    expect(at(curves("a", 10), curves("b", 10), curves("c", 7))).toEqual([7, 10]);
    expect(at(curves("a", 10), curves("a", 3, 10))).toEqual([3, 4]);
    expect(at(curves("a", 10), curves("b", 10))).toEqual([10, 10]);
  });

  it("counts the bases of its shard", () => {
    const left = [0, 2, 4].map((base) => ({ lab: "untrained" as const, arm: "a", base }));
    const found = whereItContinues(left, { ...run, shard: { index: 1, of: 2 } });
    expect(found).toMatchObject({ done: 3, of: 5, continues: true });
  });

  it("says so, and says when it is ended how it goes on", () => {
    const progress = { what: "x", done: 412, of: 1000 };
    expect(continuesText(progress)).toBe("Continuing at 412 of 1000 bases.");
    expect(keptText(progress)).toBe("412 of 1000 bases kept; the same command continues.");
    expect(keptText(null)).toBeNull();
  });
});
