import { InvalidInputError } from "../errors/index.ts";

/** One sentence of a paper's abstract, or one of the things it says, and what is made of it. */
export interface Sentence {
  /** What it says, in our words. */
  readonly says: string;
  /** Ids of the paper's hypotheses that test it, in the order of the page. Default: none. */
  readonly hypotheses?: readonly string[];
  /** The things it says, where they are several. Default: one, itself. */
  readonly parts?: readonly Sentence[];
  /** Why nothing tests it; where it has neither hypotheses nor parts, and nowhere else. */
  readonly noClaim?: string;
}

/** What an abstract is checked against. */
interface AbstractOfPaper {
  readonly id: string;
  readonly hypotheses: readonly { readonly id: string }[];
  readonly abstract?: readonly Sentence[] | undefined;
}

/**
 * Checks the abstract of a paper, where it declares one.
 *
 * Throws: InvalidInputError for a sentence without words, one that is neither tested nor says why not, or both, and for a
 * hypothesis that the paper does not list or that a sentence has twice.
 */
export function checkAbstract({ id, hypotheses, abstract = [] }: AbstractOfPaper): void {
  const listed = hypotheses.map((one) => one.id);
  const refuse = (got: unknown, want: string) => {
    throw new InvalidInputError({
      what: `a sentence of the abstract of "${id}"`,
      got,
      want,
      hint: `Hint: src/papers/${id}/paper.ts puts it together.`,
    });
  };
  const check = ({ says, hypotheses: own = [], parts = [], noClaim }: Sentence): void => {
    if (says.trim() === "") refuse(says, "a sentence");
    const tested = own.length + parts.length > 0;
    if (noClaim === undefined ? !tested : tested || noClaim.trim() === "")
      refuse(says, "one with hypotheses or parts, or with the reason why no claim is made of it");
    for (const [i, hypothesis] of own.entries())
      if (!listed.includes(hypothesis) || own.indexOf(hypothesis) !== i)
        refuse(`${says} (${hypothesis})`, `of hypotheses that are listed, each once: ${listed.join(", ")}`);
    parts.forEach(check);
  };
  abstract.forEach(check);
}
