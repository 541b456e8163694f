import type { Rng } from "../math/rng.ts";
import type { Gpt2Config } from "../model/families/gpt2/config.ts";
import { crossEntropy, type DropoutMasks, logitsOf } from "../model/families/gpt2/forward.ts";
import { expectedTensors, initialLaw } from "../model/families/gpt2/tensors.ts";
import {
  fromFloats,
  fromInts,
  type JaxArray,
  jax,
  type Params,
  toFloats,
  tree,
} from "../model/jax/runtime.ts";
import { type AdamSettings, adamRates, adamStep, clipByGlobalNorm, type Moments } from "./adam.ts";
import { type Gpt2Recipe, learningRate } from "./recipe.ts";
import { fromParams, toParams, type Weights, zerosLike } from "./weights.ts";

/** Where a training stands: everything the next step depends on besides recipe, seed and text. */
export interface Gpt2State {
  /** Steps done. */
  readonly step: number;
  readonly weights: Weights;
  readonly m: Weights;
  readonly v: Weights;
}

/** The initial state: normal weights, zero biases, unit layer-norm gains, zero moments. */
export function initialGpt2(recipe: Gpt2Recipe, rng: Rng): Gpt2State {
  const { config, initialSd } = recipe;
  const weights: Weights = {};
  for (const [name, shape] of Object.entries(parameterShapes(config))) {
    const size = shape.reduce((a, b) => a * b, 1);
    const stream = rng.fork(name);
    const { offset, sd } = initialLaw(name, config, initialSd);
    const data = new Float32Array(size).fill(offset);
    if (sd > 0) for (let i = 0; i < size; i++) data[i] = offset + sd * stream.normal();
    weights[name] = { shape, data };
  }
  return { step: 0, weights, m: zerosLike(weights), v: zerosLike(weights) };
}

/**
 * Names and shapes of the parameters, the final layer norm last.
 *
 * Their order is part of the recipe: sums over all parameters are taken in it, and it decides their last bits.
 */
function parameterShapes(config: Gpt2Config): Record<string, readonly number[]> {
  const all = [...expectedTensors(config)];
  const isFinal = ([name]: [string, unknown]) => name.startsWith("ln_f.");
  return Object.fromEntries([...all.filter((entry) => !isFinal(entry)), ...all.filter(isFinal)]);
}

/** Tokens one step reads: every sequence and, one further, its targets. */
export function tokensPerStep(recipe: Gpt2Recipe): number {
  return recipe.batch * (recipe.config.positions + 1);
}

/** Trains in stretches; the traced and compiled step is kept between them. */
export interface Gpt2Trainer {
  /**
   * Trains from `state.step` up to `until` and returns where it stands.
   *
   * Step t reads tokens [(t-1) k, t k) of `text`, k = tokensPerStep, and dropout masks from
   * `rng.fork("dropout").fork(t)`, so that stopping and going on changes no bit. `onStep` hears each step's training
   * loss (with dropout, in nats). Throws: RangeError when the text is too short.
   */
  advance(options: {
    readonly rng: Rng;
    readonly text: Int32Array;
    readonly state: Gpt2State;
    readonly until: number;
    readonly onStep?: (step: number, loss: number) => void;
  }): Promise<Gpt2State>;
  dispose(): void;
}

/** A trainer for one recipe. The first step compiles for some seconds. */
export function gpt2Trainer(recipe: Gpt2Recipe): Gpt2Trainer {
  const run = jittedStep(recipe);
  const perStep = tokensPerStep(recipe);
  const settings = adamSettings(recipe);
  const names = Object.keys(parameterShapes(recipe.config)); // a saved state comes back in another order
  return {
    async advance({ rng, text, state, until, onStep }) {
      if (text.length < until * perStep)
        throw new RangeError(`The text has ${text.length} tokens; ${until} steps need ${until * perStep}.`);
      const inOrder = (weights: Weights) =>
        toParams(Object.fromEntries(names.map((name) => [name, weights[name]!])));
      let params = inOrder(state.weights);
      let moments: Moments = { m: inOrder(state.m), v: inOrder(state.v) };
      for (let step = state.step + 1; step <= until; step++) {
        const { inputs, targets } = splitWindows(
          text.subarray((step - 1) * perStep, step * perStep),
          recipe.config,
        );
        const masks = drawMasks(recipe, rng.fork("dropout").fork(step));
        const rates = fromFloats(adamRates(learningRate(recipe, step), step, settings), [3]);
        const next = run(params, moments.m, moments.v, inputs, targets, masks, rates);
        params = next.params;
        moments = { m: next.m, v: next.v };
        const loss = toFloats(next.loss)[0]!; // read always: steps nobody reads would queue up in memory
        onStep?.(step, loss);
        if (step % 10 === 0) await new Promise((resolve) => setImmediate(resolve)); // lets signals in
      }
      return {
        step: Math.max(until, state.step),
        weights: fromParams(params),
        m: fromParams(moments.m),
        v: fromParams(moments.v),
      };
    },
    dispose: () => run.dispose(),
  };
}

