import { describe, expect, it } from "vitest";
import { sparingly } from "../../../src/run/out/sparingly.ts";

/** What is told of steps of a clock, and of what was measured then. */
function toldOf(steps: readonly { at: number; what?: string; done: number; continues?: true }[]): number[] {
  const told: number[] = [];
  let clock = 0;
  const tell = sparingly(
    ({ done }) => told.push(done),
    () => clock,
  );
  for (const { at, what = "a", ...progress } of steps) {
    clock = at;
    tell({ what, of: 10, ...progress });
  }
  return told;
}

describe("progress that is told sparingly", () => {
  it("is told at once, and then every tenth of a second at most", () => {
    const steps = [0, 20, 99, 100, 150, 199, 200].map((at, done) => ({ at: 1000 + at, done }));
    expect(toldOf(steps)).toEqual([0, 3, 6]);
  });

  it("is always told when a measurement begins, ends, or goes on where another was ended", () => {
    const steps = [
      { at: 1000, done: 1 },
      { at: 1001, done: 10 },
      { at: 1002, what: "b", done: 2 },
      { at: 1003, what: "b", done: 3 },
      { at: 1004, what: "b", done: 4, continues: true as const },
    ];
    expect(toldOf(steps)).toEqual([1, 10, 2, 4]);
  });
});
