import type { Rng } from "../math/rng.ts";
import { fromFloats, type JaxArray, jax, np, type Params, toFloats, tree } from "../model/jax/runtime.ts";
import { type AdamSettings, adamRates, adamStep, type Moments } from "./adam.ts";
import { learningRate, type SaeRecipe } from "./recipe.ts";
import { fromParams, toParams, type Weights, zerosLike } from "./weights.ts";

/** Rows of equally wide activations. */
export interface Activations {
  readonly rows: number;
  readonly width: number;
  /** Shape: [rows, width]. */
  readonly data: Float32Array;
}

/**
 * Where an SAE training stands. Weights: W_enc [d, n], b_enc [n], W_dec [n, d], b_dec [d].
 *
 * Lengths are in units of `scale`, so that Adam's steps suit activations of any size: `inOriginalUnits` gives the
 * autoencoder of the activations as they are.
 */
export interface SaeState {
  readonly step: number;
  readonly weights: Weights;
  readonly m: Weights;
  readonly v: Weights;
  /** s: mean distance of activations from their mean, the unit of length in the loss. */
  readonly scale: number;
}

/**
 * The initial state, made from data so that few latents die: decoder row j is the unit direction from the mean to a
 * random activation, the encoder is its transpose times `initialEncoder`, b_dec the mean, b_enc zero.
 */
export function initialSae(recipe: SaeRecipe, sample: Activations, rng: Rng): SaeState {
  const { rows, width, data } = sample;
  const mean = columnMeans(sample);
  const scale = Math.fround(meanDistance(sample, mean));
  const decoder = new Float32Array(recipe.latents * width);
  const encoder = new Float32Array(width * recipe.latents);
  for (let j = 0; j < recipe.latents; j++) {
    const row = rng.integer(rows);
    const direction = Float64Array.from(mean, (m, k) => data[row * width + k]! - m);
    const length = Math.sqrt(direction.reduce((sum, v) => sum + v * v, 0)) || 1;
    for (let k = 0; k < width; k++) {
      decoder[j * width + k] = direction[k]! / length;
      encoder[k * recipe.latents + j] = (recipe.initialEncoder * direction[k]!) / length;
    }
  }
  const weights: Weights = {
    W_enc: { shape: [width, recipe.latents], data: encoder },
    b_enc: { shape: [recipe.latents], data: new Float32Array(recipe.latents) },
    W_dec: { shape: [recipe.latents, width], data: decoder },
    b_dec: { shape: [width], data: Float32Array.from(mean, (m) => m / scale) },
  };
  return { step: 0, weights, m: zerosLike(weights), v: zerosLike(weights), scale };
}

/** The weights for activations as they are: f grows by the scale, so both biases do and no direction changes. */
export function inOriginalUnits({ weights, scale }: SaeState): Weights {
  const scaled = (name: string) => ({
    shape: weights[name]!.shape,
    data: weights[name]!.data.map((v) => v * scale),
  });
  return { ...weights, b_enc: scaled("b_enc"), b_dec: scaled("b_dec") };
}

/** Trains in stretches; the traced and compiled step is kept between them. */
export interface SaeTrainer {
  /** One step per `recipe.batch` rows of `activations`, in their order. `onStep` hears each step's loss. */
  advance(options: {
    readonly state: SaeState;
    readonly activations: Activations;
    readonly onStep?: (step: number, loss: number) => void;
  }): Promise<SaeState>;
  dispose(): void;
}

/**
 * A trainer of a ReLU autoencoder.
 *
 * f = ReLU((x - b_dec) W_enc + b_enc), x̂ = f W_dec + b_dec, with x in units of s,
 * loss = mean over the batch of ‖x - x̂‖² + sparsity ‖f‖1.
 * Rows of W_dec stay of unit length: the gradient along each row is removed before Adam, and the row rescaled after.
 * Source: Bricken et al., "Towards Monosemanticity", 2023, with losses in units of s.
 */
