import { InvalidInputError } from "../../errors/index.ts";
import type { Report } from "../report.generated.ts";

/** Letters of a digest that tell weights apart for a reader. */
const SHORT = 8;

/** What may tell two runs of one paper apart, by the words it goes by, in the order in which it is named. */
export const RUN_FACTS: Readonly<Record<string, (report: Report) => string>> = {
  model: ({ model }) => model.name,
  weights: ({ model }) => model.weightsDigest.slice(0, SHORT),
  "perturbed at": ({ protocol }) => protocol.perturbAt,
  "read at": ({ protocol }) => protocol.readAt,
  SAE: ({ sae }) => sae?.name ?? "none",
  "SAE weights": ({ sae }) => sae?.weightsDigest.slice(0, SHORT) ?? "none",
  prompts: ({ protocol }) => protocol.promptSource,
  "tokens of a prompt": ({ protocol }) => String(protocol.promptTokens),
  bases: ({ protocol }) => String(protocol.bases),
  points: ({ protocol }) => String(protocol.points),
  seed: ({ protocol }) => protocol.seed,
};

/** What is said less well by its digest, where the names alone tell all runs apart. */
const DIGEST_OF: Readonly<Record<string, string>> = { weights: "model", "SAE weights": "SAE" };

/** In what runs differ, and what each goes by. */
export interface Differences {
  /** Words of the facts that are not the same in all: "perturbed at". */
  readonly facts: readonly string[];
  /** By run: its values of these facts, "blocks.3.hook_resid_pre, 14". */
  readonly names: readonly string[];
}

/** What tells runs apart: no facts, and empty names, where nothing does. Pure. */
export function whatDiffers(reports: readonly Report[]): Differences {
  const distinct = (fact: string) => new Set(reports.map(RUN_FACTS[fact]!)).size;
  const facts = Object.keys(RUN_FACTS).filter((fact) => {
    const named = DIGEST_OF[fact];
    return distinct(fact) > 1 && (named === undefined || distinct(named) < distinct(fact));
  });
  return { facts, names: reports.map((report) => facts.map((fact) => RUN_FACTS[fact]!(report)).join(", ")) };
}

/** These facts of a run with what they are called: "seed 1, SAE wider". */
export function calledBy(report: Report, facts: readonly string[]): string {
  return facts.map((fact) => `${fact} ${RUN_FACTS[fact]!(report)}`).join(", ");
}

/**
 * What tells runs apart, each by a name of its own. Pure.
 *
 * Throws: InvalidInputError where two runs differ in nothing.
 */
export function differencesOf(reports: readonly Report[]): Differences {
  const { facts, names } = whatDiffers(reports);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined || facts.length === 0)
    throw new InvalidInputError({
      what: "a run to compare",
      got: twice === undefined || twice === "" ? (reports[0]?.model.name ?? "none") : twice,
      want: "another than all others: in model, place, SAE, prompts or seed",
      hint: "Hint: leave out one of the folders that hold the same run.",
    });
  return { facts, names };
}
