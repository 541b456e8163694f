import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { InvalidInputError } from "../../../src/errors/index.ts";
import { checkAsyncProperty, checkProperty, replayLine, seedFrom } from "../../../src/vitest/property.ts";

const smallerThan50 = fc.property(fc.integer({ min: 0, max: 100 }), (n) => n < 50);

beforeEach(() => {
  vi.stubEnv("FC_SEED", "");
  vi.stubEnv("FC_PATH", "");
});
afterEach(() => vi.unstubAllEnvs());

describe("a law that fails", () => {
  it("shows its seed, the shrunk counterexample and a line that replays it", () => {
    expect(() => checkProperty(smallerThan50, { seed: 7 })).toThrow(
      /Counterexample: \[50\][\s\S]*Replay: FC_SEED=7 FC_PATH="[\d:]+" npx vitest run spec\/unit\/vitest\/property\.spec\.ts -t '/,
    );
  });

  it("rejects when it is asynchronous", async () => {
    const law = fc.asyncProperty(fc.integer(), async () => false);
    await expect(checkAsyncProperty(law, { seed: 7 })).rejects.toThrow(/Replay: FC_SEED=7/);
  });
});

describe("a law that holds", () => {
  it("draws the same cases from run to run", () => {
    const draws = () => {
      const seen: number[] = [];
      checkProperty(
        fc.property(fc.integer(), (n) => {
          seen.push(n);
        }),
        { numRuns: 20 },
      );
      return seen;
    };
    const first = draws();
    expect(first).toHaveLength(20);
    expect(draws()).toEqual(first);
  });
});

describe("the replay line", () => {
  it("runs the shrunk case and nothing else", () => {
    let message = "";
    try {
      checkProperty(smallerThan50, { seed: 7 });
    } catch (error) {
      message = String(error);
    }
    vi.stubEnv("FC_SEED", /FC_SEED=(\S+)/.exec(message)?.[1] ?? "missing");
    vi.stubEnv("FC_PATH", /FC_PATH="([\d:]+)"/.exec(message)?.[1] ?? "missing");
    const tried: number[] = [];
    const law = fc.property(fc.integer({ min: 0, max: 100 }), (n) => {
      tried.push(n);
      return n < 50;
    });
    expect(() => checkProperty(law)).toThrow(/Counterexample: \[50\]/);
    expect(tried).toEqual([50]);
  });

  it("quotes a title with an apostrophe for the shell and a bracket for the regular expression", () => {
    const line = replayLine({ file: "spec/laws/x.spec.ts", title: "it's f(x)", seed: -3, path: "4:0" });
    expect(line).toBe(`FC_SEED=-3 FC_PATH="4:0" npx vitest run spec/laws/x.spec.ts -t 'it'\\''s f\\(x\\)'`);
  });

  it("takes its seed from FC_SEED, else from the law", () => {
    expect([seedFrom("12", 5), seedFrom(undefined, 5), seedFrom("", 5)]).toEqual([12, 5, 5]);
    expect(() => seedFrom("twelve", 5)).toThrow(InvalidInputError);
  });
});
