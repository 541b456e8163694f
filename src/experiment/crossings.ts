import { rowOf } from "../math/vec.ts";
import { depthOf, parseHookPoint } from "../model/hook-point.ts";
import type { LanguageModel, LastRows, ModelShape } from "../model/language-model.ts";

/**
 * How many MLP pre-activations have changed sign on the way to every point of a path, each change counted.
 *
 * Formula: c[n] = c[n-1] + #{i: (pre_i(n) > 0) != (pre_i(n-1) > 0)}, c[0] = 0, i over the neurons of every block whose MLP
 * lies behind `at`. Where the activation function is piecewise linear each change is a face between two polytopes of the
 * network; a GELU bends there. A neuron that changes twice between two points is not seen. Shape: [points]. Units: count.
 */
export async function crossingsAlong(
  model: Pick<LanguageModel, "mlpPre" | "shape">,
  from: Omit<Parameters<LanguageModel["mlpPre"]>[0], "blocks">,
): Promise<Float64Array> {
  const pre = await model.mlpPre({ ...from, blocks: blocksBehind(from.at, model.shape) });
  return crossingsOf(pre);
}

/** The same of pre-activations that are there. Shape: [points, neuron] -> [points]. */
export function crossingsOf(pre: Pick<LastRows, "rows" | "cols" | "data">): Float64Array {
  const counts = new Float64Array(pre.rows);
  for (let n = 1; n < pre.rows; n++) {
    const [before, here] = [rowOf(pre, n - 1), rowOf(pre, n)];
    let changed = 0;
    for (let i = 0; i < pre.cols; i++) if (before[i]! > 0 !== here[i]! > 0) changed++;
    counts[n] = counts[n - 1]! + changed;
  }
  return counts;
}

/** Every block whose MLP reads the stream at a point or behind it, ascending. */
function blocksBehind(
  at: Parameters<LanguageModel["mlpPre"]>[0]["at"],
  { layers, sites }: ModelShape,
): readonly number[] {
  const { depth } = parseHookPoint(at, layers, sites);
  const site = sites.includes("mid") ? "mid" : "pre";
  return Array.from({ length: layers }, (_, block) => block).filter((block) => depthOf(block, site) >= depth);
}
