/** A verdict with how much it hangs on the draw of its bases. */
import type { CriterionEntry } from "../report.generated.ts";

type Judged = Pick<CriterionEntry, "verdict"> & {
  readonly narrow?: boolean;
  readonly flipProbability?: number | null;
};

/** "supported", or "supported, narrowly" where one standard error would turn it. */
export function verdictText({ verdict, narrow = false }: Judged): string {
  return narrow ? `${verdict}, narrowly` : verdict;
}

/** "supported, narrowly (31 % flip)": the verdict where there is no room for a sentence. */
export function verdictShort(entry: Judged): string {
  return [verdictText(entry), flipShort(entry)].filter((part) => part !== null).join(" ");
}

/** "(31 % flip)" of a narrow verdict; null of others. */
export function flipShort({ narrow = false, flipProbability = null }: Judged): string | null {
  return narrow && flipProbability !== null ? `(${percentText(flipProbability)} flip)` : null;
}

/** "An exact replicate would give another verdict with probability 31 %."; null where it is not known. */
export function flipText({ flipProbability = null }: Judged): string | null {
  return flipProbability === null
    ? null
    : `An exact replicate would give another verdict with probability ${percentText(flipProbability)}.`;
}

/** "31 %", "below 1 %". */
export function percentText(share: number): string {
  return share < 0.01 ? "below 1\u00a0%" : `${Math.round(100 * share)}\u00a0%`;
}
