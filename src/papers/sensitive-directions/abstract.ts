import type { Sentence } from "../../paper/abstract.ts";

/** Every sentence of the paper's abstract, in its order and our words, with the hypotheses that test it. */
export const abstract: readonly Sentence[] = [
  {
    says: "Sensitive directions are found by perturbing activations along directions and measuring how far the prediction moves.",
    noClaim: "It says what is done: the claims below do the same.",
  },
  {
    says: "The study extends this with an improved baseline for directions.",
    hypotheses: ["B4"],
  },
  {
    says: "Against this baseline, KL at SAE reconstruction errors is no longer pathologically high.",
    parts: [
      {
        says: "It was, against the baseline before: isotropic noise of equal length.",
        hypotheses: ["B1", "B3"],
      },
      { says: "It is not, against mixtures.", hypotheses: ["B2"] },
    ],
  },
  {
    says: "Directions of SAE features act differently with the SAE's sparsity: those of lower L0 act more.",
    hypotheses: ["B5", "B6"],
  },
  {
    says: "Features of SAEs trained end to end do not act more than those of others.",
    hypotheses: ["B7"],
  },
];
