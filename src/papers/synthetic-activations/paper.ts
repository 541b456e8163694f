import { GPT2_SMALL_DIGEST } from "../../model/published-weights.ts";
import { definePaper } from "../../paper/paper.ts";
import { abstract } from "./abstract.ts";
import { alongside, SHOWN } from "./alongside.ts";
import { AUTHORS } from "./authors.ts";
import doctor from "./doctor.json" with { type: "json" };
import { families } from "./families.ts";
import { hypotheses } from "./hypotheses.ts";
import { ladder } from "./ladder.ts";
import { metrics } from "./metrics/index.ts";
import { maxSlopeStepAlong } from "./metrics/max-slope-step.ts";
import { notes } from "./notes.ts";
import { perturbations } from "./perturbations/index.ts";
import { towards } from "./perturbations/towards.ts";
import { readings } from "./readings/index.ts";
import { scales } from "./scales.ts";
import { MORE_BASES, PAPER } from "./setup.ts";
import { types } from "./types.ts";

/** Evaluating Synthetic Activations composed of SAE Latents in GPT-2, arXiv 2409.15019. */
export const paper = definePaper({
  id: "synthetic-activations",
  arxiv: PAPER.arxiv,
  title: PAPER.title,
  by: PAPER.by,
  subject: {
    key: "gpt2-small",
    name: PAPER.subject,
    weights: GPT2_SMALL_DIGEST,
    hook: PAPER.perturbAt,
    sae: { release: "gpt2-small-res-jb", latents: PAPER.gpt2Latents },
    promptTokens: PAPER.promptTokens,
    points: PAPER.points,
  },
  protocol: { bases: PAPER.bases, moreBasesTimes: MORE_BASES },
  hypotheses,
  families,
  abstract,
  perturbations,
  metrics,
  ofOneCurve: maxSlopeStepAlong,
  types,
  batch: [
    ...perturbations.flatMap((perturbation) => SHOWN.map((type) => ({ perturbation, type }))),
    // the same rows read once more: a prediction costs no path
    ...(["kl", "js"] as const).flatMap((output) =>
      SHOWN.map((type) => ({ perturbation: towards.absolute, type, output })),
    ),
  ],
  alongside,
  nearestAmong: ["real", "random", "structured", "baseline"],
  // what E5, its control and its planted effect ask for beyond the run's bases; random, for where paths end
  batchBeyond: perturbations
    .filter(({ typeIs }) => typeIs === "target")
    .flatMap((perturbation) =>
      (["real", "random", "structured", "baseline", "baseline#2", "another-real"] as const).map((type) => ({
        perturbation,
        type,
      })),
    ),
  scales,
  ladder,
  readings,
  slices: { corners: ["real", "structured"], bases: 3 },
  authors: AUTHORS,
  doctor,
  notes,
});
