/**
 * The facts of two papers that answer each other, with how well each is known.
 *
 * "Post" is Gurnee, "SAE reconstruction errors are (empirically) pathological" (2024); "paper" is arXiv 2410.12555. Known
 * of the paper are its abstract, the authors' summary and the printed outputs of their notebook; of the post its text,
 * from public copies. The body of the paper was not at hand.
 */
export const PAPER = {
  arxiv: "2410.12555v1",
  title: "Investigating Sensitive Directions in GPT-2: An Improved Baseline and Comparative Analysis of SAEs",
  by: ["Daniel J. Lee", "Stefan Heimersheim"],

  /** Whose activations both perturb. */
  subject: "GPT-2 small",
  /** The layer of the authors' notebook (printed); the post perturbs at every layer. */
  perturbAt: "blocks.6.hook_resid_pre",
  /** The SAEs of the post; those of the notebook are other ones, of one layer and six sparsities. */
  sae: "gpt2-small-res-jb",
  /** Its dictionary at every layer. */
  gpt2Latents: 24_576,
  /**
   * Step of the walk on GPT-2 small, residual units: eleven points from 0 to 200. The authors' lengths are 1 to 201 by 10
   * (printed), every second of which this is.
   */
  gpt2Step: 20,
} as const;

/** Ours, where the papers' settings do not fit every model. */
export const OURS = {
  /** Tokens of a prompt, without a first token of its own, as in the claims about synthetic activations. Theirs: 128 with BOS. */
  promptTokens: 10,
  bases: 1000,
  /** Points of a path, its start included. */
  points: 11,
  /** Steps of the walk from one real activation to another, on average, on other models than GPT-2 small. */
  stepsToMeanTarget: 5,
} as const;

/** The lengths at which directions are compared: steps of the walk, and what they are called. */
export const LADDER = { short: 1, middle: 2, long: 5 } as const;

/** A rung of it. */
export type Rung = keyof typeof LADDER;

/**
 * ln 1.5, to the digits that a report prints: what makes one direction act more than another. Of the 2 to 4.5 times of the
 * post (its text: well known) the least but a quarter.
 */
export const LOG_MARGIN = 0.405;

/** ln 2, rounded up. */
export const LOG_TWO = 0.7;
