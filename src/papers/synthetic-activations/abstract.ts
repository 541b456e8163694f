import type { Sentence } from "../../paper/abstract.ts";

/** Every sentence of the paper's abstract, in its order and our words, with the hypotheses that test it. */
export const abstract: readonly Sentence[] = [
  {
    says: "SAEs are commonly used to take the residual stream apart into latents of one meaning each.",
    noClaim: "It says what others do, and nothing that a measurement here could find false.",
  },
  {
    says: "Perturbing activations at an early layer changes the last layer's activations like a step function.",
    hypotheses: ["E1"],
  },
  {
    says: "The model's sensitivity to it differs between real activations and random ones.",
    hypotheses: ["E2"],
  },
  {
    says: "The study compares real activations with synthetic ones, composed of SAE latents, by this sensitivity.",
    noClaim: "It says what is done: the claims below do the same.",
  },
  {
    says: "Synthetic activations closely resemble real ones when sparsity and cosines of their latents are controlled.",
    hypotheses: ["E3"],
  },
  {
    says: "So real activations are no simple bag of latents without structure; latents have geometric and statistical properties.",
    parts: [
      {
        says: "Real activations cannot be explained by a simple bag of SAE latents.",
        hypotheses: ["E5", "E6"],
      },
      { says: "SAE latents have significant geometric and statistical properties.", hypotheses: ["E15"] },
    ],
  },
  {
    says: "Synthetic activations have less pronounced plateaus than those that typically surround real ones.",
    hypotheses: ["E8"],
  },
];
