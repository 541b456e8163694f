import type { Checkpoint, ModelConfig } from "../family.ts";
import type { LanguageModel, ResidualConvention } from "../language-model.ts";

/** A checkpoint as it goes to a thread: its family by name. */
export type SentCheckpoint = Omit<Checkpoint, "family" | "config"> & {
  readonly modelType: string;
  readonly config: ModelConfig;
};

/** The calls of the port that compute something. */
export type Calls = Pick<
  LanguageModel,
  "run" | "runAll" | "resumeFrom" | "mlpPre" | "lastPositions" | "divergences" | "jensenShannon"
>;

/** What a thread is asked; `model` is a number that the asker gives. */
export type Request =
  | {
      readonly does: "open";
      readonly model: number;
      readonly checkpoint: SentCheckpoint;
      readonly convention: ResidualConvention;
      readonly threads: number;
    }
  | { readonly does: "dispose"; readonly model: number }
  | { readonly [C in keyof Calls]: CallRequest<C> }[keyof Calls];

export interface CallRequest<C extends keyof Calls> {
  readonly does: C;
  readonly model: number;
  readonly options: Parameters<Calls[C]>[0];
}

/** What it answers, in the order in which it was asked. Opening gives no value. */
export type Answer = {
  /** How long it worked on this and on nothing else, without the wait for its turn. */
  readonly milliseconds: number;
} & (
  | { readonly value: unknown }
  /** A fault of the runtime: what a caller can do wrong is refused before a thread is asked. */
  | { readonly error: string }
);
