import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { createProgressBar, createRunProgress, leftInWords } from "../../../src/run/progress-bar.ts";

/** What a bar tells a stream, and a clock that only the test moves. */
function scene(isTTY = false, unit?: string) {
  const stream = Object.assign(new PassThrough({ encoding: "utf8" }), {
    isTTY,
    columns: 120,
    cursorTo() {},
    clearLine() {},
  });
  const clock = { ms: 0 };
  const bar = createProgressBar(stream as unknown as NodeJS.WriteStream, unit, () => clock.ms);
  return { bar, clock, told: () => String(stream.read() ?? "") };
}

describe("a progress bar", () => {
  it("on a terminal counts in its own unit, and in that of what it is told", () => {
    const { bar, told } = scene(true);
    bar.update({ what: "rows", done: 0, of: 64, unit: "MiB" });
    expect(told()).toContain("0 of 64 MiB · rows");
    bar.stop();
    const other = scene(true);
    other.bar.update({ what: "curves", done: 0, of: 1000 });
    expect(other.told()).toContain("0 of 1000 bases · curves");
    other.bar.stop();
  });

  it("in a log says nothing of what is over in five seconds", () => {
    const { bar, clock, told } = scene();
    for (let done = 0; done <= 1000; done++) {
      clock.ms = done * 4.9;
      bar.update({ what: "curves", done, of: 1000 });
    }
    expect(told()).toBe("");
  });

  it("in a log has at most a line for each tenth, and after half a minute one all the same", () => {
    const { bar, clock, told } = scene();
    for (let done = 0; done <= 1000; done++) {
      clock.ms = done * 100;
      bar.update({ what: "curves", done, of: 1000 });
    }
    const lines = told().trimEnd().split("\n");
    expect(lines.length).toBeGreaterThan(5);
    expect(lines.length).toBeLessThan(12);
    expect(lines[0]).toBe("50 of 1000 bases · curves · about 2 min left");
    const slow = scene();
    for (let done = 0; done <= 10; done++) {
      slow.clock.ms = done * 31_000;
      slow.bar.update({ what: "curves", done, of: 1000 });
    }
    expect(slow.told().trimEnd().split("\n")).toHaveLength(10);
  });

  it.each([
    [400, null],
    [3_000, "about 3 s left"],
    [170_000, "about 3 min left"],
    [5_400_000, "about 1.5 h left"],
  ])("says of %d ms left: %s", (ms, words) => {
    expect(leftInWords(ms)).toBe(words);
  });
});

describe("the progress of a run", () => {
  it("is one account of all its measurements, which never falls", () => {
    const clock = { ms: 0 };
    const inAll = createRunProgress(3, () => clock.ms);
    const shares: number[] = [];
    const lines: string[] = [];
    const measure = (what: string, curves: number, claim: string) => {
      for (let done = 1; done <= 10; done++) {
        clock.ms += 1000 * curves;
        const { whole } = inAll({ what, done, of: 10, curves }, claim);
        shares.push(whole!.share);
        lines.push(whole!.line);
      }
    };
    measure("15 curves of each", 15, "a");
    measure("real, absolute step, untrained model", 1, "b");
    measure("random, draw 2, plateau", 1, "c");
    expect(shares.slice(1).every((share, i) => share >= shares[i]!)).toBe(true);
    expect(shares.at(-1)).toBe(1);
    expect(lines[0]).toBe("measuring 1 of 10 bases · 15 curves of each · claim 1 of 3");
    expect(lines[4]).toBe("measuring 5 of 10 bases · 15 curves of each · claim 1 of 3 · about 2 min left");
    expect(lines.at(-2)).toBe(
      "measuring 9 of 10 bases · random, draw 2, plateau · claim 3 of 3 · about 1 s left",
    );
  });

  it("passes on what is no measurement as it is", () => {
    const fetching = { what: "rows", done: 1, of: 2, unit: "MiB" };
    expect(createRunProgress(3)(fetching, "a")).toEqual(fetching);
  });
});
