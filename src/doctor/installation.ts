import type { GeluForm } from "../model/family.ts";
import type { HookPoint } from "../model/hook-point.ts";
import type { LanguageModel, Tokens } from "../model/language-model.ts";
import type { SparseAutoencoder } from "../sae/sparse-autoencoder.ts";
import type { GoldenPrompt } from "./expected-values.ts";
import type { WeightGrid } from "./weight-grid.ts";

/** What is examined: weights, SAE and runtime, with every setting a number depends on. */
export interface Installation {
  readonly model: LanguageModel;
  /** null where the model's family has no GELU. */
  readonly gelu: GeluInUse | null;
  /** Subtract the mean over d_model from what the model gives at the hook. */
  readonly recentre: boolean;
  /** Where it says it reads: the SAE's hook. */
  readonly hook: HookPoint;
  /** Where it does read; another point only while a repair is tried. */
  readonly readAt: HookPoint;
  readonly sae: SparseAutoencoder | null;
  /** The token ids with which a prompt is run, BOS included. */
  readonly tokensOf: (prompt: GoldenPrompt) => Tokens;
  /** Token ids of a text without BOS; null without a tokenizer. */
  readonly encode: ((text: string) => Tokens) | null;
  readonly grid: WeightGrid;
  /** The user's own prompts; null when none were given. */
  readonly prompts: readonly Tokens[] | null;
}

/** The form of GELU that a model runs with. */
export interface GeluInUse {
  readonly form: GeluForm;
  /** What to do where it is the wrong one. */
  readonly hint: string;
  /** The same weights with another form. The caller disposes of what it opened. */
  readonly with: (form: GeluForm) => LanguageModel;
}
