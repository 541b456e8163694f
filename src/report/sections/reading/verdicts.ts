import type { Report } from "../../report.generated.ts";
import { CONTROL_MEANING, controlWords } from "../../words/control-words.ts";
import { VERDICT_MEANING, VERDICTS } from "../../words/verdict-words.ts";
import type { Section } from "../section.ts";

/** For who meets the words here first. */
export function verdictsSection({ paper }: Report): Section {
  return {
    id: "verdicts",
    title: "How to read a verdict",
    short: "How to read a verdict",
    blocks: [
      {
        kind: "paragraph",
        text: "Each criterion has a number measured once per base prompt, one statistic of those numbers, a 95 % bootstrap interval over bases, and a threshold that was fixed before the run. The verdict follows from these by fixed rules.",
      },
      {
        kind: "terms",
        of: "verdicts",
        terms: VERDICTS.map((verdict) => ({
          term: [{ verdict, word: verdict }],
          said: VERDICT_MEANING[verdict],
        })),
      },
      {
        kind: "paragraph",
        text: "Each criterion also has a control: the same measurement with the effect taken out. Here “effect gone” is the good outcome.",
      },
      {
        kind: "terms",
        of: "verdicts",
        terms: VERDICTS.filter((verdict) => verdict !== "not-run" && verdict !== "error")
          .map((verdict) => controlWords({ verdict }))
          .map(({ state, long }) => ({
            term: [{ control: state, word: long }],
            said: CONTROL_MEANING[state],
          })),
      },
      {
        kind: "paragraph",
        text: [
          "A verdict is about the model named at the top. ",
          { strong: "Reproduction" },
          ` is about ${paper.subject.name}, the model of the paper, and nothing else. KS distances stand beside every claim; a KS distance alone never decides one, because resampling makes it larger than it is.`,
        ],
      },
    ],
  };
}
