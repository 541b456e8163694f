import { isSamePoint } from "../../model/hook-point.ts";

/**
 * Every number of the paper that the product uses, with its source.
 *
 * "Paper" is arXiv 2409.15019v2; letters such as A.3 name sections of the reconstruction of its protocol from the
 * authors' notebooks (repository of the paper, September 2024).
 */
export const PAPER = {
  arxiv: "2409.15019v2",

  /** A.3: overwritten at the last position. The same tensor as blocks.0.hook_resid_post. */
  perturbAt: "blocks.1.hook_resid_pre",
  /** A.4: tokens per prompt, no BOS. */
  promptTokens: 10,
  /** A.6: points per path, in both schedules. */
  points: 100,
  /** A.5: base prompts. */
  bases: 1000,

  /** A.6: step of the absolute schedule on GPT-2 small, residual units. */
  gpt2Step: 0.5,
  /** A.6: the authors' notebooks space 100 points from 0 to 50 inclusive, so their step is 50/99. */
  gpt2AuthorsStep: 50 / 99,
  /** C.2: a curve whose largest rise is not above this has no max slope step (GPT-2 small). */
  gpt2BlowUpLevel: 0.02,
  /** C.2, D4: the same for KL curves, nats, on every model. */
  klBlowUpLevel: 0.02,
  /** C.2: what the authors count for such a curve. */
  maxSlopeStepIfNever: 99,
  /** C.5: plateau level on GPT-2 small, residual units. */
  gpt2PlateauLevel: 20,
  /** C.5: what the authors count where the level is never reached. */
  plateauLengthIfNever: 100,

  /** B.4: neighbours in frequency a substitute is drawn from. */
  baselineNeighbours: 10,
  /** B.5: candidates for the new top latent. */
  structuredPool: 100,
  /** B.5: mean cosine of real pairs around b_dec, measured there; ours is measured on the model at hand. */
  gpt2CosineTarget: 0.42,
} as const;

/** Whether a hook is the tensor that the paper perturbs, under either of its names. */
export function isPaperHook(hook: string): boolean {
  return isSamePoint(hook, PAPER.perturbAt);
}

/** One activation type in one of the authors' tables. */
interface AuthorsRow {
  readonly mean: number;
  readonly sd: number;
  /** Two-sample KS distance to real; null for real itself. */
  readonly ksToReal: number | null;
}

/**
 * What the authors measured on GPT-2 small. Nothing is judged by these numbers; they stand beside ours.
 *
 * The baseline's absolute MSS was not printed anywhere.
 */
export const AUTHORS = {
  /** D3, n = 2000. */
  "maxSlopeStep.absolute": {
    real: { mean: 41.1225, sd: 10.53, ksToReal: null },
    random: { mean: 52.0595, sd: 10.94, ksToReal: 0.429 },
    structured: { mean: 43.293, sd: 12.87, ksToReal: 0.1035 },
    reconstruction: { mean: 41.379, sd: 11.23, ksToReal: 0.0135 },
  },
  /** D5, run a, n = 1000. */
  "maxSlopeStep.relative": {
    real: { mean: 51.6, sd: 7.82, ksToReal: null },
    random: { mean: 65.01, sd: 11.19, ksToReal: 0.612 },
    structured: { mean: 55.69, sd: 11.53, ksToReal: 0.214 },
    baseline: { mean: 56.87, sd: 11.4, ksToReal: 0.26 },
    reconstruction: { mean: 53.34, sd: 8.39, ksToReal: 0.11 },
  },
  /** D8, final protocol, n = 1000. */
  plateauLength: {
    real: { mean: 16.35, sd: 4.2, ksToReal: null },
    random: { mean: 9.6, sd: 3.9, ksToReal: 0.602 },
    structured: { mean: 8.9, sd: 4.2, ksToReal: 0.648 },
    baseline: { mean: 6.4, sd: 3.3, ksToReal: 0.8 },
  },
} as const satisfies Record<string, Record<string, AuthorsRow>>;

/** How many times the run's bases a claim gets that asks for more, on GPT-2 small: E5 with 1000 is a coin toss. */
export const MORE_BASES = 4;

/** Ours, where the paper's numbers are tied to GPT-2 small. Each is the paper's number in the model's own units. */
export const SCALED = {
  /** Mean real-to-real distance over the step: 39.9 / 0.5 on GPT-2 small (D7). */
  stepsToMeanTarget: 80,
  /** Plateau level over the mean final distance: 20 / 240 on GPT-2 small (C.1, C.5). */
  plateauFraction: 0.083,
  /** Plateau level over the blow-up level: 20 / 0.02 on GPT-2 small. */
  plateauOverBlowUp: 1000,
} as const;

/** The absolute step of the paper's text (0.5 on GPT-2 small), or of the authors' notebooks (50/99 there). */
export type Grid = "paper" | "authors";

/** How the points of a path are spaced: by a share of the way to the target, or by a fixed step. */
export type Schedule = "relative" | "absolute";
