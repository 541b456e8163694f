import { describe, expect, it } from "vitest";
import { measuringThreads, measuringThreadsText } from "../../../src/run/measuring-threads.ts";

const ORGANISM = 2e6;
const GPT2_SMALL = 498e6;
const machine = { workers: null, threads: null, cores: 2, freeBytes: 8e9 };

describe("the threads a run is measured with", () => {
  it("are one a worker and a worker a core where weights are small", () => {
    for (const cores of [1, 2, 16])
      expect(measuringThreads({ ...machine, cores, freeBytes: 64e9, weightBytes: ORGANISM })).toEqual({
        workers: cores,
        threads: 1,
      });
  });

  it("are two a worker where weights are large, on every machine, so that bits are the same", () => {
    const on = (cores: number, freeBytes: number) =>
      measuringThreads({ ...machine, cores, freeBytes, weightBytes: GPT2_SMALL });
    expect(on(1, 4e9)).toEqual({ workers: 1, threads: 2 });
    expect(on(2, 64e9)).toEqual({ workers: 1, threads: 2 });
    expect(on(16, 64e9)).toEqual({ workers: 8, threads: 2 });
  });

  it("are fewer workers where their copies of the weights would not fit into what is free, and at least one", () => {
    const on = (freeBytes: number) =>
      measuringThreads({ ...machine, cores: 16, freeBytes, weightBytes: GPT2_SMALL }).workers;
    expect([on(64e9), on(4e9), on(1e9)]).toEqual([8, 2, 1]);
  });

  it("are what was asked for, each by itself", () => {
    const asked = { ...machine, weightBytes: ORGANISM };
    expect(measuringThreads({ ...asked, workers: 5 })).toEqual({ workers: 5, threads: 1 });
    expect(measuringThreads({ ...asked, threads: 2 })).toEqual({ workers: 1, threads: 2 });
    expect(measuringThreads({ ...asked, workers: 3, threads: 4 })).toEqual({ workers: 3, threads: 4 });
  });

  it("are said in words", () => {
    expect(measuringThreadsText({ workers: 1, threads: 2 })).toBe("1 worker with 2 threads");
    expect(measuringThreadsText({ workers: 8, threads: 1 })).toBe("8 workers with 1 thread each");
  });
});
