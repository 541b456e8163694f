import { type ActivationType, generators } from "../activations/index.ts";
import { InvalidInputError } from "../errors/index.ts";
import { armKey, type Output } from "../experiment/arm.ts";
import type { CurveMetric } from "../experiment/curve-metric.ts";
import type { LabPlan } from "../experiment/lab-curves.ts";
import type { Ladder } from "../experiment/ladder/ladder.ts";
import type { Perturbation } from "../experiment/perturbation.ts";
import type { Multiverse } from "../experiment/readings/reading.ts";
import type { Grid } from "../experiment/scales.ts";
import type { Slices } from "../experiment/slices/measure-slices.ts";
import type { ModelShape } from "../model/language-model.ts";
import { checkAbstract, type Sentence } from "./abstract.ts";
import type { AuthorsValues } from "./agreement.ts";
import { checkLadder } from "./check-ladder.ts";
import { checkReadings } from "./check-readings.ts";
import { checkFamilies, type Families } from "./registered-families.ts";
import type { Subject, SubjectFinding } from "./subject.ts";

/** An activation type that every report shows, and what it is, in words. */
export interface ShownType {
  readonly key: ActivationType;
  readonly long: string;
}

/** One thing that a paper says or shows. */
export interface Hypothesis {
  /** What it goes by: "E2". */
  readonly id: string;
  /** In a sentence. */
  readonly says: string;
  /** Why no claim tests it; left out where one does. */
  readonly untested?: string;
}

/** What a paper may remark on. */
export interface NoteFacts {
  readonly subject: SubjectFinding;
  readonly perturbAt: string;
  readonly hasSae: boolean;
  readonly grid: Grid;
}

/**
 * What any paper is: its facts, its perturbations and metrics, what its reports show, what its authors found and whose
 * run counts as a reproduction. A folder of `src/papers` is one, with its claims in `spec/claims/<id>`.
 */
export interface Paper extends LabPlan {
  /** Kebab case: the name of its folders, and the first part of every key. */
  readonly id: string;
  /** Number and version: "YYMM.NNNNNvN". */
  readonly arxiv: string;
  readonly title: string;
  /** Who wrote it, in the paper's order; left out where nobody has written it down. */
  readonly by?: readonly string[];
  readonly subject: Subject;
  readonly protocol: {
    readonly bases: number;
    /** Bases of claims about a small effect, as a multiple of the run's, on the paper's subject. */
    readonly moreBasesTimes: number;
  };
  /** What it says, in the order of a report. Claims may go by other, free words; they come after these. */
  readonly hypotheses: readonly Hypothesis[];
  /** Which criteria decide what. Default: every one is exploratory. */
  readonly families?: Families;
  /** The sentences of its abstract and what tests each, for the first section of a report. Default: it has none. */
  readonly abstract?: readonly Sentence[];
  readonly perturbations: readonly Perturbation[];
  /** Those that every report shows. */
  readonly metrics: readonly CurveMetric[];
  /** What `curve` prints of one curve towards a target; only the project's own paper is asked. */
  readonly ofOneCurve?: (along: Perturbation, output: Output) => CurveMetric;
  /** In the order of the page. The first is the reference: KS distances are to it. */
  readonly types: readonly ShownType[];
  /** Types that keep less and less of what is real; measured where all claims of the paper are run. */
  readonly ladder?: Ladder;
  /** Other readings of the curves that its claims ask for; made where all of its claims are run. */
  readonly readings?: Multiverse;
  /** Planes through activations that reports draw; measured where all claims of the paper are run. */
  readonly slices?: Slices;
  readonly authors: AuthorsValues | null;
  /** Published models that stand beside the subject, by the names that claims ask for: { larger: "gpt2-medium" }. Default: none. */
  readonly beside?: Readonly<Record<string, string>>;
  /** What the doctor expects of its subject, as `doctor/expected-values.ts` reads it; null where nothing is known. */
  readonly doctor: unknown;
  /** Why its claims cannot run on a model at all; null where they can. Every model will do unless given. */
  readonly unmet?: (model: { readonly shape: ModelShape; readonly hasSae: boolean }) => string | null;
  /** In what a run deviates from its protocol, a sentence each. */
  notes(facts: NoteFacts): readonly string[];
}

const KEBAB_CASE = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/**
 * Checks a paper once, at the door.
 *
 * Throws: InvalidInputError for an id that is not kebab case, keys that stand twice, a type that is not registered,
 * a metric or arm along a perturbation that the paper does not list, or a batch without an arm that its reports show; as
 * `checkLadder`, `checkReadings`, `checkFamilies` and `checkAbstract`.
 */
export function definePaper<const P extends Paper>(paper: P): P {
  const refuse = (what: string, got: unknown, want: string) => {
    throw new InvalidInputError({
      what,
      got,
      want,
      hint: `Hint: src/papers/${paper.id}/paper.ts puts it together.`,
    });
  };
  const { id, hypotheses, perturbations, metrics, types, batch, scales } = paper;
  if (!KEBAB_CASE.test(id)) refuse("the id of a paper", id, "kebab case: my-paper");
  const keysOf: Readonly<Record<string, readonly string[]>> = {
    "a hypothesis": hypotheses.map(({ id }) => id),
    "a perturbation": perturbations.map(({ key }) => key),
    "a metric": metrics.map(({ key }) => key),
    "an activation type": types.map(({ key }) => key),
  };
  for (const [what, keys] of Object.entries(keysOf)) {
    const twice = keys.find((key, i) => keys.indexOf(key) !== i);
    if (twice !== undefined) refuse(`the key of ${what} of "${id}"`, twice, "a key that no other has");
  }
  for (const { id: hypothesis, says, untested } of hypotheses)
    if (says.trim() === "" || untested?.trim() === "")
      refuse(
        `the hypothesis "${hypothesis}" of "${id}"`,
        "",
        "a sentence, and where no claim tests it, the reason",
      );
  if (types.length === 0) refuse(`the activation types of "${id}"`, [], "at least one: the reference");
  for (const { key } of types)
    if (!Object.hasOwn(generators, key))
      refuse(`an activation type of "${id}"`, key, `one of ${Object.keys(generators).join(", ")}`);
  const listed = (perturbation: Perturbation, whose: string) => {
    if (!perturbations.includes(perturbation))
      refuse(`the perturbation of ${whose}`, perturbation.key, `one of those that "${id}" lists`);
  };
  for (const metric of metrics) listed(metric.along, `the metric ${metric.key}`);
  for (const { perturbation, type } of [
    ...batch,
    ...(paper.batchBeyond ?? []),
    ...scales.from,
    ...(paper.alongside ?? []).flat(),
  ])
    listed(perturbation, `an arm with ${type}`);
  const measured = new Set(batch.map(armKey));
  const together = [...measured, ...(paper.alongside ?? []).flat().map(armKey)];
  const twice = together.find((key, i) => together.indexOf(key) !== i);
  if (twice !== undefined) refuse(`the batches of "${id}"`, twice, "an arm in one of them, once");
  const bands = perturbations.map((perturbation) => ({ perturbation, output: "l2" as const }));
  const tables = metrics.map(({ along, output }) => ({ perturbation: along, output }));
  for (const type of new Set([types[0]!.key, ...batch.map((arm) => arm.type)]))
    for (const key of [...bands, ...tables].map((shown) => armKey({ ...shown, type })))
      if (!measured.has(key))
        refuse(`the batch of "${id}"`, [...measured], `one with "${key}", which its reports show`);
  checkLadder(paper);
  checkFamilies(paper);
  checkAbstract(paper);
  checkReadings(paper);
  return paper;
}
