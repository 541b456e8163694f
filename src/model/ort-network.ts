import type * as ort from "onnxruntime-node";
import { InvalidInputError } from "../errors.ts";
import type { Gpt2Checkpoint } from "./gpt2-checkpoint.ts";
import type { Tokens } from "./language-model.ts";
import { blockGraph, embeddingGraph, unembeddingGraph } from "./onnx/gpt2-graphs.ts";
import type { OnnxGraph } from "./onnx/onnx-model.ts";
import { boolTensor, createSession, float32Tensor, int64Tensor } from "./ort-session.ts";

/** Keys [head, d_head, prefix] and values [head, prefix, d_head] of the positions in front of the replaced one. */
export interface PrefixMemory {
  readonly keys: ort.Tensor;
  readonly values: ort.Tensor;
}

/** What a block is run on besides its rows. */
type BlockUse =
  | { readonly kind: "sequences"; readonly length: number }
  | { readonly kind: "rows"; readonly prefix: PrefixMemory }
  | { readonly kind: "from-mid" };

type BlockOutput = "qkv" | "mid" | "post";

/**
 * The sessions of one checkpoint: the embedding, one per block, the unembedding. Raw residual streams only, as flat
 * row-major values; a depth is 2 x layer + (pre 0, mid 1, post 2).
 */
export interface OrtNetwork {
  embed(tokens: Tokens): Promise<Float32Array>;
  /** x [row, d_model] -> logits [row, vocabulary]. */
  unembed(x: Float32Array): Promise<Float32Array>;
  /** One block over rows; results by name, for as many rows as came in. */
  block<O extends BlockOutput>(
    layer: number,
    x: Float32Array,
    use: BlockUse,
    outputs: readonly O[],
  ): Promise<Record<O, Float32Array>>;
  /** Keys and values of a prefix [pos, d_model] at every block from depth `start` to `stop`; undefined without prefix. */
  prefixMemory(
    prefix: Float32Array,
    start: number,
    stop: number,
  ): Promise<ReadonlyMap<number, PrefixMemory> | undefined>;
  /** Runs rows, each the last position after the prefix, from depth `start` to `stop`. Shape: [row, d_model]. */
  runRows(
    rows: Float32Array,
    memory: ReadonlyMap<number, PrefixMemory> | undefined,
    start: number,
    stop: number,
  ): Promise<Float32Array>;
  dispose(): Promise<void>;
}

