/** Hypotheses of a report must be those of its criteria. */

import type { Contradiction } from "./contradiction.ts";
import { verdictOfCriteria, verdictOverReplicates } from "./hypotheses.ts";
import type { AbstractSentence, Report } from "./report.generated.ts";
import { firstVerdict } from "./words/hypothesis-words.ts";

/**
 * The first place where hypotheses, or the abstract, say something else than the criteria do; null where none does, and
 * for a report of before there were any.
 */
export function hypothesisContradiction({
  hypotheses,
  criteria,
  abstract = [],
}: Report): Contradiction | null {
  if (hypotheses === undefined) return null;
  for (const [i, { id, verdict, criteria: keys, replicates }] of hypotheses.entries()) {
    const pointer = `/hypotheses/${i}`;
    const own = criteria.filter(({ hypothesis }) => hypothesis === id);
    const wanted = own.map(({ key }) => key);
    if ([...keys].sort().join() !== [...wanted].sort().join())
      return {
        pointer: `${pointer}/criteria`,
        fact: `must name the criteria of "${id}": ${wanted.join(", ")}`,
      };
    const { verdict: found } = verdictOfCriteria(own);
    if (found !== verdict)
      return { pointer: `${pointer}/verdict`, fact: `is "${verdict}", but its criteria come to "${found}"` };
    const over = verdictOverReplicates(own)?.verdict;
    if (over !== replicates?.verdict)
      return {
        pointer: `${pointer}/replicates`,
        fact: `is "${replicates?.verdict ?? "none"}", but its criteria over replicates come to "${over ?? "none"}"`,
      };
  }
  const ids = hypotheses.map(({ id }) => id);
  const twice = ids.find((id, i) => ids.indexOf(id) !== i);
  const lacking = criteria.find(({ hypothesis }) => !ids.includes(hypothesis));
  if (twice !== undefined) return { pointer: "/hypotheses", fact: `has "${twice}" twice` };
  if (lacking !== undefined)
    return { pointer: "/hypotheses", fact: `lacks "${lacking.hypothesis}", of which a criterion is` };
  return sentenceContradiction(abstract, "/abstract", hypotheses);
}

/** A sentence that is called supported has nothing under it that is not. */
function sentenceContradiction(
  sentences: readonly AbstractSentence[],
  pointer: string,
  hypotheses: NonNullable<Report["hypotheses"]>,
): Contradiction | null {
  for (const [i, { word, hypotheses: ids, parts }] of sentences.entries()) {
    const here = `${pointer}/${i}`;
    const own = ids.map((id) => {
      const one = hypotheses.find((hypothesis) => hypothesis.id === id);
      return one === undefined ? "none" : firstVerdict(one);
    });
    const all = [...own, ...parts.flatMap((part) => (part.word === "no claim" ? [] : [part.word]))];
    if (word === "supported" && !all.every((one) => one === "supported"))
      return { pointer: `${here}/word`, fact: `is "supported", but under it is ${all.join(", ")}` };
    const deeper = sentenceContradiction(parts, `${here}/parts`, hypotheses);
    if (deeper !== null) return deeper;
  }
  return null;
}
