import { describe, expect, it } from "vitest";
import { keptStreams } from "../../../src/experiment/bases/kept-streams.ts";

/** Streams of 4 numbers, 16 bytes, and how often each was run. */
function counting(most: number) {
  const runs: number[] = [];
  const streamOf = keptStreams(async (base) => {
    runs.push(base);
    return { rows: 2, cols: 2, data: Float32Array.of(base, 0, 0, 0) };
  }, most);
  return { runs, streamOf };
}

describe("the streams of prompts that are perturbed again and again", () => {
  it("are run once each where they fit", async () => {
    const { runs, streamOf } = counting(32);
    for (const base of [0, 1, 0, 1]) expect((await streamOf(base)).data[0]).toBe(base);
    expect(runs).toEqual([0, 1]);
  });

  it("are run again where they do not, and those that are kept stay", async () => {
    const { runs, streamOf } = counting(31);
    for (const base of [0, 1, 0, 1]) expect((await streamOf(base)).data[0]).toBe(base);
    expect(runs).toEqual([0, 1, 1]);
  });
});
