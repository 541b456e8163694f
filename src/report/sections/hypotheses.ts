import type { HypothesisEntry, Report } from "../report.generated.ts";
import { anchorOfHypothesis } from "../words/hypothesis-slug.ts";
import { firstVerdict } from "../words/hypothesis-words.ts";
import { agreeOfHypothesis, agreeText } from "../words/replicate-words.ts";
import type { Section, Span, TreeNode } from "./section.ts";

/** One verdict a hypothesis, with its criteria under it; none in a report of before there was one. */
export function hypothesesSections({ hypotheses = [], criteria }: Report): readonly Section[] {
  if (hypotheses.length === 0) return [];
  const section: Section = {
    id: "hypotheses",
    title: "Every hypothesis, one verdict",
    short: "Hypotheses",
    blocks: [
      {
        kind: "note",
        text: "The criteria of a hypothesis’ strongest family decide it. Primary ones, the sentences of the abstract, count only where bounds that hold for all of them at once say the same as their own intervals. Mixed: some are supported and some contradicted.",
      },
      { kind: "tree", nodes: hypotheses.map((hypothesis) => nodeOf(hypothesis, criteria)) },
    ],
  };
  return [section];
}

function nodeOf(hypothesis: HypothesisEntry, criteria: Report["criteria"]): TreeNode {
  const { id, says, family } = hypothesis;
  const first = firstVerdict(hypothesis);
  return {
    id: anchorOfHypothesis(hypothesis),
    text: [
      { verdict: first, word: first },
      " ",
      { strong: id },
      `${says === null ? "" : `: ${says}`} (${family}) ${reasonsOf(hypothesis)}`,
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

/** Which rule gave the verdict, over what; and what this run alone says, where that is something else. */
function reasonsOf(hypothesis: HypothesisEntry): string {
  const { verdict, reason, replicates } = hypothesis;
  if (replicates === undefined) return reason;
  const agree = agreeOfHypothesis(hypothesis);
  const over = `Over replicates${agree === null ? "" : ` (${agree})`}: ${replicates.reason}`;
  return replicates.verdict === verdict ? over : `${over} This run alone is ${verdict}: ${reason}`;
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
