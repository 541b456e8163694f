import { GPT2_SMALL_DIGEST } from "../../model/published-weights.ts";
import { definePaper } from "../../paper/paper.ts";
import { abstract } from "./abstract.ts";
import { families } from "./families.ts";
import { hypotheses } from "./hypotheses.ts";
import { metrics } from "./metrics/index.ts";
import { notes } from "./notes.ts";
import { perturbations } from "./perturbations/index.ts";
import { walk } from "./perturbations/walk.ts";
import { scales } from "./scales.ts";
import { OURS, PAPER } from "./setup.ts";
import { types } from "./types.ts";

/**
 * Investigating Sensitive Directions in GPT-2, arXiv 2410.12555, and the report that it answers: Gurnee, SAE reconstruction
 * errors are (empirically) pathological, 2024.
 */
export const paper = definePaper({
  id: "sensitive-directions",
  arxiv: PAPER.arxiv,
  title: PAPER.title,
  by: PAPER.by,
  subject: {
    key: "gpt2-small",
    name: PAPER.subject,
    weights: GPT2_SMALL_DIGEST,
    hook: PAPER.perturbAt,
    sae: { release: PAPER.sae, latents: PAPER.gpt2Latents },
    promptTokens: OURS.promptTokens,
    points: OURS.points,
  },
  protocol: { bases: OURS.bases, moreBasesTimes: 1 },
  hypotheses,
  families,
  abstract,
  perturbations,
  metrics,
  types,
  batch: perturbations.flatMap((perturbation) =>
    types.flatMap(({ key: type }) => [
      { perturbation, type },
      // the same rows read once more: a prediction costs no path
      { perturbation, type, output: "kl" as const },
    ]),
  ),
  alongside: [
    // second draws, and latents of several SAEs: B4 and B6
    (
      [
        "real-mixture#2",
        "gaussian-direction#2",
        "gaussian-direction#3",
        "latent-of-first-sae",
        "latent-of-second-sae",
        "latent-of-third-sae",
      ] as const
    ).map((type) => ({ perturbation: walk, type, output: "kl" as const })),
  ],
  scales,
  authors: null,
  doctor: null,
  notes,
});
