import type { HypothesisEntry, Report } from "../report.generated.ts";
import { anchorOfHypothesis } from "../words/hypothesis-slug.ts";
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
  const { id, says, family, verdict, reason } = hypothesis;
  return {
    id: anchorOfHypothesis(hypothesis),
    text: [
      { verdict, word: verdict },
      " ",
      { strong: id },
      `${says === null ? "" : `: ${says}`} (${family}) ${reason}`,
    ],
    under: criteria
      .filter(({ key }) => hypothesis.criteria.includes(key))
      .map((criterion) => ({
        id: null,
        text: [
          { verdict: criterion.verdict, word: criterion.verdict },
          " ",
          { criterion },
          ...besides(criterion),
        ],
        under: [],
      })),
  };
}

/** The family, where it is another than the hypothesis', is said by its word; what was not registered too. */
function besides({ family, registered }: Report["criteria"][number]): readonly Span[] {
  const said = [
    ...(family === undefined ? [] : [family]),
    ...(registered === null ? ["not registered"] : []),
    ...(registered?.deviation ? ["deviates from what was registered"] : []),
  ];
  return said.length === 0 ? [] : [` (${said.join(", ")})`];
}
