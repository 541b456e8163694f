/** The part of every block whose output at the last position does not answer to a perturbation. */
export type Frozen = "attention" | "mlp";

export const FROZEN: readonly Frozen[] = ["attention", "mlp"];

/** As the name of a model and a list of differences say it. */
export const FROZEN_WORDS: Readonly<Record<Frozen, string>> = {
  attention: "attention outputs frozen",
  mlp: "MLP outputs frozen",
};
