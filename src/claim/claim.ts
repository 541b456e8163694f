import { ClaimDefinitionError } from "../errors/index.ts";
import type { GroupSample } from "../experiment/lab.ts";
import type { Schedule } from "../papers/synthetic-activations/setup.ts";
import type { Statistic } from "../stats/statistic.ts";

/** How a claim is decided: on which side of a registered number the whole 95 % interval must lie. */
export type Threshold =
  | { /** The interval must lie above this. */ readonly above: number; readonly because: string }
  | {
      /** The interval must lie inside -within .. within. */ readonly within: number;
      readonly because: string;
    };

/** What the paper says, where, and the authors' own value of our statistic on GPT-2 small. */
export interface PaperReference {
  readonly arxiv: string;
  readonly where: string;
  /** In the statistic's unit; null where the authors printed none. */
  readonly value: number | null;
}

/**
 * One criterion of one hypothesis: what is said, and how it is decided. A hypothesis with two schedules or two parts
 * has two criteria, in one file.
 */
export interface Claim<G extends string> {
  /** `file-name` or `file-name.part`, in kebab case: the key of badges, evidence and standing. */
  readonly id: string;
  /** The hypothesis it belongs to, such as "E2". */
  readonly hypothesis: string;
  readonly schedule: Schedule | null;
  readonly paper: PaperReference;
  readonly statement: string;
  /** The samples the statistic is made of. */
  readonly groups: readonly G[];
  readonly statistic: Statistic<G>;
  readonly threshold: Threshold;
  /** Reported beside the statistic, never judged. KS distances between the groups are always there. */
  readonly beside?: readonly Statistic<G>[];
}

/** What a claim's observation returns: one sample per group. */
export type GroupSamples<G extends string> = Readonly<Record<G, GroupSample>>;

const ID = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)?$/;

/**
 * Checks a claim once, at the door.
 *
 * Throws: ClaimDefinitionError for an id that is not kebab case, an empty statement, place or reason, no groups, or
 * a threshold that is not a finite number (or a negative `within`).
 */
export function defineClaim<const G extends string>(claim: Claim<G>): Claim<G> {
  const refuse = (fact: string, hint: string) => {
    throw new ClaimDefinitionError({ id: claim.id, fact, hint });
  };
  if (!ID.test(claim.id))
    refuse("its id is not kebab case", 'Hint: "name-of-the-file" or "name-of-the-file.part".');
  if (claim.statement.trim() === "")
    refuse("its statement is empty", "Hint: one sentence that can be false.");
  if (claim.paper.where.trim() === "")
    refuse("paper.where is empty", "Hint: the section, figure or sentence.");
  if (claim.groups.length === 0)
    refuse("it has no groups", "Hint: name the samples the statistic is made of.");
  const { threshold } = claim;
  if (threshold.because.trim() === "")
    refuse(
      "its threshold has no reason",
      "Hint: say in `because` why the number is what it is, before any run.",
    );
  const limit = "above" in threshold ? threshold.above : threshold.within;
  if (!Number.isFinite(limit) || ("within" in threshold && limit <= 0))
    refuse(`its threshold is ${limit}`, "Hint: a finite number; `within` is positive.");
  return claim;
}
