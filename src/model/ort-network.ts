import type * as ort from "onnxruntime-node";
import { concatenated } from "../math/vec.ts";
import { type BlockStep, blocksBetween, type Span } from "./block-steps.ts";
import type { Device } from "./device.ts";
import { disposedModel } from "./disposed-model.ts";
import type { Checkpoint } from "./family.ts";
import type { Tokens } from "./language-model.ts";
import {
  blockGraph,
  embeddingGraph,
  mlpPreGraph,
  type Readout,
  readoutGraph,
  spanGraph,
} from "./onnx/model-graphs.ts";
import type { OnnxGraph } from "./onnx/onnx-model.ts";
import { allOf, createKeptSessions } from "./ort-kept-sessions.ts";
import { boolTensor, createSession, float32Tensor, int64Tensor } from "./ort-session.ts";
import { createSessionSlot, type SessionSlot } from "./ort-session-slot.ts";

/** What the rows of a block are: positions of equally long sequences, or resid_mid already. */
type BlockUse = { readonly kind: "sequences"; readonly length: number } | { readonly kind: "from-mid" };

type BlockOutput = BlockStep["to"];

/**
 * The sessions of one checkpoint: the embedding, one per block, what is read at the end, and the fast path. Raw residual
 * streams only, as flat row-major values.
 */
export interface OrtNetwork {
  /** Of sequences of `length` tokens one after another. */
  embed(tokens: Tokens, length: number): Promise<Float32Array>;
  /**
   * x [row, d_model] -> logits [row, vocabulary].
   */
  logits(x: Float32Array): Promise<Float32Array>;
  /**
   * x [row, d_model], curves of `each` rows, at least two, one after another -> nats [row]: cross-entropies of the
   * prediction at a curve's first row with every row's, or Jensen-Shannon divergences of every row's from it.
   */
  nats(readout: Exclude<Readout, "logits">, x: Float32Array, each: number): Promise<Float32Array>;
  /** One block over whole sequences; results by name, for as many rows as came in. */
  block<O extends BlockOutput>(
    layer: number,
    x: Float32Array,
    use: BlockUse,
    outputs: readonly O[],
  ): Promise<Record<O, Float32Array>>;
  /**
   * The fast path: rows [row, d_model], each the last position of a run after the same prefix [pos, d_model], from one
   * depth to another.
   */
  lastRows(prefix: Float32Array, rows: Float32Array, span: Span): Promise<Float32Array>;
  /** The MLP pre-activations of the rows on that way [row, block x d_mlp], the blocks side by side. */
  mlpPre(
    prefix: Float32Array,
    rows: Float32Array,
    way: { readonly start: number; readonly blocks: readonly number[] },
  ): Promise<Float32Array>;
  dispose(): Promise<void>;
}

/** What the sessions of a network run on. */
export interface NetworkOptions {
  readonly threads: number;
  /** Default: the cpu. */
  readonly device?: Device;
  /** Where the fast path's session is kept; default: a slot of its own. */
  readonly slot?: SessionSlot;
}

