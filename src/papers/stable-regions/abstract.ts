import type { Sentence } from "../../paper/abstract.ts";

/** Every sentence of the paper's abstract, in its order and our words, with the hypotheses that test it. */
export const abstract: readonly Sentence[] = [
  {
    says: "The residual stream has stable regions, in which the output hardly moves when activations do, and at the boundaries of which it moves much.",
    hypotheses: ["A1"],
  },
  {
    says: "These regions emerge in training and become more defined as training goes on or the model is larger.",
    parts: [
      { says: "They emerge in training, and become more defined as it goes on.", hypotheses: ["A2"] },
      { says: "They are more defined in larger models.", hypotheses: ["A3"] },
    ],
  },
  {
    says: "They appear to be much larger than the polytopes studied before.",
    hypotheses: ["A6"],
  },
  {
    says: "They align with meaning: similar prompts cluster within regions, and activations of one region lead to similar predictions.",
    parts: [
      { says: "Similar prompts lie in one region.", hypotheses: ["A4"] },
      { says: "Activations of one region lead to similar predictions.", hypotheses: ["A5"] },
    ],
  },
  {
    says: "This may help to understand neural networks, their training and their interpretation.",
    noClaim: "It says what the work may be good for, and nothing that a measurement here could find false.",
  },
];
