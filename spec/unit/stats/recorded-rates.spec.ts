import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type RecordedRates, usable } from "../../support/decision-rules/recorded-rates.ts";
import { digestOfSources, importedBy } from "../../support/decision-rules/simulated-sources.ts";
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
  it("holds the judge, the statistics, the random streams and the authors' distributions", () => {
    expect(importedBy(SIMULATION, read).files).toEqual(
      expect.arrayContaining([
        SIMULATION,
        "src/claim/judge.ts",
        "src/math/rng.ts",
        "src/papers/synthetic-activations/authors-distributions.ts",
        "src/stats/bootstrap.ts",
        "src/stats/debiased-wasserstein.ts",
        "src/stats/ks-combination.ts",
        "src/stats/mean-combination.ts",
        "src/stats/mean-difference.ts",
      ]),
    );
  });

  it.each(["src/claim/judge.ts", "src/stats/bootstrap.ts", "src/math/rng.ts", SIMULATION])(
    "is another when a byte of %s is",
    (changed) => {
      const edited = (path: string) => (path === changed ? `${read(path)} ` : read(path));
      expect(digestOfSources(SIMULATION, edited)).not.toBe(digestOfSources(SIMULATION, read));
    },
  );

  it("is another with another version of a package that it imports, and the same with another sentence of an error", () => {
    const sources: Record<string, string> = {
      "a.ts": 'import x from "x";\nimport { E } from "./src/errors/index.ts";\nexport * from "./b.ts";',
      "b.ts": "",
      "src/errors/index.ts": "one",
      "package.json": '{"dependencies":{"x":"1.0.0"}}',
    };
    const digest = (changes: Record<string, string>) =>
      digestOfSources("a.ts", (path) => ({ ...sources, ...changes })[path]!);
    expect(digest({ "package.json": '{"dependencies":{"x":"1.0.1"}}' })).not.toBe(digest({}));
    expect(digestOfSources("b.ts", (path) => sources[path]!, ["5"])).not.toBe(
      digestOfSources("b.ts", (path) => sources[path]!, ["4"]),
    );
    expect(digest({ "b.ts": "1" })).not.toBe(digest({}));
    expect(digest({ "src/errors/index.ts": "two" })).toBe(digest({}));
  });

  it("finds imports over several lines, exports and dynamic ones, and no types, which are erased", () => {
    const sources: Record<string, string> = {
      "a.ts":
        'import {\n  a,\n  b,\n} from "./b.ts";\nimport type { C } from "./c.ts";\nexport * from "./d.ts";\nawait import("./e.ts");\nexport const s = "./f.ts";',
      "b.ts": "",
      "c.ts": "",
      "d.ts": "",
      "e.ts": "",
    };
    expect(importedBy("a.ts", (path) => sources[path]!).files).toEqual(["a.ts", "b.ts", "d.ts", "e.ts"]);
  });
});
