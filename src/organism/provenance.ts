import { createHash } from "node:crypto";
import { JAX_RUNTIME } from "../model/jax/runtime.ts";
import type { Files } from "./export.ts";
import { KEPT_PERCENTAGES, keptSteps, type TrainedGpt2 } from "./gpt2-stage.ts";
import { type Gpt2Recipe, HALF_GPT2_RECIPE, type SaeRecipe } from "./recipe.ts";
import type { TrainedSae } from "./sae-stage.ts";

/** How the shipped organism was made: `fixtures/organism/provenance.json`. */
export interface Provenance {
  /** What tells a reader of the directory that this is no GPT-2. */
  readonly kind: "organism";
  readonly what: string;
  readonly seed: number;
  /** The command that makes it again. */
  readonly command: string;
  readonly versions: { readonly node: string; readonly jax: string };
  readonly gpt2: {
    readonly recipe: Gpt2Recipe;
    readonly tokens: number;
    readonly lossCurve: readonly CurvePoint[];
    readonly validation: {
      readonly unit: "nats per token";
      readonly tokens: number;
      readonly model: number;
      /** Element n-1: interpolated n-gram model of order at most n, fitted on the training tokens. */
      readonly ngram: readonly number[];
      /** Best n-gram minus model. */
      readonly margin: number;
    };
    readonly checkpoints: {
      readonly percent: readonly number[];
      readonly steps: readonly number[];
      readonly how: string;
    };
  };
  readonly sae: {
    readonly recipe: SaeRecipe;
    readonly scale: number;
    readonly lossCurve: readonly CurvePoint[];
    readonly heldOut: {
      readonly activations: number;
      readonly l0: number;
      readonly fvu: number;
      readonly alive: number;
    };
  };
  /** sha256 of every file beside this one. */
  readonly files: Readonly<Record<string, string>>;
  /** Every organism trained for this repository, with what became of it. */
  readonly attempts: readonly {
    readonly seed: number;
    readonly outcome: string;
    /** Verdict by criterion, n = 1000, seed 0 of the experiment. */
    readonly verdicts: Readonly<Record<string, string>>;
  }[];
  /** The whole training done a second time from the same seed. */
  readonly trainedTwice: { readonly equal: boolean | null; readonly detail: string };
}

/** Mean training loss over the steps after the previous point, up to and including `step`. */
export interface CurvePoint {
  readonly step: number;
  readonly loss: number;
}

/** Gathers what is known after a training. */
export function describeTraining(facts: {
  readonly seed: number;
  readonly nodeVersion: string;
  readonly gpt2: { readonly recipe: Gpt2Recipe; readonly trained: TrainedGpt2 };
  readonly validation: { readonly tokens: number; readonly model: number; readonly ngram: readonly number[] };
  readonly sae: { readonly recipe: SaeRecipe; readonly trained: TrainedSae };
  readonly files: Files;
}): Provenance {
  const { seed, gpt2, sae, validation, files } = facts;
  const { l0, fvu, alive, activations } = sae.trained.quality;
  return {
    kind: "organism",
    what: "A small GPT-2 and its sparse autoencoder, trained from a seed on a synthetic language. Its verdicts say nothing about GPT-2.",
    seed,
    command: `npm run organism -- --seed ${seed}${wordsOf(gpt2.recipe)}`,
    versions: { node: facts.nodeVersion, jax: JAX_RUNTIME },
    gpt2: {
      recipe: gpt2.recipe,
      tokens: gpt2.recipe.steps * gpt2.recipe.batch * gpt2.recipe.config.positions,
      lossCurve: thinned(gpt2.trained.losses, 50),
      validation: {
        unit: "nats per token",
        ...validation,
        margin: Math.min(...validation.ngram) - validation.model,
      },
      checkpoints: {
        percent: [...KEPT_PERCENTAGES],
        steps: keptSteps(gpt2.recipe),
        how: "Not in the repository: the command above leaves them as model directories in its checkpoint folder.",
      },
    },
    sae: {
      recipe: sae.recipe,
      scale: sae.trained.scale,
      lossCurve: thinned(sae.trained.losses, 200),
      heldOut: { activations, l0, fvu, alive },
    },
    files: digests(files),
    attempts: [],
    trainedTwice: { equal: null, detail: "not done" },
  };
}

/** What is typed for a recipe that is not the shipped one's. */
function wordsOf({ dropout, config: { layers, dModel } }: Gpt2Recipe): string {
  const { config: half } = HALF_GPT2_RECIPE;
  const isHalf = layers === half.layers && dModel === half.dModel;
  return `${dropout === 0 ? " --no-dropout" : ""}${isHalf ? " --half" : ""}`;
}

/** sha256 of each file, hex, by path. */
export function digests(files: Files): Record<string, string> {
  return Object.fromEntries(
    Object.entries(files).map(([path, contents]) => [
      path,
      createHash("sha256").update(contents).digest("hex"),
    ]),
  );
}

/** The curve in means of `every` steps, rounded to four decimals. */
function thinned(losses: Float32Array, every: number): CurvePoint[] {
  const points: CurvePoint[] = [];
  for (let start = 0; start < losses.length; start += every) {
    const part = losses.subarray(start, start + every);
    const mean = part.reduce((sum, v) => sum + v, 0) / part.length;
    points.push({ step: start + part.length, loss: Math.round(mean * 1e4) / 1e4 });
  }
  return points;
}
