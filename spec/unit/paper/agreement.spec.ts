import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { RunRecord } from "../../../src/experiment/record.generated.ts";
import { type AuthorsValues, agreementWith } from "../../../src/paper/agreement.ts";
import { papers } from "../../../src/papers/index.ts";
import { paper } from "../../../src/papers/synthetic-activations/index.ts";
import { ROOT } from "../../support/root.ts";

const frozen = join(ROOT, "fixtures/report/frozen-report-gpt2-small.json");
type Measured = Pick<RunRecord, "measurements" | "reference">;
const { measurements, reference }: Measured = JSON.parse(readFileSync(frozen, "utf8"));
const rows = agreementWith(paper.authors, { measurements, reference });

/** One number of one type of one metric, with ours at will. */
const made = (authors: number, ours: number | null): boolean | null => {
  const table: AuthorsValues = {
    tolerances: { mean: 1.5, sd: 1.5, ksToReference: 0.05 },
    tables: [
      {
        metric: "m",
        unit: "miles",
        source: "p. 1",
        trust: "printed",
        types: { t: { mean: authors, sd: 1, ksToReference: null } },
      },
    ],
  };
  const summary = { mean: ours, sd: 1, median: 1, n: 9, never: 0, ksToReference: null };
  const record = { reference: "t", measurements: ours === null ? {} : { m: { t: summary } } };
  return agreementWith(table, record as Measured)[0]!.agrees;
};

describe("our numbers beside the authors'", () => {
  it("are those of the frozen run, for every number that the authors printed and no other", () => {
    const printed = paper.authors.tables.flatMap(({ types }) =>
      Object.values(types).flatMap((row) => Object.values(row).filter((value) => value !== null)),
    );
    expect(rows).toHaveLength(printed.length);
    expect(printed).toHaveLength(11 + 14 + 11 + (8 + 11 + 11 + 6));
    for (const { id, ours } of rows) {
      const [metric, type, quantity] = [id.split(".").slice(0, -2).join("."), ...id.split(".").slice(-2)];
      const told = measurements[metric]?.[type!] as unknown as Record<string, number> | undefined;
      expect(ours, id).toBe(told?.[quantity!] ?? null); // the frozen run has the tables of its time
    }
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
  });

  it("are told with quantity, unit, rule and source", () => {
    const told = (id: string) => rows.find((row) => row.id === id);
    expect(told("maxSlopeStep.absolute.real.mean")).toEqual({
      id: "maxSlopeStep.absolute.real.mean",
      quantity: "maxSlopeStep.absolute, real, mean",
      unit: "steps",
      authors: 41.1225,
      ours: measurements["maxSlopeStep.absolute"]!["real"]!.mean,
      rule: "within ±1.5",
      agrees: true,
      source: "authors' notebooks, D3, n = 2000; printed",
    });
    expect(told("plateauLength.random.ksToReference")).toMatchObject({
      quantity: "plateauLength, random, KS to real",
      unit: "probability",
      authors: 0.602,
      rule: "within ±0.05",
    });
    expect(told("plateauLength.real.ksToReference")).toBeUndefined();
    expect(told("maxSlopeStep.absolute.baseline.mean")).toBeUndefined();
  });

  it("agree up to their tolerance and at it, on both sides", () => {
    for (const sign of [1, -1]) {
      expect(made(40, 40 + sign * 1.5)).toBe(true);
      expect(made(40, 40 + sign * 1.5001)).toBe(false);
    }
  });

  it("are refused by name where they are known to be invalid", () => {
    const [first, ...tables] = paper.authors.tables;
    const kl = tables.find(({ metric }) => metric === "maxSlopeStep.absolute.kl")!;
    const types = { ...kl.types, structured: { ...kl.types.structured!, ksToReference: 0.1035 } };
    const wrong: AuthorsValues = { ...paper.authors, tables: [first!, { ...kl, types }] };
    expect(() => agreementWith(wrong, { measurements, reference })).toThrow(
      /maxSlopeStep.absolute.kl.structured.ksToReference is 0.1035/,
    );
    for (const { because, id } of paper.authors.invalid!) expect(because.length, id).toBeGreaterThan(20);
  });

  it("may have a tolerance of their own, with a reason", () => {
    const table: AuthorsValues = {
      tolerances: { mean: 1.5, sd: 1.5, ksToReference: 0.05 },
      tables: [
        {
          metric: "m",
          unit: "miles",
          source: "p. 1",
          trust: "digitised",
          tolerances: { mean: 3, because: "a coarse figure" },
          types: { t: { mean: 40, sd: 1, ksToReference: null } },
        },
      ],
    };
    const summary = { mean: 42.5, sd: 1, median: 1, n: 9, never: 0, ksToReference: null };
    const [mean, sd] = agreementWith(table, { reference: "t", measurements: { m: { t: summary } } } as never);
    expect([mean!.rule, mean!.agrees, sd!.rule]).toEqual(["within ±3", true, "within ±1.5"]);
    for (const { authors } of papers)
      for (const { metric, tolerances } of authors?.tables ?? [])
        if (tolerances) expect(tolerances.because.length, metric).toBeGreaterThan(10);
  });

  it("neither agree nor disagree where we have none", () => {
    expect(made(40, null)).toBeNull();
  });

  it("are of metrics and types that the paper's reports show", () => {
    for (const { authors, metrics, types } of papers)
      for (const table of authors?.tables ?? []) {
        expect(metrics.map(({ key }) => key)).toContain(table.metric);
        expect(types.map(({ key }) => key)).toEqual(expect.arrayContaining(Object.keys(table.types)));
      }
  });
});
