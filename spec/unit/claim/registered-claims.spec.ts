import { basename } from "node:path";
import { describe, expect, it, vi } from "vitest";
import type { Claim } from "../../../src/claim/claim.ts";
import type { ControlDefinition } from "../../../src/vitest/claim-test.ts";
import { sourceFiles } from "../../support/source-imports.ts";

interface Registered {
  readonly file: string;
  readonly claim: Claim<string>;
  readonly control: ControlDefinition;
}

const registered = vi.hoisted(() => [] as { claim: unknown; control: unknown }[]);
vi.mock("../../../src/vitest/claim-test.ts", () => ({
  claimTest: (claim: unknown, _observe: unknown, control: unknown) => registered.push({ claim, control }),
}));

const files = sourceFiles("spec/claims").filter(({ path }) => path.endsWith(".spec.ts"));
const claims: Registered[] = [];
for (const { path } of files) {
  registered.length = 0;
  await import(`../../claims/${basename(path, ".ts")}.ts`);
  for (const { claim, control } of registered)
    claims.push({
      file: basename(path, ".spec.ts"),
      claim: claim as Claim<string>,
      control: control as ControlDefinition,
    });
}

/** The thresholds that were registered before any run; they move only with a dated entry in DECISIONS. */
const THRESHOLDS: Readonly<Record<string, { readonly above: number } | { readonly within: number }>> = {
  "step-like-response.absolute": { above: 3 },
  "step-like-response.relative": { above: 3 },
  "earlier-towards-real.absolute": { above: 3 },
  "earlier-towards-real.relative": { above: 4 },
  "structured-resembles-real.absolute": { above: 0 },
  "structured-resembles-real.relative": { above: 0 },
  "bag-resembles-real-less.absolute": { above: 0 },
  "bag-resembles-real-less.relative": { above: 0 },
  "longer-plateaus-around-real": { above: 2 },
  "plateau-order.structured-over-baseline": { above: 1 },
  "plateau-order.real-over-random": { above: 2 },
  "reconstruction-behaves-like-real.max-slope": { within: 1.5 },
  "reconstruction-behaves-like-real.plateau": { within: 2 },
};

describe("the claims of spec/claims", () => {
  it("are there: every file defines at least one", () => {
    expect(new Set(claims.map(({ file }) => file)).size).toBe(files.length);
    expect(files.length).toBeGreaterThan(6);
  });

  it("each have an id that is the file's name, or begins with it and a dot, and no two the same", () => {
    const strays = claims.filter(({ file, claim: { id } }) => id !== file && !id.startsWith(`${file}.`));
    expect(strays.map(({ claim }) => claim.id)).toEqual([]);
    const ids = claims.map(({ claim }) => claim.id);
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
  });

  it("each have a reason, a place in the paper and a named control that acts on the lab", () => {
    for (const { claim, control } of claims) {
      expect(claim.threshold.because.length).toBeGreaterThan(10);
      expect(claim.paper.where.length).toBeGreaterThan(5);
      expect(claim.hypothesis).toMatch(/^E\d+$/);
      expect(control.name.length).toBeGreaterThan(5);
      expect(typeof control.of).toBe("function");
    }
  });

  it("have the thresholds that were registered before any run", () => {
    const limits = claims
      .filter(({ claim }) => Object.hasOwn(THRESHOLDS, claim.id))
      .map(({ claim: { id, threshold } }) => {
        const { because: _, ...limit } = threshold;
        return [id, limit];
      });
    expect(Object.fromEntries(limits)).toEqual(THRESHOLDS);
  });

  it("use the basic interval for KS distances, and the percentile interval for means and medians", () => {
    for (const { claim } of claims)
      expect(claim.statistic.interval).toBe(claim.statistic.name.includes("KS(") ? "basic" : "percentile");
  });
});
