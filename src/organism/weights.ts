import type { NamedTensor } from "../checkpoint/write-safetensors.ts";
import { fromFloats, type Params, toFloats } from "../model/jax/runtime.ts";

/** Tensors by name: GPT-2's without the `transformer.` prefix, an SAE's by SAELens's letters. */
export type Weights = Record<string, NamedTensor>;

/** Tensors of the same names and shapes, all zero. */
export function zerosLike(weights: Weights): Weights {
  return Object.fromEntries(
    Object.entries(weights).map(([name, { shape, data }]) => [
      name,
      { shape, data: new Float32Array(data.length) },
    ]),
  );
}

/** Copies weights into jax-js arrays. */
export function toParams(weights: Weights): Params {
  return Object.fromEntries(
    Object.entries(weights).map(([name, { shape, data }]) => [name, fromFloats(data, shape)]),
  );
}

/** Copies arrays out, giving them up. */
export function fromParams(params: Params): Weights {
  return Object.fromEntries(
    Object.entries(params).map(([name, array]) => [name, { shape: [...array.shape], data: toFloats(array) }]),
  );
}
