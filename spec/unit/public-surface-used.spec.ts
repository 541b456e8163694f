import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { exportsOf, importsOf, textsBelow } from "../support/public-surface.ts";
import { ROOT } from "../support/root.ts";

/** A program that has nothing but the entry. */
const PROGRAM = readFileSync(join(ROOT, "spec/unit/public-surface.spec.ts"), "utf8");
/** What papers, their claims and generators are made of, those to come among them. */
const PACKS = [
  // a generator lies beside what it is made with; one of a repository of its own does not
  ...textsBelow("src/activations").map((text) => text.replaceAll('from "./', 'from "../activations/')),
  ...textsBelow("src/papers"),
  ...textsBelow("spec/claims", ".spec.ts"),
  ...textsBelow("src/cli/templates"),
];

const surface = exportsOf();
const usedByPacks = importsOf(PACKS);
const says = (text: string, name: string) => new RegExp(`\\b${name}\\b`).test(text);

describe("the public surface", () => {
  it("is read: declarations are found behind the files that hand them on", () => {
    const named = (name: string) => surface.find((one) => one.name === name);
    expect(named("papers")!.origin).toBe("src/papers/index.ts#papers");
    expect(named("BagOfLatentsError")!.origin).toBe("src/errors/base.ts#BagOfLatentsError");
    expect(named("CurveMetric")).toMatchObject({ isType: true, isDocumented: true });
    expect(usedByPacks).toContain("src/experiment/curve-metric.ts#CurveMetric");
    expect(usedByPacks).toContain("src/stats/mean-difference.ts#meanDifference");
  });

  it("promises no function that no paper, claim or template uses and no program shows", () => {
    const idle = surface.filter(
      ({ name, isType, origin }) => !isType && !usedByPacks.has(origin) && !says(PROGRAM, `bol.${name}`),
    );
    expect(idle.map(({ name }) => name)).toEqual([]);
  });

  it("promises no type that no paper, claim or template uses and that nothing else it promises speaks of", () => {
    const idle = surface.filter(
      ({ name, isType, origin }) =>
        isType &&
        !usedByPacks.has(origin) &&
        !says(PROGRAM, `bol.${name}`) &&
        !surface.some((other) => other.name !== name && says(other.text, origin.split("#")[1]!)),
    );
    expect(idle.map(({ name }) => name)).toEqual([]);
  });

  it("has a docstring on everything it promises", () => {
    expect(surface.filter(({ isDocumented }) => !isDocumented).map(({ origin }) => origin)).toEqual([]);
  });
});
