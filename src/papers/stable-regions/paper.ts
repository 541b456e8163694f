import { GPT2_SMALL_DIGEST } from "../../model/published-weights.ts";
import { definePaper } from "../../paper/paper.ts";
import { abstract } from "./abstract.ts";
import { families } from "./families.ts";
import { hypotheses } from "./hypotheses.ts";
import { metrics } from "./metrics/index.ts";
import { notes } from "./notes.ts";
import { between } from "./perturbations/between.ts";
import { perturbations } from "./perturbations/index.ts";
import { scales } from "./scales.ts";
import { PAPER, SIZES } from "./setup.ts";
import { types } from "./types.ts";

/** Characterizing stable regions in the residual stream of LLMs, arXiv 2409.17113. It needs no SAE. */
export const paper = definePaper({
  id: "stable-regions",
  arxiv: PAPER.arxiv,
  title: PAPER.title,
  by: PAPER.by,
  subject: {
    key: "gpt2-small",
    name: PAPER.subject,
    weights: GPT2_SMALL_DIGEST,
    hook: PAPER.perturbAt,
    sae: null,
    promptTokens: PAPER.promptTokens,
    points: PAPER.points,
  },
  protocol: { bases: PAPER.bases, moreBasesTimes: 1 },
  hypotheses,
  families,
  abstract,
  perturbations,
  metrics,
  types,
  batch: [
    ...types.map(({ key: type }) => ({ perturbation: between, type })),
    // the same rows read once more: a prediction costs no path
    ...types.map(({ key: type }) => ({ perturbation: between, type, output: "kl" as const })),
  ],
  alongside: [
    // A4: pairs by their last token and by their topic, and the same at equal distances
    (
      [
        "other-last-token#2",
        "other-last-token@distance",
        "other-last-token@distance#2",
        "same-last-token@distance",
        "other-topic",
        "other-topic#2",
        "same-topic",
      ] as const
    ).map((type) => ({ perturbation: between, type })),
    // A2: as many other ends as there are checkpoints
    (["another-real#1", "another-real#2", "another-real#3", "another-real#4"] as const).map((type) => ({
      perturbation: between,
      type,
    })),
    // A5: what is predicted at the ends
    (["real#1", "another-real", "other-last-token#2"] as const).map((type) => ({
      perturbation: between,
      type,
      output: "kl" as const,
    })),
  ],
  scales,
  slices: { corners: ["real", "another-real"], bases: 4 },
  beside: SIZES,
  authors: null,
  doctor: null,
  notes,
});
