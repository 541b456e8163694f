import type { NoteFacts } from "../../paper/paper.ts";
import { OURS, PAPER } from "./setup.ts";

/** In what a run deviates from the papers' protocol, a sentence each. */
export function notes({ subject, perturbAt, hasSae }: NoteFacts): readonly string[] {
  const { weights, hook } = subject;
  return [
    "The authors' prompts have 128 tokens, the first of which begins a text, and their activations are replaced at every position; the claims here are about the last position of prompts of 10 tokens unless they say other. --bos and --prompt-tokens 128 give theirs.",
    ...(hook
      ? []
      : [
          `The stream is perturbed at ${perturbAt}${hasSae ? ", where the SAE was trained" : ""}; the authors' notebook perturbs ${PAPER.perturbAt}, and the post every layer.`,
        ]),
    ...(weights && hook
      ? []
      : [
          `A step of the walk is 1/${OURS.stepsToMeanTarget} of the mean distance of two real activations; on GPT-2 small at the authors' layer it is ${PAPER.gpt2Step}.`,
        ]),
  ];
}
