import type { HypothesisEntry, Report } from "../report.generated.ts";
import { anchorOfHypothesis } from "../words/hypothesis-slug.ts";
import { firstVerdict } from "../words/hypothesis-words.ts";
import { agreeOfHypothesis, agreeText, replicatesIn } from "../words/replicate-words.ts";
import type { Section, Span, TreeNode } from "./section.ts";

/** One verdict a hypothesis, with its criteria under it; none in a report of before there was one. */
export function hypothesesSections(report: Report): readonly Section[] {
  const { hypotheses = [], criteria } = report;
  if (hypotheses.length === 0) return [];
  const n = replicatesIn(report);
  const over =
    n === 1 ? "" : ` Verdicts are over ${n} replicates; “in k of ${n}”: so many have it by themselves.`;
  const section: Section = {
    id: "hypotheses",
    title: "Every hypothesis, one verdict",
    short: "Hypotheses",
    blocks: [
      {
        kind: "note",
        text: `The criteria of a hypothesis’ strongest family decide it. Primary ones, the sentences of the abstract, count only where bounds that hold for all of them at once say the same as their own intervals. Mixed: some are supported and some contradicted.${over}`,
      },
      { kind: "tree", nodes: hypotheses.map((hypothesis) => nodeOf(hypothesis, criteria, n > 1)) },
    ],
  };
  return [section];
}

function nodeOf(hypothesis: HypothesisEntry, criteria: Report["criteria"], several: boolean): TreeNode {
  const { id, says, family } = hypothesis;
  const first = firstVerdict(hypothesis);
  const over = several
    ? `, ${hypothesis.replicates ? (agreeOfHypothesis(hypothesis) ?? "over all") : "one replicate"}`
    : "";
  return {
    id: anchorOfHypothesis(hypothesis),
    text: [
      { verdict: first, word: first },
      " ",
      { strong: id },
      `${says === null ? "" : `: ${says}`} (${family}${over}) ${reasonsOf(hypothesis)}`,
    ],
    under: criteria
      .filter(({ key }) => hypothesis.criteria.includes(key))
      .map((criterion) => {
        const { verdict } = hypothesis.replicates ? (criterion.replicates ?? criterion) : criterion;
        return {
          id: null,
          text: [{ verdict, word: verdict }, " ", { criterion }, ...besides(criterion)],
          under: [],
        };
      }),
  };
}

/** Which rule gave the verdict, and what this run alone says, where that is something else. */
function reasonsOf({ verdict, reason, replicates }: HypothesisEntry): string {
  if (replicates === undefined) return reason;
  return replicates.verdict === verdict
    ? replicates.reason
    : `${replicates.reason} This run alone is ${verdict}. ${reason}`;
}

/** The family, where it is another than the hypothesis', is said by its word; what was not registered too. */
function besides({ family, registered, verdict, replicates }: Report["criteria"][number]): readonly Span[] {
  const said = [
    ...(family === undefined ? [] : [family]),
    ...(replicates === undefined ? [] : [agreeText(replicates)]),
    ...(replicates === undefined || replicates.verdict === verdict ? [] : [`this run: ${verdict}`]),
    ...(registered === null ? ["not registered"] : []),
    ...(registered?.deviation ? ["deviates from what was registered"] : []),
  ];
  return said.length === 0 ? [] : [` (${said.join(", ")})`];
}