export function createNetwork(checkpoint: Checkpoint, options: NetworkOptions): OrtNetwork {
  const { dModel: d } = checkpoint.config;
  const hasMid = checkpoint.family.sites.includes("mid");
  const sessions = createSessions(checkpoint, options);
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
    const session = await sessions.kept(`block ${layer}`, () => blockGraph(checkpoint, layer));
    const results = await session.run(
      {
        x: lone ? float32Tensor(twice(x), [2, d]) : float32Tensor(x, [rows, d]),
        ...(hasMid ? { skip: boolTensor(use.kind === "from-mid") } : {}),
        mask: causalMask(use.kind === "sequences" ? use.length : 1),
      },
      outputs,
    );
    const values = {} as Record<(typeof outputs)[number], Float32Array>;
    for (const name of outputs) {
      const data = results[name]!.data as Float32Array;
      values[name] = lone ? data.slice(0, data.length / 2) : data;
    }
    return values;
  };

  const readout = async (asked: Readout, x: Float32Array, each: number): Promise<Float32Array> => {
    const session = await sessions.kept("readout", () => readoutGraph(checkpoint));
    const results = await session.run({
      x: float32Tensor(x, [x.length / d, d]),
      whole: boolTensor(asked === "logits"),
      mixed: boolTensor(asked === "jensen-shannon"),
      each: int64Tensor([each]),
    });
    return results["read"]!.data as Float32Array;
  };

  /** Runs of one position each: with nothing before it, a last position is a whole sequence. */
  const loneRows = async (rows: Float32Array, span: Span): Promise<Float32Array> => {
    let x = rows;
    for (const { layer, from, to } of blocksBetween(span)) {
      const use: BlockUse = from === "mid" ? { kind: "from-mid" } : { kind: "sequences", length: 1 };
      x = (await block(layer, x, use, [to]))[to];
    }
    return x;
  };

  return {
    block,
    async embed(tokens, length) {
      const feeds = { ids: int64Tensor(tokens), positions: int64Tensor(tokens.map((_, p) => p % length)) };
      const embedding = await sessions.kept("embedding", () => embeddingGraph(checkpoint));
      return (await embedding.run(feeds))["x"]!.data as Float32Array;
    },
    async logits(x) {
      const lone = x.length === d;
      const read = await readout("logits", lone ? twice(x) : x, 1);
      return lone ? read.slice(0, read.length / 2) : read;
    },
    nats: readout,
    async lastRows(prefix, rows, span) {
      if (span.start === span.stop) return rows;
      if (prefix.length === 0) return loneRows(rows, span);
      const lone = rows.length === d;
      const all = concatenated(prefix, lone ? twice(rows) : rows);
      const feeds = {
        x: float32Tensor(all, [all.length / d, d]),
        mask: causalMask(prefix.length / d),
      };
      const read = await sessions.inSlot(
        `span ${span.start} to ${span.stop}`,
        () => spanGraph(checkpoint, span),
        async (session) => (await session.run(feeds))["read"]!.data as Float32Array,
      );
      return lone ? read.slice(0, d) : read;
    },
    async mlpPre(prefix, rows, { start, blocks }) {
      const lone = rows.length === d;
      const all = concatenated(prefix, lone ? twice(rows) : rows);
      const hasPrefix = prefix.length > 0;
      const feeds = {
        x: float32Tensor(all, [all.length / d, d]),
        mask: causalMask(hasPrefix ? prefix.length / d : 1),
      };
      const pre = await sessions.inSlot(
        `mlp ${start} in ${blocks.join(" ")}${hasPrefix ? "" : ", alone"}`,
        () => mlpPreGraph(checkpoint, { start, blocks, hasPrefix }),
        async (session) => (await session.run(feeds))["pre"]!.data as Float32Array,
      );
      return lone ? pre.slice(0, pre.length / 2) : pre;
    },
    dispose: sessions.dispose,
  };
}

/** Sessions made when first asked for. */
interface Sessions {
  /** One that stays. */
  kept(key: string, graph: () => OnnxGraph): Promise<ort.InferenceSession>;
  /** The one in the slot: each holds the weights of many blocks. */
  inSlot<T>(
    key: string,
    graph: () => OnnxGraph,
    work: (session: ort.InferenceSession) => Promise<T>,
  ): Promise<T>;
  dispose(): Promise<void>;
}

function createSessions(
  { weightsFolder }: Checkpoint,
  { threads, device = "cpu", slot = createSessionSlot() }: NetworkOptions,
): Sessions {
  const owner = {};
  const kept = createKeptSessions();
  let disposed = false;
  const make = async (graph: () => OnnxGraph) => {
    if (disposed) throw disposedModel();
    return createSession(graph(), { weightsFolder, threads, device });
  };
  return {
    kept: (key, graph) => kept.of(key, () => make(graph)),
    inSlot: (key, graph, work) => slot.use(owner, key, () => make(graph), work),
    async dispose() {
      disposed = true;
      await allOf([slot.release(owner), kept.release()]);
    },
  };
}

/** 0 where position i may look at j <= i, -infinity elsewhere. Shape: [length, length]. */
function causalMaskValues(length: number): Float32Array {
  return Float32Array.from({ length: length * length }, (_, n) =>
    n % length <= Math.floor(n / length) ? 0 : Number.NEGATIVE_INFINITY,
  );
}

const twice = (x: Float32Array) => concatenated(x, x);
