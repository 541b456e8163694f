import { didYouMean } from "../errors/did-you-mean.ts";
import { ClaimDefinitionError } from "../errors/index.ts";
import type { GroupSample } from "../experiment/group-sample.ts";
import type { Lab } from "../experiment/lab.ts";
import type { Statistic } from "../stats/statistic.ts";

/** How a criterion is decided: on which side of a registered number the whole 95 % interval must lie. */
export type Threshold = Above | Within;

/** A threshold as a claim file states it: one of the two, never both. */
export type StatedThreshold = (Above & { readonly within?: never }) | (Within & { readonly above?: never });

interface Above {
  /** The interval must lie above this. */
  readonly above: number;
  readonly because: string;
}

interface Within {
  /** The interval must lie inside -within .. within. */
  readonly within: number;
  readonly because: string;
}

/** The same measurement on a changed lab: with the effect taken out, so that it must not be supported, or put in. */
export interface Control {
  readonly name: string;
  /** The measurement without the effect: what of the lab is put in the place of what. */
  of(lab: Lab): Lab;
}

/** One sample per group, in the order in which a report shows the groups. */
export type GroupSamples<G extends string> = Readonly<Record<G, GroupSample>>;

/** Groups that a criterion shows and does not judge, and what is reported of them. */
export interface ShownBeside {
  observe(lab: Lab): Promise<GroupSamples<string>>;
  readonly beside?: readonly Statistic<string>[];
  /** Whether they are of another quantity than the judged groups, so that no KS distance to them means anything. Default: no. */
  readonly ofAnotherQuantity?: boolean;
}

/** What a claim file says of one criterion. */
export interface CriterionDefinition<G extends string> {
  /** What the paper's hypothesis goes by, in the paper's own words: "E2". */
  readonly hypothesis: string;
  /** Where the paper says it: section, figure or sentence. */
  readonly where: string;
  /** The authors' own value of the statistic on the paper's subject; null where they printed none. */
  readonly authors: number | null;
  /** One sentence that can be false. */
  readonly statement: string;
  /** How steps are spaced, where a claim is made for several ways: "absolute". Default: null. */
  readonly schedule?: string | null;
  readonly statistic: Statistic<G>;
  readonly threshold: StatedThreshold;
  /** Reported beside the statistic, never judged. KS distances between the groups are always there. */
  readonly beside?: readonly Statistic<G>[];
  /** Returns samples and nothing else; the control goes through the same function. */
  observe(lab: Lab): Promise<GroupSamples<G>>;
  /** Groups that are shown beside the judged ones, after them; where they cannot be drawn nothing of them is shown. */
  readonly alsoShown?: ShownBeside;
  readonly control: Control;
  /** The control of a run without an SAE, where the other needs one. Default: the other. */
  readonly controlWithoutLatents?: Control;
  /**
   * The same measurement with an effect put into the lab that the threshold must find. Where it is not supported no
   * "contradicted" stands. Default: none.
   */
  readonly planted?: Control;
}

/**
 * One criterion of one hypothesis: what is said, how it is decided, what is measured and what would refute it. A claim
 * is a file with one or more of them.
 */
export interface Criterion<G extends string = string> extends CriterionDefinition<G> {
  /** Id of the paper. */
  readonly paper: string;
  /** `file` or `file.part`, unique within the paper. Bootstrap streams are keyed by it. */
  readonly name: string;
  /** `paper/name`: the key of badges, evidence, goldens and standing. */
  readonly key: string;
  readonly schedule: string | null;
}

/** Every field of a definition, and whether a criterion needs it. */
const FIELDS: Readonly<Record<keyof CriterionDefinition<string>, boolean>> = {
  hypothesis: true,
  where: true,
  authors: true,
  statement: true,
  schedule: false,
  statistic: true,
  threshold: true,
  beside: false,
  observe: true,
  alsoShown: false,
  control: true,
  controlWithoutLatents: false,
  planted: false,
};

const NAME = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)?$/;

/**
 * Checks a criterion once, at the door.
 *
 * Claim files may run without having been type-checked, so that it looks at what the types say too.
 * Throws: ClaimDefinitionError for a name that is not kebab case, a field that is unknown or lacking, an empty statement,
 * place or reason, a threshold that is not a finite number (or a `within` that is not positive), or a control without a
 * name or a lab.
 */
export function defineCriterion<G extends string>(
  paper: { readonly id: string },
  name: string,
  definition: CriterionDefinition<G>,
): Criterion<G> {
  const key = `${paper.id}/${name}`;
  const refuse = (fact: string, hint: string) => {
    throw new ClaimDefinitionError({ id: key, fact, hint });
  };
  if (!NAME.test(name))
    refuse("its name is not kebab case", 'Hint: "name-of-the-file" or "name-of-the-file.part".');
  const fields = Object.keys(FIELDS);
  const unknown = Object.keys(definition).find((field) => !fields.includes(field));
  if (unknown !== undefined) {
    const meant = didYouMean(unknown, fields);
    refuse(
      `it has a field "${unknown}", which no criterion has`,
      meant === null ? `Hint: a criterion has ${fields.join(", ")}.` : `Hint: did you mean "${meant}"?`,
    );
  }
  const needed = Object.entries(FIELDS).flatMap(([field, isNeeded]) => (isNeeded ? [field] : []));
  for (const field of needed)
    if ((definition as unknown as Record<string, unknown>)[field] === undefined)
      refuse(`it has no field "${field}"`, `Hint: a criterion needs ${needed.join(", ")}.`);
  if (isEmpty(definition.statement))
    refuse("its statement is empty", "Hint: one sentence that can be false.");
  if (isEmpty(definition.hypothesis))
    refuse("its hypothesis is empty", "Hint: what the paper's claim goes by, such as E2.");
  if (isEmpty(definition.where)) refuse("`where` is empty", "Hint: the section, figure or sentence.");
  const threshold: Threshold = definition.threshold;
  if (isEmpty(threshold.because))
    refuse(
      "its threshold has no reason",
      "Hint: say in `because` why the number is what it is, before any run.",
    );
  const limit = "above" in threshold ? threshold.above : threshold.within;
  if (!Number.isFinite(limit) || ("within" in threshold && limit <= 0))
    refuse(`its threshold is ${limit}`, "Hint: a finite number; `within` is positive.");
  if (isEmpty(definition.control.name))
    refuse(
      "its control has no name",
      "Hint: take the effect out of the lab in `of`, and say in `name` how; a control that is supported refutes the measurement.",
    );
  if (typeof definition.control.of !== "function")
    refuse("its control changes no lab", "Hint: `of` takes the lab and returns it without the effect.");
  return { ...definition, schedule: definition.schedule ?? null, paper: paper.id, name, key };
}

function isEmpty(text: unknown): boolean {
  return typeof text !== "string" || text.trim() === "";
}
