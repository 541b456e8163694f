/** Reports of made-up papers on made-up models, bent from the frozen ones. */
import type { CommonVerdict, Report } from "../../src/report/report.generated.ts";
import { frozenReport } from "../unit/report/frozen.ts";

export interface MadeUpRun {
  readonly paper?: string;
  readonly model?: string;
  readonly kind?: Report["model"]["kind"];
  readonly seed?: string;
  readonly verdicts?: Readonly<Record<string, CommonVerdict>>;
}

/** A report of `paper` on `model`, with these hypotheses. No criterion failed and none is unexpected. */
export function madeUpRun({
  paper = "synthetic-activations",
  model = "organism",
  kind = "organism",
  seed = "0",
  verdicts = { E2: "supported" },
}: MadeUpRun = {}): Report {
  const report = frozenReport();
  report.paper = { ...report.paper, id: paper, title: `The paper ${paper}`, by: ["A. Author", "B. Author"] };
  report.model = { ...report.model, name: model, kind, weightsDigest: digestOf(model) };
  report.protocol.seed = seed;
  const ids = Object.keys(verdicts);
  report.criteria = ids.map((id, i) => ({
    ...structuredClone(report.criteria[0]!),
    ...{ key: `${paper}/claim-${i}`, hypothesis: id, expected: null, verdict: verdictIn(verdicts[id]!) },
  }));
  report.hypotheses = ids.map((id, i) => ({
    ...{
      id,
      says: `What ${id} says.`,
      family: "primary" as const,
      verdict: verdicts[id]!,
      reason: "A spec.",
    },
    criteria: [report.criteria[i]!.key],
  }));
  report.summary = { criteria: ids.length, byVerdict: {}, unexpected: [], complete: true };
  for (const { verdict } of report.criteria)
    report.summary.byVerdict[verdict] = (report.summary.byVerdict[verdict] ?? 0) + 1;
  return report;
}

/** The verdict of a hypothesis' only criterion; of one that is mixed it is one of several. */
function verdictIn(verdict: CommonVerdict): Report["criteria"][number]["verdict"] {
  return verdict === "mixed" ? "supported" : verdict;
}

/** The same for the same name, in the form of a digest. */
function digestOf(name: string): string {
  return [...name.repeat(64)]
    .map((letter) => (letter.charCodeAt(0) % 16).toString(16))
    .join("")
    .slice(0, 64);
}
