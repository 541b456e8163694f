import type { AbstractSentence, CommonVerdict, Report } from "../report.generated.ts";
import { anchorOfHypothesis } from "../words/hypothesis-slug.ts";
import { firstVerdict } from "../words/hypothesis-words.ts";
import { modelWords } from "../words/subject-words.ts";
import type { Section, Span, TreeNode } from "./section.ts";

/** Every sentence of the paper's abstract with what became of it; none where the paper declares none. */
export function abstractSections(report: Report): readonly Section[] {
  const { abstract = [], paper, model } = report;
  if (abstract.length === 0) return [];
  const { name } = paper.subject;
  const elsewhere =
    model.kind === "subject" ? "" : ` They say nothing about ${name}, the model of the paper.`;
  const section: Section = {
    id: "abstract",
    title: "What the abstract says, and what became of it",
    short: "The abstract",
    blocks: [
      {
        kind: "note",
        text: `Every sentence of the abstract of “${paper.title}”, in our words, with the hypotheses that test it. The words in front are verdicts on ${modelWords(report).long}.${elsewhere}`,
      },
      { kind: "tree", nodes: abstract.map((sentence) => nodeOf(sentence, report)) },
    ],
  };
  return [section];
}

function nodeOf({ says, word, reason, hypotheses, parts }: AbstractSentence, report: Report): TreeNode {
  return {
    id: null,
    text: [wordSpan(word, modelWords(report).short), ` ${says}${reason === null ? "" : ` ${reason}`}`],
    under: [
      ...parts.map((part) => nodeOf(part, report)),
      ...hypotheses.map((id) => hypothesisNode(id, report)),
    ],
  };
}

/** "supported on organism"; a sentence that nothing tests is about no model. */
function wordSpan(word: AbstractSentence["word"], model: string): Span {
  if (word === "untested" || word === "no claim") return { verdict: "not-run", word };
  return { verdict: word, word: `${word} (${model})` };
}

function hypothesisNode(id: string, { hypotheses = [], untested = [] }: Report): TreeNode {
  const leaf = (text: TreeNode["text"]): TreeNode => ({ id: null, text, under: [] });
  const judged = hypotheses.find((one) => one.id === id);
  if (judged !== undefined) {
    const verdict: CommonVerdict = firstVerdict(judged);
    const reference = { to: anchorOfHypothesis(judged), word: id };
    return leaf([
      { verdict, word: verdict },
      " ",
      reference,
      `: ${judged.says ?? ""} ${(judged.replicates ?? judged).reason}`,
    ]);
  }
  const without = untested.find(({ hypothesis }) => hypothesis === id);
  return without === undefined
    ? leaf([{ verdict: "not-run", word: "not-run" }, " ", { strong: id }, ": not asked for in this run."])
    : leaf([
        { verdict: "not-run", word: "untested" },
        " ",
        { strong: id },
        `: ${without.says} ${without.because}`,
      ]);
}
