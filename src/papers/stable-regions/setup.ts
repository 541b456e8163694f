/**
 * Every number of the paper that the product uses, with how well it is known.
 *
 * "Paper" is arXiv 2409.17113v4. Its abstract and introduction are read; its figures and appendices are known from
 * detailed public notes of it and from the authors' prototype, whose figures were read by eye.
 */
export const PAPER = {
  arxiv: "2409.17113v4",
  title: "Characterizing stable regions in the residual stream of LLMs",
  by: [
    "Jett Janiak",
    "Jacek Karwowski",
    "Chatrik Singh Mangat",
    "Giorgi Giglemiani",
    "Nora Petrova",
    "Stefan Heimersheim",
  ],

  /** Ours: the paper measures OLMo and Qwen2 and says that GPT-2 is alike; the authors' prototype runs on it. */
  subject: "GPT-2 small",
  /** After the first layer, at the last position. [paper text] The same tensor as blocks.0.hook_resid_post. */
  perturbAt: "blocks.1.hook_resid_pre",
  /** Tokens of a prompt. [public notes; the prototype too] */
  promptTokens: 10,
  /** Values of a, from 0 to 1. [public notes; 21 in the prototype] */
  points: 50,
  /** Pairs of unrelated prompts. [public notes; the prototype too] */
  bases: 1000,

  /** Median max slope of pairs with one last token, at most. [public notes of appendix G, models of the paper] */
  sameLastTokenSlope: 1.2,
  /** The same of pairs with different last tokens, at least. [public notes of appendix G] */
  otherLastTokenSlope: 10,
  /** Sign changes a path, "hundreds to thousands". [public notes of appendix F, Qwen2 0.5B, gates] */
  signChanges: 100,
  /** The relative distance at a = 0.4 is mostly below this on GPT-2 small. [figure of the prototype, read by eye] */
  heightAt40: 0.35,
  /** Where most jumps lie on GPT-2 small, as shares of the way. [figure of the prototype, read by eye] */
  jumps: [0.4, 0.65],
} as const;

/** Ours: what the criteria call an effect, in units that mean the same on every model. */
export const EFFECTS = {
  /** Max slope of a boundary: twice the mean slope. A line has 1, a smoothstep 1.5, a parabola 2. */
  slope: 2,
  /** What the slopes of the first and last tenth must stay below, over the mean slope: as for the first paper's steps. */
  endSlope: 0.5,
  /** P(later > earlier) of two normal groups half a standard deviation apart: a medium effect. */
  mediumShare: 0.64,
  /** The same a fifth of one apart: a small effect. */
  smallShare: 0.56,
} as const;

/**
 * Models beside the run's own, by the names that claims ask for. Checkpoints of the organism's training: before it, and
 * after 3, 10 and 30 % of its 2900 steps.
 */
export const CHECKPOINTS = ["step-0", "step-87", "step-290", "step-870"] as const;

/** Sizes beside the run's own: of GPT-2 small those that were published. */
export const SIZES = { smaller: "distilgpt2", larger: "gpt2-medium", largest: "gpt2-large" } as const;
