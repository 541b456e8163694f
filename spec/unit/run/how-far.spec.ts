import { describe, expect, it } from "vitest";
import {
  continuesText,
  createHowFar,
  keptText,
  type RunProgress,
  whereItContinues,
} from "../../../src/run/out/how-far.ts";

const curves = (arm: string, bases: number, from = 0) =>
  Array.from({ length: bases }, (_, i) => ({ lab: "model" as const, arm, base: from + i }));
const run = { bases: 10, allBases: 14, shard: null };
/** "a1" and "a2" run together. */
const whatOf = (_lab: string, arm: string) => arm.slice(0, 1);
const at = (...left: ReturnType<typeof curves>[]) => {
  const found = whereItContinues(left.flat(), run, whatOf);
  return found && [found.what, found.done, found.of, ...found.complete!.map(({ what }) => what)];
};
const heard = (...all: RunProgress[]) => {
  const howFar = createHowFar();
  const drawn = all.filter((progress) => howFar.hear(progress));
  return { drawn, kept: keptText(howFar.last()) };
};
const a = (done: number): RunProgress => ({ what: "a", done, of: 120 });
const b = (done: number): RunProgress => ({ what: "b", done, of: 120 });

describe("a run that goes on", () => {
  it("goes on at the bases of the measurement it was in, whichever that was", () => {
    expect(at()).toBeNull();
    expect(at(curves("a1", 4), curves("a2", 4))).toEqual(["a", 4, 10]);
    expect(at(curves("a1", 10), curves("a2", 10), curves("c", 7))).toEqual(["c", 7, 10, "a"]);
    expect(at(curves("a", 10), curves("a", 3, 10))).toEqual(["a", 3, 4, "a"]);
    expect(at(curves("a", 10), curves("b", 10))).toEqual(["b", 10, 10, "a"]);
  });

  it("counts the bases of its shard", () => {
    const left = [0, 2, 4].map((base) => ({ lab: "untrained" as const, arm: "a", base }));
    const found = whereItContinues(left, { ...run, shard: { index: 1, of: 2 } }, whatOf);
    expect(found).toMatchObject({ done: 3, of: 5, continues: true });
  });

  it("says so, and says when it is ended how it goes on", () => {
    expect(continuesText(a(2))).toBe('Continuing at 2 of 120 bases of "a".');
    expect(continuesText({ ...b(2), complete: [a(120)] })).toBe(
      'Continuing at 2 of 120 bases of "b"; all of "a" are kept.',
    );
    expect(heard(a(1), a(2)).kept).toBe(
      'At least 2 of 120 bases of "a" are kept; the same command continues.',
    );
    expect(keptText(null)).toBeNull();
  });

  it("names what is over beside the measurement it is in when it is ended", () => {
    expect(heard(a(119), a(120), b(1)).kept).toBe(
      'All of "a", and at least 1 of 120 bases of "b", are kept; the same command continues.',
    );
    expect(heard(a(120)).kept).toBe('All of "a" are kept; the same command continues.');
    const c = { what: "c", done: 120, of: 120 };
    expect(heard(a(120), b(120), c).kept).toBe("All of 3 measurements are kept; the same command continues.");
  });

  it("counts nothing again that was there before, neither when it is ended nor while it is drawn", () => {
    const goesOn: RunProgress = { ...b(2), complete: [{ what: "a", of: 120 }], continues: true };
    const { drawn, kept } = heard(goesOn, a(1), a(120), b(1), b(2));
    expect(drawn).toEqual([goesOn]);
    expect(kept).toBe(
      'All of "a", and at least 2 of 120 bases of "b", are kept; the same command continues.',
    );
    expect(heard(goesOn, a(1), b(3)).drawn).toEqual([goesOn, b(3)]);
  });
});
