import type { OptionsOfIdentity } from "./run-options.ts";

/** What decides the bits of a run's curves besides its options' values. */
export type MeasuredFacts = {
  /** Id of the paper: another one has other paths under its keys. */
  readonly paper: string;
  /** sha256 of the weights file. */
  readonly weights: string;
  /** sha256 of the model's config.json. */
  readonly config: string;
  /** `saeDigest`. */
  readonly sae: string | null;
  /** `saeDigest` of each further SAE; left out where there is none. */
  readonly moreSaes?: readonly string[];
  /** Digest of the models that stand beside the run's own; null where nothing is said of any. */
  readonly others: string | null;
  /** Digest of the token ids that are really drawn, in order. */
  readonly prompts: string;
  readonly points: number;
  readonly perturbAt: string;
  readonly readAt: string;
  readonly scale: string;
  readonly convention: string;
  /** Inference runtime, Node.js and processor architecture. */
  readonly runtime: string;
  /** Names of the registered activation types. */
  readonly generators: readonly string[];
  /** `codeDigest`. */
  readonly code: string;
};

/** Everything that decides which curves a run has, and their bits. */
export type Identity = MeasuredFacts & OptionsOfIdentity;
