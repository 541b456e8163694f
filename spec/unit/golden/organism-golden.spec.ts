import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Verdict } from "../../../src/claim/judge.ts";
import { acceptGolden } from "../../../src/cli/commands/golden-accept.ts";
import type { GoldenStore } from "../../../src/golden/golden-store.ts";
import { organismDifferences, statisticTolerance } from "../../../src/golden/organism-golden.ts";
import type { Report } from "../../../src/report/report.generated.ts";
import { defaultRunOptions, isDefaultRun } from "../../../src/run/run-options.ts";
import { directory } from "../../../src/run/sources/source.ts";

const because = "for the test";

describe("the tolerance of a statistic", () => {
  it.each([
    ["steps", 0.3],
    ["probability", 0.01],
    ["ratio", 0.1],
  ])("in %s is %f far from the threshold", (unit, abs) => {
    expect(statisticTolerance(unit, { above: 3, because }, 9)).toMatchObject({ abs, rel: 0 });
  });

  it("is 1 % of a ratio above 10", () => {
    expect(statisticTolerance("ratio", { above: 27, because }, 300).abs).toBe(3);
  });

  it("is a quarter of the distance to the nearer end of the threshold where that is less", () => {
    expect(statisticTolerance("steps", { above: 3, because }, 3.5).abs).toBe(0.125);
    expect(statisticTolerance("steps", { above: 3, because }, 2.75).abs).toBe(0.0625);
    expect(statisticTolerance("steps", { within: 1.5, because }, -1).abs).toBe(0.125);
    expect(statisticTolerance("steps", { above: 3, because }, null).abs).toBe(0.3);
  });

  it("is nothing for a unit that has none", () => {
    expect(statisticTolerance("furlongs", { above: 3, because }, 9).abs).toBe(0);
  });
});

describe("a run of the shipped organism", () => {
  const run = defaultRunOptions("/repo");

  it("is the default one, wherever its report goes and with however many threads, and if one claim alone is run", () => {
    expect(
      isDefaultRun(
        { ...run, out: "/elsewhere", threads: 8, claim: ["synthetic-activations/plateau-order"] },
        "/repo",
      ),
    ).toBe(true);
  });

  it.each([
    { bases: 20 },
    { seed: "1" },
    { model: directory("/gpt2") },
    { sae: null },
    { prompts: "p.txt" },
    { grid: "authors" as const },
    { moreBases: 4000 },
    { device: "webgpu" as const },
  ])("is another one with %o", (change) => {
    expect(isDefaultRun({ ...run, ...change }, "/repo")).toBe(false);
  });

  describe("against its golden", () => {
    let store: GoldenStore;
    const weightsDigest = "0123456789abcdef";
    const given = (value: number | null, control: Verdict = "contradicted") => ({
      key: "made-up/part",
      statistic: { name: "s", unit: "steps", method: "percentile" as const },
      threshold: { above: 3, because },
      judgement: { verdict: "supported" as const, reason: "r", value, interval: null, n: 1000 },
      control: { name: "c", verdict: control, reason: "r", value: 0, interval: null, n: 1000 },
    });
    const differences = (
      evidence: ReturnType<typeof given>,
      facts: Partial<Parameters<typeof organismDifferences>[1]> = {},
    ) => organismDifferences(evidence, { store, weightsDigest, published: null, ...facts });

    beforeEach(() => {
      const folder = mkdtempSync(join(tmpdir(), "organism-golden-"));
      store = {
        goldenDirectory: join(folder, "golden"),
        pendingDirectory: join(folder, "pending"),
        ci: false,
      };
    });
    afterEach(() => rmSync(join(store.goldenDirectory, ".."), { recursive: true, force: true }));

    it("fails where there is none, and matches what was accepted then", () => {
      expect(differences(given(8))).toEqual([
        expect.stringContaining('There is no golden "organism/made-up/part"'),
      ]);
      acceptGolden(store, "organism/made-up/part", "the first one", new Date(0));
      expect(differences(given(8))).toEqual([]);
    });

    it("takes 0.99 of the tolerance and refuses 1.01, on either side", () => {
      differences(given(8));
      acceptGolden(store, "organism/made-up/part", "the first one", new Date(0));
      for (const sign of [1, -1]) {
        expect(differences(given(8 + sign * 0.297))).toEqual([]);
        expect(differences(given(8 + sign * 0.303))[0]).toContain("value is");
      }
    });

    it("keeps the tolerance of what was accepted: a value that drifts to the threshold is still measured by it", () => {
      differences(given(3.4));
      acceptGolden(store, "organism/made-up/part", "the first one", new Date(0));
      expect(differences(given(3.31))).toEqual([]);
      expect(differences(given(3.29))[0]).toContain("allowed 0.1");
    });

    it("gives a value that is accepted later the tolerance of its own distance to the threshold", () => {
      for (const value of [8, 3.4]) {
        expect(differences(given(value))).toHaveLength(1);
        acceptGolden(store, "organism/made-up/part", "it moved", new Date(0));
        expect(differences(given(value))).toEqual([]);
      }
      expect(differences(given(3.51))[0]).toContain("allowed 0.1");
    });

    it("refuses other weights, another verdict of the control, and a number that is no longer there", () => {
      differences(given(8));
      acceptGolden(store, "organism/made-up/part", "the first one", new Date(0));
      expect(differences(given(8), { weightsDigest: "f".repeat(64) })[0]).toContain("weights is");
      expect(differences(given(8, "inconclusive"))[0]).toContain('control is "inconclusive"');
      expect(differences(given(null))[0]).toContain("value is null");
    });

    describe("and the committed report", () => {
      const report = (value: number, verdict: Verdict) =>
        ({ criteria: [{ key: "made-up/part", verdict, statistic: { value } }] }) as unknown as Report;

      beforeEach(() => {
        differences(given(8));
        acceptGolden(store, "organism/made-up/part", "the first one", new Date(0));
      });

      it("agrees within the tolerance", () => {
        expect(differences(given(8), { published: report(8.297, "supported") })).toEqual([]);
      });

      it("is told when the value, the verdict or the claim itself differs", () => {
        const told = (published: Report) => differences(given(8), { published })[0];
        expect(told(report(8.303, "supported"))).toContain(
          'reports/organism/report.json says supported, 8.303 of "made-up/part"; this run supported, 8.',
        );
        expect(told(report(8, "inconclusive"))).toContain("says inconclusive");
        expect(told({ criteria: [] } as unknown as Report)).toContain('lacks "made-up/part"');
      });
    });
  });
});