export function saeTrainer(recipe: SaeRecipe): SaeTrainer {
  const settings: AdamSettings = {
    beta1: recipe.beta1,
    beta2: recipe.beta2,
    epsilon: 1e-8,
    weightDecay: 0,
    decays: () => false,
  };
  const run = jax.jit((params: Params, m: Params, v: Params, x: JaxArray, rates: JaxArray) => {
    const lossOf = (p: Params, batch: JaxArray) => saeLoss(p, batch, recipe.sparsity);
    const [loss, gradients] = jax.valueAndGrad(lossOf)(tree.ref(params), x);
    const g = gradients as Params;
    const along = np.sum(g["W_dec"]!.ref.mul(params["W_dec"]!.ref), -1, { keepdims: true });
    g["W_dec"] = g["W_dec"]!.sub(along.mul(params["W_dec"]!.ref));
    const next = adamStep(params, g, { m, v }, rates, settings);
    const decoder = next.params["W_dec"]!;
    const lengths = np.sqrt(np.sum(decoder.ref.mul(decoder.ref), -1, { keepdims: true }));
    next.params["W_dec"] = decoder.div(lengths);
    return { loss, params: next.params, m: next.moments.m, v: next.moments.v };
  });
  return {
    async advance({ state, activations, onStep }) {
      let params = toParams(state.weights);
      let moments: Moments = { m: toParams(state.m), v: toParams(state.v) };
      const size = recipe.batch * activations.width;
      const batches = Math.floor(activations.data.length / size);
      for (let i = 0; i < batches; i++) {
        const step = state.step + i + 1;
        const values = activations.data.subarray(i * size, (i + 1) * size).map((v) => v / state.scale);
        const x = fromFloats(values, [recipe.batch, activations.width]);
        const rates = fromFloats(adamRates(learningRate(recipe, step), step, settings), [3]);
        const next = run(params, moments.m, moments.v, x, rates);
        params = next.params;
        moments = { m: next.m, v: next.v };
        const loss = toFloats(next.loss)[0]!; // read always: steps nobody reads would queue up in memory
        onStep?.(step, loss);
        if (step % 50 === 0) await new Promise((resolve) => setImmediate(resolve)); // lets signals in
      }
      return {
        step: state.step + batches,
        weights: fromParams(params),
        m: fromParams(moments.m),
        v: fromParams(moments.v),
        scale: state.scale,
      };
    },
    dispose: () => run.dispose(),
  };
}

/** What an SAE does on held-out activations. */
export interface SaeQuality {
  /** Mean number of latents above 0. */
  readonly l0: number;
  /** sum ‖x - x̂‖² / sum ‖x - mean‖², the mean over the whole set. */
  readonly fvu: number;
  /** Fraction of activations on which each latent is above 0. Shape: [n]. */
  readonly firingFrequency: Float64Array;
  /** Fraction of latents that fire at all. */
  readonly alive: number;
  readonly activations: number;
}

/** Measures L0, fraction of variance unexplained and firing frequencies, accumulated in float64. */
export function measureSae(weights: Weights, set: Activations): SaeQuality {
  const { rows, width, data } = set;
  const latents = weights["b_enc"]!.data.length;
  const [encoder, encoderBias] = [weights["W_enc"]!.data, weights["b_enc"]!.data];
  const [decoder, decoderBias] = [weights["W_dec"]!.data, weights["b_dec"]!.data];
  const mean = columnMeans(set);
  const fired = new Float64Array(latents);
  let [unexplained, total, active] = [0, 0, 0];
  const hidden = new Float64Array(latents);
  const rebuilt = new Float64Array(width);
  for (let i = 0; i < rows; i++) {
    hidden.set(encoderBias);
    rebuilt.set(decoderBias);
    for (let k = 0; k < width; k++) {
      const x = data[i * width + k]! - decoderBias[k]!;
      for (let j = 0; j < latents; j++) hidden[j] = hidden[j]! + x * encoder[k * latents + j]!;
    }
    for (let j = 0; j < latents; j++) {
      const f = hidden[j]!;
      if (f <= 0) continue;
      active++;
      fired[j] = fired[j]! + 1;
      for (let k = 0; k < width; k++) rebuilt[k] = rebuilt[k]! + f * decoder[j * width + k]!;
    }
    for (let k = 0; k < width; k++) {
      unexplained += (data[i * width + k]! - rebuilt[k]!) ** 2;
      total += (data[i * width + k]! - mean[k]!) ** 2;
    }
  }
  return {
    l0: active / rows,
    fvu: unexplained / total,
    firingFrequency: fired.map((n) => n / rows),
    alive: fired.filter((n) => n > 0).length / latents,
    activations: rows,
  };
}

/** The loss of one batch [batch, d]. Gives up all of its arguments. */
function saeLoss(p: Params, x: JaxArray, sparsity: number): JaxArray {
  const rows = x.shape[0]!;
  const before = np.matmul(x.ref.sub(p["b_dec"]!.ref), p["W_enc"]!).add(p["b_enc"]!); // [batch, n]
  const f = np.maximum(before, 0);
  const rebuilt = np.matmul(f.ref, p["W_dec"]!).add(p["b_dec"]!); // [batch, d]
  const error = x.sub(rebuilt);
  return np
    .sum(error.ref.mul(error))
    .add(np.sum(f).mul(sparsity))
    .mul(1 / rows);
}

function columnMeans({ rows, width, data }: Activations): Float64Array {
  const mean = new Float64Array(width);
  for (let i = 0; i < data.length; i++) mean[i % width] = mean[i % width]! + data[i]!;
  return mean.map((sum) => sum / rows);
}

function meanDistance({ rows, width, data }: Activations, mean: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < rows; i++) {
    let square = 0;
    for (let k = 0; k < width; k++) square += (data[i * width + k]! - mean[k]!) ** 2;
    sum += Math.sqrt(square);
  }
  return sum / rows;
}
