/** Two made-up runs that share most of their bases: the frozen report, and one with another SAE. */
import type { PairedDifference } from "../../src/claim/paired-difference.ts";
import type { Run } from "../../src/report/compare/compared-groups.ts";
import { frozenReport } from "../unit/report/frozen.ts";

/** Base prompts of the runs; one of them is another prompt in each. */
const BASES = 12;
const OTHER = 5;

/** The first metric of the page, whose single values are made up here, and its type. */
const METRIC = "maxSlopeStep.relative";
const TYPE = "real";

/** The runs, and the differences of criteria that samples would give. */
export interface TwoRuns {
  readonly a: Run;
  readonly b: Run;
  readonly paired: ReadonlyMap<string, PairedDifference>;
}

/** Fresh copies, to be bent. */
export function twoRuns(): TwoRuns {
  const [a, b] = [runOf(0), runOf(1)];
  b.report.sae = { ...b.report.sae!, name: "sae/wider", weightsDigest: "9".repeat(64), latents: 4096 };
  b.report.provenance.commit = "f".repeat(40);
  const [first, second] = b.report.criteria;
  Object.assign(first!.statistic, { value: 0.2, interval: [0.1, 0.3] });
  first!.verdict = "contradicted";
  b.report.criteria.pop();
  const statistic = second!.statistic.name;
  return {
    a,
    b,
    paired: new Map([
      [second!.key, { key: second!.key, statistic, value: 0, interval: [-0.25, 0.25], n: BASES - 1 }],
    ]),
  };
}

/** `shift`: how many steps later all bases are. */
function runOf(shift: number): Run {
  const report = frozenReport();
  report.measurements[METRIC]![TYPE] = { ...report.measurements[METRIC]![TYPE]!, n: BASES, mean: 50 + shift };
  const tokens = Array.from({ length: BASES }, (_, base) => [base, base === OTHER ? shift : 7]);
  const of = tokens.map((_, base) => 45 + base + shift * (1 + (base % 2) / 10));
  return {
    report,
    beside: { evidence: [], bases: { tokens, values: [{ metric: METRIC, type: TYPE, of }] } as never },
  };
}
