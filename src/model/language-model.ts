import type { Activation, Matrix } from "../math/vec.ts";
import type { HookPlaces, HookPoint } from "./hook-point.ts";

/** Token ids of one prompt. Shape: [pos]. */
export type Tokens = readonly number[];

/** A residual stream: one row per position. Shape: [pos, d_model]. */
export type Residual = Matrix<"pos", "d_model">;

/** Independent rows, each standing for the last position of one pass. Shape: [row, d_model]. */
export type LastRows = Matrix<"row", "d_model">;

/** Rows at the end of the stream: curves one after another, `each` rows long. Default: one curve. */
export type CurveEnds = LastRows & { readonly each?: number };

/**
 * How residual vectors are written down.
 *
 * - `raw`: as the weights produce them (Hugging Face).
 * - `centred`: TransformerLens's default processing. A clean point is x - mean(x), the mean over d_model; after a
 *   patch with vector v every later point is r - mean(r) + mean(v), r being the raw pass's value.
 */
export type ResidualConvention = "raw" | "centred";

/** What a report must say about the model a number came from. */
export interface ModelIdentity {
  readonly name: string;
  /** sha256 of the weights file, hex. */
  readonly weightsDigest: string;
  /** For example "onnxruntime-node 1.30.0 cpu". */
  readonly runtime: string;
  readonly convention: ResidualConvention;
}

/** The numbers every architecture has. */
export interface ModelSizes {
  readonly layers: number;
  readonly heads: number;
  readonly dModel: number;
  readonly positions: number;
  readonly vocabulary: number;
}

/** What a prompt and a hook point are checked against: sizes, and the sites at which a block's stream can be reached. */
export type ModelShape = ModelSizes & HookPlaces;

/** Replaces one position of the residual stream at one hook point. */
export interface Patch {
  readonly at: HookPoint;
  /** Position from 0; negative counts from the end, -1 is the last. */
  readonly position: number;
  readonly vector: Activation;
}

/** Where a call starts: from token ids, or in the middle from a whole residual stream. */
export type CallStart = { readonly tokens: Tokens } | { readonly residual: Residual; readonly at: HookPoint };

export interface CallResult {
  readonly residuals: ReadonlyMap<HookPoint, Residual>;
  /** Present when asked for. Shape: [pos, vocabulary]. */
  readonly logits?: Matrix<"pos", "vocabulary">;
}

/**
 * THE PORT: a causal language model whose residual stream can be read, replaced and resumed.
 *
 * Every adapter keeps the contract of `spec/contracts/language-model.contract.ts`: a later token changes no
 * earlier position; resuming with the unperturbed vector equals the direct read; a row alone and in a batch agree
 * within 1e-6 relative; the same call twice gives the same bits.
 */
export interface LanguageModel {
  readonly identity: ModelIdentity;
  readonly shape: ModelShape;
  /** What a report must say about how the model's files were read, one sentence each; left out: nothing. */
  readonly remarks?: readonly string[];
  /** How many calls it takes at the same time, to be kept at work; more wait their turn. Default: 1. */
  readonly callsAtOnce?: number;

  /**
   * One whole-sequence pass. Stops after the deepest point asked for (earlier than the end unless `logits`).
   *
   * Throws: InvalidInputError for a token out of range, a prompt longer than `shape.positions`, a hook the
   * model lacks, or a read that lies before the start.
   */
  run(options: {
    readonly from: CallStart;
    readonly read: readonly HookPoint[];
    readonly patches?: readonly Patch[];
    readonly logits?: boolean;
  }): Promise<CallResult>;

  /**
   * The fast path. `residual` is the stream at `at`; its last position is replaced by each row of `last` in turn
   * and run on to `readAt`. The keys and values of the other positions are computed once for all rows.
   *
   * Returns the last position at `readAt`, one row per row of `last`. Shape: [row, d_model].
   */
  resumeFrom(options: {
    readonly residual: Residual;
    readonly at: HookPoint;
    readonly last: LastRows;
    readonly readAt: HookPoint;
  }): Promise<LastRows>;

  /**
   * What stands before the MLP's activation function at the last position: `blocks.N.mlp.hook_pre` of each block N of
   * `blocks`, ascending, side by side. Rows are run on as by `resumeFrom`.
   *
   * Shape: [row, block x d_mlp]. Whether one is above 0 is the side of a neuron's hyperplane on which a row lies.
   * Throws: as `resumeFrom`; InvalidInputError for no block, one that the model lacks or whose MLP reads the stream before
   * `at`, or blocks that do not ascend.
   */
  mlpPre(options: {
    readonly residual: Residual;
    readonly at: HookPoint;
    readonly last: LastRows;
    readonly blocks: readonly number[];
  }): Promise<Matrix<"row", "neuron">>;

  /**
   * The last position of several prompts of one length at a hook point, in one pass. Shape: [prompt, d_model].
   *
   * The last bits of a row may depend on what runs with it: for prompts that are known together, whoever asks for what of
   * them. Throws: as `run`; InvalidInputError for no prompt, or prompts of several lengths.
   */
  lastPositions(options: { readonly prompts: readonly Tokens[]; readonly at: HookPoint }): Promise<LastRows>;

  /**
   * Several streams at `at`, all of one length, run on to `readAt` side by side: each as `run` does from it, within the
   * rounding of a batch. In their order, [pos, d_model] each.
   *
   * Throws: as `run`; InvalidInputError for no stream, or streams of several lengths.
   */
  runAll(options: {
    readonly streams: readonly Residual[];
    readonly at: HookPoint;
    readonly readAt: HookPoint;
  }): Promise<readonly Residual[]>;

  /**
   * How far the model's next-token distribution moves from that of the curve's first row.
   *
   * KL(P_0 || P_n) = sum_v P_0(v) (log P_0(v) - log P_n(v)), natural log, P_n being what the model predicts after last
   * block's post at row n of its curve: softmax(unembed(ln_f(row))). Shape: [row]; nats; never negative, 0 at row 0.
   * Accurate to 1e-5 nats: both distributions are float32. Source: paper C.1.
   *
   * Throws: InvalidInputError, ShapeMismatchError, NonFiniteError.
   */
  divergences(ends: CurveEnds): Promise<Float64Array>;

  /**
   * The Jensen-Shannon distance of the model's next-token distribution from that of the curve's first row.
   *
   * sqrt((KL(P_0 || M) + KL(P_n || M)) / 2), M = (P_0 + P_n) / 2, logarithms to base 2, P_n as in `divergences`.
   * Shape: [row]; 0..1, 0 at row 0; symmetric. Its square is accurate to 2e-6 bits: float32. Source: paper C.1, without
   * the authors' 1e-8 under the root.
   *
   * Throws: InvalidInputError, ShapeMismatchError, NonFiniteError.
   */
  jensenShannon(ends: CurveEnds): Promise<Float64Array>;

  /** Releases native memory. The model cannot be used afterwards. */
  dispose(): Promise<void>;
}