/**
 * Mean next-token loss without dropout over whole batches of windows of `text`, in nats.
 *
 * Throws: RangeError when the text does not fill one batch.
 */
export function validationLoss(weights: Weights, config: Gpt2Config, text: Int32Array, batch = 64): number {
  const perBatch = batch * (config.positions + 1);
  if (text.length < perBatch)
    throw new RangeError(
      `The text has ${text.length} tokens; one batch of ${batch} windows needs ${perBatch}.`,
    );
  const loss = jax.jit((params: Params, tokens: JaxArray, targets: JaxArray) =>
    crossEntropy(logitsOf(params, tokens, config), targets, config.vocabulary),
  );
  const params = toParams(weights);
  let sum = 0;
  const batches = Math.floor(text.length / perBatch);
  for (let i = 0; i < batches; i++) {
    const { inputs, targets } = splitWindows(text.subarray(i * perBatch, (i + 1) * perBatch), config);
    sum += toFloats(loss(tree.ref(params), inputs, targets))[0]!;
  }
  tree.dispose(params);
  loss.dispose();
  return sum / batches;
}

function adamSettings(recipe: Gpt2Recipe): AdamSettings {
  const shapes = parameterShapes(recipe.config);
  return {
    beta1: recipe.beta1,
    beta2: recipe.beta2,
    epsilon: 1e-8,
    weightDecay: recipe.weightDecay,
    decays: (name) => shapes[name]!.length === 2,
  };
}

/** One whole step, traced once: loss, gradients, clipping, AdamW. */
function jittedStep(recipe: Gpt2Recipe) {
  const { config } = recipe;
  const settings = adamSettings(recipe);
  const lossOf = (params: Params, tokens: JaxArray, targets: JaxArray, masks: DropoutMasks) =>
    crossEntropy(logitsOf(params, tokens, config, masks), targets, config.vocabulary);
  return jax.jit(
    (
      params: Params,
      m: Params,
      v: Params,
      tokens: JaxArray,
      targets: JaxArray,
      masks: JaxArray,
      rates: JaxArray,
    ) => {
      const shaped: DropoutMasks = {
        embedding: masks.ref.slice(0),
        writes: Array.from({ length: 2 * config.layers }, (_, i) => masks.ref.slice(i + 1)),
      };
      const [loss, gradients] = jax.valueAndGrad(lossOf)(tree.ref(params), tokens, targets, shaped);
      const clipped = clipByGlobalNorm(gradients as Params, recipe.clip);
      const next = adamStep(params, clipped, { m, v }, rates, settings);
      return { loss, params: next.params, m: next.moments.m, v: next.moments.v };
    },
  );
}

/** Consecutive windows of config.positions + 1 tokens: all but the last are input, all but the first targets. */
function splitWindows(tokens: Int32Array, config: Gpt2Config): { inputs: JaxArray; targets: JaxArray } {
  const length = config.positions;
  const rows = tokens.length / (length + 1);
  const inputs = new Int32Array(rows * length);
  const targets = new Int32Array(rows * length);
  for (let row = 0; row < rows; row++) {
    const start = row * (length + 1);
    inputs.set(tokens.subarray(start, start + length), row * length);
    targets.set(tokens.subarray(start + 1, start + length + 1), row * length);
  }
  return { inputs: fromInts(inputs, [rows, length]), targets: fromInts(targets, [rows, length]) };
}

/**
 * Dropout masks of one step: 1 / (1 - p) where kept, 0 where dropped. Shape: [2 layers + 1, batch, pos, d_model].
 *
 * One 53-bit draw gives three 17-bit numbers, so p is met to 2^-17.
 */
function drawMasks(recipe: Gpt2Recipe, rng: Rng): JaxArray {
  const { config, dropout, batch } = recipe;
  const shape = [2 * config.layers + 1, batch, config.positions, config.dModel];
  const mask = new Float32Array(shape.reduce((a, b) => a * b, 1));
  const dropBelow = Math.round(dropout * 131072);
  const kept = 1 / (1 - dropout);
  for (let i = 0; i < mask.length; i += 3) {
    let u = rng.uniform();
    for (let j = i; j < i + 3 && j < mask.length; j++) {
      u *= 131072;
      const digit = Math.floor(u);
      u -= digit;
      mask[j] = digit < dropBelow ? 0 : kept;
    }
  }
  return fromFloats(mask, shape);
}
