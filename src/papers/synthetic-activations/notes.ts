import type { NoteFacts } from "../../paper/paper.ts";
import { PAPER, SCALED } from "./setup.ts";

/** In what a run deviates from the paper's protocol, a sentence each. */
export function notes({ subject, perturbAt, hasSae, grid }: NoteFacts): readonly string[] {
  const { weights, hook } = subject;
  const { gpt2Step, gpt2PlateauLevel, perturbAt: paperHook } = PAPER;
  return [
    ...(hook
      ? []
      : [
          `The stream is perturbed at ${perturbAt}${hasSae ? ", where the SAE was trained" : ""}; the paper perturbs ${paperHook}. The claims are tested on another layer than the paper's, and nothing here counts as a reproduction of the paper.`,
        ]),
    ...(weights && hook
      ? []
      : [
          `The absolute step is 1/${SCALED.stepsToMeanTarget} of the mean real-to-real distance and the plateau level ${100 * SCALED.plateauFraction} % of the mean final distance towards real targets; on GPT-2 small${hook ? "" : " at the paper's layer"} these are the paper's ${gpt2Step} and ${gpt2PlateauLevel}.`,
        ]),
    ...(grid === "paper"
      ? []
      : [
          `The absolute step is that of the authors' notebooks: 50/99 where the paper's text has ${gpt2Step}.`,
        ]),
  ];
}
