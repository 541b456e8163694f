import { BagOfLatentsError } from "../../errors/index.ts";
import { MIN_BASES_FOR_VERDICT } from "../../limits.ts";
import type { Criterion } from "../criterion.ts";
import type { Evidence } from "../evidence.ts";
import { type JointColumn, type JointOptions, jointColumn } from "./joint-column.ts";

/**
 * The joint column of a criterion's evidence; null where it has no interval, too few bases for a verdict, or a statistic
 * that some resample does not have: it is then bounded with no other.
 */
export function jointOfEvidence(
  criterion: Pick<Criterion, "statistic">,
  { samples, judgement }: Pick<Evidence, "samples" | "judgement">,
  options: JointOptions,
): JointColumn | null {
  if (samples.own === null || judgement.interval === null || judgement.n < MIN_BASES_FOR_VERDICT) return null;
  try {
    return jointColumn(criterion, samples.own, options);
  } catch (error) {
    if (!(error instanceof BagOfLatentsError)) throw error;
    return null;
  }
}
