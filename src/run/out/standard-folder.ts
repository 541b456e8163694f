import { MIN_BASES_FOR_VERDICT } from "../../limits.ts";

/** The folder that a run of every claim writes where no other is named, from the checkout. */
const LATEST = "reports/latest";

/** The folder of the folders of runs that try something. */
export const TRIES = "reports/tries";

/** A folder's name that every file system takes and a person can still read. */
const LONGEST_NAME = 80;

/**
 * The folder of a run where none is named, from the checkout.
 *
 * A run of some claims, or of too few bases for any verdict, is a try: it has a folder of its own, named after what it
 * tries, and never replaces the report of a whole run.
 */
export function standardFolder({ claim, papers, bases }: Readonly<Record<string, unknown>>): string {
  const some = claim ?? papers ?? null;
  const few = typeof bases === "number" && bases < MIN_BASES_FOR_VERDICT;
  return some === null && !few ? LATEST : `${TRIES}/${some === null ? "every-claim" : nameOf([some].flat())}`;
}

/** The folder in which a claim that is told again is tried, from the checkout. */
export function folderOfTry(claim: string): string {
  return `${TRIES}/${nameOf([claim])}`;
}

/** "step-like-response" for "paper/step-like-response.absolute"; several with "+" between. */
function nameOf(named: readonly unknown[]): string {
  const names = named.map((one) => String(one).replace(/^.*\//, "").replace(/\..*$/, ""));
  const name = names.join("+").replace(/[^\w+-]+/g, "-");
  return name === "" || name.length > LONGEST_NAME ? "several-claims" : name;
}
