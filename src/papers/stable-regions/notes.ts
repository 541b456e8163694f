import type { NoteFacts } from "../../paper/paper.ts";
import { PAPER } from "./setup.ts";

/** In what a run deviates from the paper's protocol, a sentence each. */
export function notes({ subject, perturbAt }: NoteFacts): readonly string[] {
  return [
    ...(subject.weights
      ? [
          "The paper measures OLMo 1B and 7B and Qwen2 0.5B, 1.5B and 7B and says that GPT-2 is alike; this is GPT-2 small, as in the authors' prototype.",
        ]
      : []),
    ...(subject.hook
      ? []
      : [
          `The stream is perturbed at ${perturbAt}; the paper perturbs ${PAPER.perturbAt}. The claims are tested behind another layer than the paper's, and nothing here counts as a reproduction of the paper.`,
        ]),
    "No number of the paper about GPT-2 is known; what stands beside thresholds is from public notes of its appendices and from figures of the authors' prototype.",
  ];
}