export function createNetwork(checkpoint: Gpt2Checkpoint, threads: number): OrtNetwork {
  const { dModel: d, heads } = checkpoint.config;
  const sessions = new Map<string, Promise<ort.InferenceSession>>();
  let disposed = false;
  const session = (key: string, graph: () => OnnxGraph) => {
    if (disposed)
      throw new InvalidInputError({
        what: "the model",
        got: "disposed",
        want: "open",
        hint: "Hint: open the model again; dispose() released its memory.",
      });
    let made = sessions.get(key);
    if (!made) {
      made = createSession(graph(), { weightsFolder: checkpoint.weightsFolder, threads });
      sessions.set(key, made);
    }
    return made;
  };
  const noPrefix: PrefixMemory = {
    keys: float32Tensor(new Float32Array(d), [heads, d / heads, 1]),
    values: float32Tensor(new Float32Array(d), [heads, 1, d / heads]),
  };
  const masks = new Map<number, ort.Tensor>();
  const causalMask = (length: number) => {
    let mask = masks.get(length);
    if (!mask) {
      mask = float32Tensor(causalMaskValues(length), [length, length]);
      masks.set(length, mask);
    }
    return mask;
  };

  const block: OrtNetwork["block"] = async (layer, x, use, outputs) => {
    const rows = x.length / d;
    const lone = rows === 1; // another kernel with other bits: pad to two
    const feeds = {
      x: lone ? float32Tensor(twice(x), [2, d]) : float32Tensor(x, [rows, d]),
      fast: boolTensor(use.kind === "rows"),
      skip: boolTensor(use.kind === "from-mid"),
      mask: causalMask(use.kind === "sequences" ? use.length : 1),
      prefix_keys: use.kind === "rows" ? use.prefix.keys : noPrefix.keys,
      prefix_values: use.kind === "rows" ? use.prefix.values : noPrefix.values,
    };
    const results = await (await session(`block ${layer}`, () => blockGraph(checkpoint, layer))).run(
      feeds,
      outputs,
    );
    const values = {} as Record<(typeof outputs)[number], Float32Array>;
    for (const name of outputs) {
      const data = results[name]!.data as Float32Array;
      values[name] = lone ? data.slice(0, data.length / 2) : data;
    }
    return values;
  };

  return {
    block,
    async embed(tokens) {
      const feeds = { ids: int64Tensor(tokens), positions: int64Tensor(tokens.map((_, p) => p)) };
      const results = await (await session("embedding", () => embeddingGraph(checkpoint))).run(feeds);
      return results["x"]!.data as Float32Array;
    },
    async unembed(x) {
      const lone = x.length === d;
      const rows = lone ? twice(x) : x;
      const unembedding = await session("unembedding", () => unembeddingGraph(checkpoint));
      const results = await unembedding.run({ x: float32Tensor(rows, [rows.length / d, d]) });
      const logits = results["logits"]!.data as Float32Array;
      return lone ? logits.slice(0, logits.length / 2) : logits;
    },
    async prefixMemory(prefix, start, stop) {
      if (prefix.length === 0) return undefined;
      const length = prefix.length / d;
      const memory = new Map<number, PrefixMemory>();
      let x = prefix;
      for (let layer = start >> 1; 2 * layer < stop; layer++) {
        if (2 * layer < start) {
          x = (await block(layer, x, { kind: "from-mid" }, ["post"])).post;
          continue;
        }
        const { qkv, post } = await block(layer, x, { kind: "sequences", length }, ["qkv", "post"]);
        memory.set(layer, splitMemory(qkv, length, heads, d / heads));
        x = post;
      }
      return memory;
    },
    async runRows(rows, memory, start, stop) {
      let x = rows;
      for (let layer = start >> 1; 2 * layer < stop; layer++) {
        const prefix = memory?.get(layer);
        const use: BlockUse =
          2 * layer < start
            ? { kind: "from-mid" }
            : prefix
              ? { kind: "rows", prefix }
              : { kind: "sequences", length: 1 };
        const output = stop === 2 * layer + 1 ? "mid" : "post";
        x = (await block(layer, x, use, [output]))[output];
      }
      return x;
    },
    async dispose() {
      disposed = true;
      const made = [...sessions.values()];
      sessions.clear();
      for (const one of made) await (await one).release();
    },
  };
}

/** 0 where position i may look at j <= i, -infinity elsewhere. Shape: [length, length]. */
function causalMaskValues(length: number): Float32Array {
  return Float32Array.from({ length: length * length }, (_, n) =>
    n % length <= Math.floor(n / length) ? 0 : Number.NEGATIVE_INFINITY,
  );
}

/** qkv [pos, 3 x head x d_head] -> keys [head, d_head, pos] and values [head, pos, d_head]. */
function splitMemory(qkv: Float32Array, length: number, heads: number, dHead: number): PrefixMemory {
  const d = heads * dHead;
  const keys = new Float32Array(length * d);
  const values = new Float32Array(length * d);
  for (let p = 0; p < length; p++)
    for (let h = 0; h < heads; h++)
      for (let i = 0; i < dHead; i++) {
        const from = p * 3 * d + h * dHead + i;
        keys[(h * dHead + i) * length + p] = qkv[from + d]!;
        values[(h * length + p) * dHead + i] = qkv[from + 2 * d]!;
      }
  return {
    keys: float32Tensor(keys, [heads, dHead, length]),
    values: float32Tensor(values, [heads, length, dHead]),
  };
}

function twice(x: Float32Array): Float32Array {
  const both = new Float32Array(2 * x.length);
  both.set(x);
  both.set(x, x.length);
  return both;
}
