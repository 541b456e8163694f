import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type RecordedRates, usable } from "../../support/decision-rules/recorded-rates.ts";
import { digestOfSources, running } from "../../support/decision-rules/simulated-sources.ts";
import { ROOT } from "../../support/root.ts";

const SIMULATION = "spec/support/decision-rules/simulation.ts";
const read = (path: string) => readFileSync(join(ROOT, path), "utf8");

describe("recorded rates", () => {
  const rates: RecordedRates = { simulated: "abc", rules: {}, e5OnMoreBases: 0.9, ksAlone: 0.2 };
  const recorded = { rates, node: "v20.20.2" };
  const here = { simulated: "abc", node: "v20.19.0", full: false };

  it("stand for a simulation of the same sources on the same major version of Node", () => {
    expect(usable(recorded, here)).toBe(rates);
  });

  it.each([
    ["of other sources", recorded, { ...here, simulated: "abd" }],
    ["of another Node", recorded, { ...here, node: "v22.1.0" }],
    ["in a full run", recorded, { ...here, full: true }],
    ["where there are none", null, here],
  ])("are simulated again %s", (_, was, is) => {
    expect(usable(was, is)).toBeNull();
  });
});

describe("the digest of what is simulated", () => {
  it("is of the judge, the statistics, the random streams and the authors' distributions", async () => {
    const { code, packages } = await running(SIMULATION, read);
    const called = ["simulateRule", "compare", "rngFromSeed", "stepSampler", "bootstrap"];
    const statistics = ["debiasedWasserstein", "ksCombination", "meanCombination", "meanDifference"];
    for (const name of [...called, ...statistics]) expect(code).toContain(`function ${name}(`);
    expect(packages).toEqual(["seedrandom"]);
  });

  it.each([
    ["src/claim/compare.ts", "low > limit", "low >= limit"],
    ["src/stats/bootstrap.ts", "0.975", "0.97"],
    ["src/stats/quantile.ts", "sorted.length - 1", "sorted.length"],
    ["src/math/rng.ts", '"sha256"', '"sha512"'],
    ["src/math/xor4096.ts", "seedrandom.xor4096", "seedrandom.alea"],
    ["src/papers/synthetic-activations/authors-distributions.ts", "0.018", "0.019"],
    [SIMULATION, "DATA_SETS = 500", "DATA_SETS = 400"],
  ])("is another when %s says another number than %j", async (changed, from, to) => {
    expect(read(changed)).toContain(from);
    const edited = (path: string) => (path === changed ? read(path).replace(from, to) : read(path));
    expect(await digestOfSources(SIMULATION, edited)).not.toBe(await digestOfSources(SIMULATION, read));
  });

  it("is the same when what nobody calls has changed: a comment, a type, another bound, the judge's words on doubt", async () => {
    const additions: Readonly<Record<string, string>> = {
      "src/limits.ts": "/** One more. */\nexport const ONE_MORE = 1 << 4;\n",
      "src/stats/bootstrap.ts": "// a comment\nexport type More = number;\n",
      "src/claim/judge.ts": "export function more(): number {\n  return 5;\n}\n",
    };
    const edited = (path: string) =>
      `${read(path).replaceAll("The control is missing", "There is no control")}${additions[path] ?? ""}`;
    expect(await digestOfSources(SIMULATION, edited)).toBe(await digestOfSources(SIMULATION, read));
  });

  it("is another with another version of a package that it imports, and the same with another sentence of an error", async () => {
    const sources: Record<string, string> = {
      "a.ts":
        'import x from "x";\nimport { E } from "./src/errors/index.ts";\nimport { b } from "./b.ts";\nexport const a = () => x(b, E);',
      "b.ts": "export const b = [0];",
      "src/errors/index.ts": "one",
      "package.json": '{"dependencies":{"x":"1.0.0"}}',
    };
    const digest = (changes: Record<string, string>, given: readonly string[] = []) =>
      digestOfSources("a.ts", (path) => ({ ...sources, ...changes })[path]!, given);
    const before = await digest({});
    expect(await digest({ "package.json": '{"dependencies":{"x":"1.0.1"}}' })).not.toBe(before);
    expect(await digest({}, ["5"])).not.toBe(await digest({}, ["4"]));
    expect(await digest({ "b.ts": "export const b = [1];" })).not.toBe(before);
    expect(await digest({ "src/errors/index.ts": "two" })).toBe(before);
  });

  it("holds what runs because it is imported, by a name, for its own sake, again or at run time, and no types", async () => {
    const sources: Record<string, string> = {
      "a.ts":
        'import {\n  b,\n} from "./b.ts";\nimport type { C } from "./c.ts";\nexport * from "./d.ts";\nimport "./e.ts";\nawait import("./f.ts");\nexport const s: C = b + "./g.ts";',
      "b.ts": "export const b = [1].join();",
      "d.ts": "export const d = [2];",
      "e.ts": "globalThis.e = 3;",
      "f.ts": "export const f = [4];",
    };
    const { code } = await running("a.ts", (path) => sources[path]!);
    for (const part of ["[1].join()", "d=[2]", "e=3", "f=[4]"]) expect(code).toContain(part);
  });
});
