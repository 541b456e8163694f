import type { Gpt2Config } from "../model/families/gpt2/config.ts";
import { attentionHalf, embed, mlpHalf } from "../model/families/gpt2/forward.ts";
import { gpt2Names } from "../model/families/gpt2/tensors.ts";
import { fromInts, type JaxArray, jax, type Params, toFloats, tree } from "../model/jax/runtime.ts";
import type { Activations } from "./train-sae.ts";
import { toParams, type Weights } from "./weights.ts";

/** Reads the raw residual stream at `blocks.<layer>.hook_resid_pre` for every token of a text. */
export interface ActivationReader {
  /** Cuts the text into windows of config.positions tokens (a rest is left out); rows are tokens in order. */
  read(text: Int32Array): Activations;
  dispose(): void;
}

/** Windows computed at once. */
const BATCH = 125;

/** A reader that runs the model without dropout up to the hook and no further. */
export function activationReader(weights: Weights, config: Gpt2Config, layer: number): ActivationReader {
  const run = jax.jit((params: Params, tokens: JaxArray) => {
    let x = embed(params, tokens, config);
    for (let i = 0; i < layer; i++) x = mlpHalf(params, attentionHalf(params, x, i, config), i, config);
    return x;
  });
  const params = toParams(
    Object.fromEntries(Object.entries(weights).filter(([name]) => isBelow(name, layer))),
  );
  const { positions: length, dModel: width } = config;
  return {
    read(text) {
      const windows = Math.floor(text.length / length);
      const data = new Float32Array(windows * length * width);
      for (let start = 0; start < windows; start += BATCH) {
        const tokens = new Int32Array(BATCH * length); // a last, shorter batch is filled up with token 0
        const given = text.subarray(start * length, Math.min(start + BATCH, windows) * length);
        tokens.set(given);
        const x = toFloats(run(tree.ref(params), fromInts(tokens, [BATCH, length])));
        data.set(x.subarray(0, given.length * width), start * length * width);
      }
      return { rows: windows * length, width, data };
    },
    dispose() {
      tree.dispose(params);
      run.dispose();
    },
  };
}

/** Whether the stream before block `layer` depends on the parameter. */
function isBelow(name: string, layer: number): boolean {
  const block = gpt2Names.blockOf(name);
  return block === null ? name === "wte.weight" || name === "wpe.weight" : block < layer;
}
