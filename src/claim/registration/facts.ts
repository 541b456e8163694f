import { createHash } from "node:crypto";
import type { CodeMetric } from "../../experiment/codes/code-metric.ts";
import type { CurveMetric } from "../../experiment/curve-metric.ts";
import type { Lab } from "../../experiment/lab.ts";
import type { Criterion } from "../criterion.ts";
import type { Family, Ledger, RegisteredFacts } from "./ledger.generated.ts";
import { type Heard, listeningLab } from "./listening-lab.ts";

/** What of a run is registered with a criterion. */
export type RegisteredRun = Pick<Ledger, "bases" | "moreBases" | "seeds">;

/**
 * What decides a criterion, in words and numbers: nothing of the machine, and no source text.
 *
 * Measurements are recorded on a lab that only listens. A criterion that cannot go on with made-up numbers has the
 * questions it asked until then.
 */
export async function factsOf(
  criterion: Criterion,
  family: Family,
  { bases, moreBases, seeds }: RegisteredRun,
): Promise<RegisteredFacts> {
  const { hypothesis, statement, statistic, control, planted } = criterion;
  const own = await listen(criterion, (lab) => lab);
  const plantedHeard = planted && (await listen(criterion, (lab) => planted.of(lab)));
  return {
    hypothesis,
    family,
    statement,
    statistic: statistic.unit === "" ? statistic.name : `${statistic.name}, in ${statistic.unit}`,
    interval: statistic.interval,
    groups: [...(statistic.groups ?? [])],
    measured: own.questions,
    metrics: own.metrics.map(metricInWords),
    threshold: thresholdInWords(criterion),
    control: control.name,
    controlMeasured: (await listen(criterion, (lab) => control.of(lab))).questions,
    planted: planted?.name ?? null,
    plantedMeasured: plantedHeard?.questions ?? null,
    n: own.beyond ? moreBases : bases,
    seeds: [...seeds],
  };
}

/** Every fact, in the order in which they are digested. */
export const FACTS = [
  "hypothesis",
  "family",
  "statement",
  "statistic",
  "interval",
  "groups",
  "measured",
  "metrics",
  "threshold",
  "control",
  "controlMeasured",
  "planted",
  "plantedMeasured",
  "n",
  "seeds",
] as const satisfies readonly (keyof RegisteredFacts)[];

/** sha256 of the facts as JSON, in one order whatever the order they come in. */
export function digestOfFacts(facts: RegisteredFacts): string {
  const ordered = FACTS.map((fact) => [fact, facts[fact]]);
  return createHash("sha256").update(JSON.stringify(ordered)).digest("hex");
}

async function listen({ observe }: Criterion, view: (lab: Lab) => Lab): Promise<Heard> {
  const heard: Heard = { questions: [], metrics: [], beyond: false };
  try {
    await observe(view(listeningLab(heard)));
  } catch {
    heard.questions.push("(what follows hangs on what is measured)");
  }
  return heard;
}

function metricInWords(metric: CurveMetric | CodeMetric): string {
  const { key, symbol, title, unit, meaning, ifNever } = metric;
  const of = "along" in metric ? `of ${metric.output} along "${metric.along.key}"` : "of a sparse code";
  const never = "along" in metric ? metric.never : "None";
  const none = ifNever === null ? "" : ` ${never} counts as ${ifNever} in means.`;
  return `${key} (${symbol}, ${title}): ${meaning} In ${unit}, ${of}.${none}`;
}

function thresholdInWords({ threshold }: Criterion): string {
  return "above" in threshold ? `above ${threshold.above}` : `within ${threshold.within}`;
}
