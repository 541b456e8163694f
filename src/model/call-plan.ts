import { InvalidInputError, ShapeMismatchError } from "../errors/index.ts";
import { checkFinite } from "../math/vec.ts";
import type { Span } from "./block-steps.ts";
import { depthOf, type HookAddress, type HookPoint, parseHookPoint } from "./hook-point.ts";
import type {
  CallStart,
  CurveEnds,
  LanguageModel,
  ModelShape,
  ModelSizes,
  Patch,
  Residual,
  Tokens,
} from "./language-model.ts";

export type CallOptions = Parameters<LanguageModel["run"]>[0];
export type ResumeOptions = Parameters<LanguageModel["resumeFrom"]>[0];
export type MlpPreOptions = Parameters<LanguageModel["mlpPre"]>[0];
export type LastPositionsOptions = Parameters<LanguageModel["lastPositions"]>[0];
export type RunAllOptions = Parameters<LanguageModel["runAll"]>[0];

/** A checked call: depths instead of names, positions from 0. It stops where nothing more is needed. */
export interface CallPlan extends Span {
  readonly positions: number;
  readonly reads: readonly { readonly name: HookPoint; readonly depth: number }[];
  readonly patches: readonly {
    readonly depth: number;
    readonly position: number;
    readonly vector: Float32Array;
  }[];
}

/**
 * Checks the options of `LanguageModel.run` against a model's shape.
 *
 * Throws: InvalidInputError, ShapeMismatchError, NonFiniteError.
 */
export function planCall(
  { from, read, patches = [], logits = false }: CallOptions,
  shape: ModelShape,
): CallPlan {
  const address = (name: HookPoint) => parseHookPoint(name, shape.layers, shape.sites);
  const start = "at" in from ? address(from.at).depth : depthOf(0, "pre");
  const positions = checkStart(from, shape);
  const end = depthOf(shape.layers - 1, "post");
  const reads = read.map((name) => ({
    name,
    depth: notBefore(start, name, address(name)),
  }));
  return {
    positions,
    start,
    stop: logits ? end : Math.max(start, ...reads.map((r) => r.depth)),
    reads,
    patches: patches.map((patch) => ({
      depth: notBefore(start, patch.at, address(patch.at)),
      position: patchPosition(patch, positions),
      vector: checkVector(patch, shape),
    })),
  };
}

/** The plan of `lastPositions`: that of one of its prompts. Throws: as `planCall`; InvalidInputError. */
export function planLastPositions({ prompts, at }: LastPositionsOptions, shape: ModelShape): CallPlan {
  checkOneLength(
    "the prompts of one pass",
    prompts.map(({ length }) => length),
  );
  for (const tokens of prompts) checkTokens(tokens, shape);
  return planCall({ from: { tokens: prompts[0]! }, read: [at] }, shape);
}

/** The plan of `runAll`: that of one of its streams. Throws: as `planCall`; InvalidInputError. */
export function planRunAll({ streams, at, readAt }: RunAllOptions, shape: ModelShape): CallPlan {
  checkOneLength(
    "the streams of one pass",
    streams.map(({ rows }) => rows),
  );
  for (const stream of streams) checkResidual(stream, shape);
  return planCall({ from: { residual: streams[0]!, at }, read: [readAt] }, shape);
}

function checkOneLength(what: string, lengths: readonly number[]): void {
  const different = [...new Set(lengths)];
  if (different.length === 1) return;
  throw new InvalidInputError({
    what,
    got: different.length === 0 ? "none" : `${different.join(" and ")} tokens`,
    want: "at least one, all of one length",
    hint: "Hint: run those of another length in another pass.",
  });
}

/** Depths of `resumeFrom`, with everything checked. */
export function planResume(options: ResumeOptions, shape: ModelShape): Span {
  const { residual, at, last, readAt } = options;
  const start = parseHookPoint(at, shape.layers, shape.sites).depth;
  checkResidual(residual, shape);
  if (last.cols !== shape.dModel)
    throw new ShapeMismatchError({
      left: "the rows that replace the last position",
      leftShape: [last.rows, last.cols],
      right: "the model's residual stream",
      rightShape: [residual.rows, shape.dModel],
    });
  checkFinite("the rows that replace the last position", last.data);
  return { start, stop: notBefore(start, readAt, parseHookPoint(readAt, shape.layers, shape.sites)) };
}

/** Where `mlpPre` starts, with everything checked; the MLP reads the stream in the middle of a block, or before it. */
export function planMlpPre(
  { blocks, ...from }: MlpPreOptions,
  shape: ModelShape,
): { readonly start: number; readonly blocks: readonly number[] } {
  const { start } = planResume({ ...from, readAt: from.at }, shape);
  const site = shape.sites.includes("mid") ? "mid" : "pre";
  const first = Math.ceil((start - depthOf(0, site)) / 2);
  const fits = blocks.every((block, i) => {
    const above = i === 0 ? first : blocks[i - 1]! + 1;
    return Number.isInteger(block) && block >= above && block < shape.layers;
  });
  if (blocks.length === 0 || !fits)
    throw new InvalidInputError({
      what: "the blocks whose MLPs are read",
      got: blocks.join(", ") || "none",
      want: `at least one, ascending, from ${first} to ${shape.layers - 1}`,
      hint: "Hint: a call that starts in the middle does not compute what lies before.",
    });
  return { start, blocks };
}

/**
 * Rows at the end of the stream, for `LanguageModel.divergences`. Returns how many a curve has.
 *
 * Throws: InvalidInputError, ShapeMismatchError, NonFiniteError.
 */
export function checkEnds(end: CurveEnds, { dModel }: ModelSizes): number {
  const what = "the rows at the end of the stream";
  if (end.rows < 1)
    throw new InvalidInputError({
      what: `the number of ${what}`,
      got: end.rows,
      want: "at least 1, the reference",
      hint: "Hint: the first row is what the others are compared with.",
    });
  const { each = end.rows } = end;
  if (!Number.isInteger(each) || each < 1 || end.rows % each !== 0)
    throw new InvalidInputError({
      what: "the rows of one curve",
      got: each,
      want: `a whole number of which ${end.rows}, the number of ${what}, is a multiple`,
      hint: "Hint: give curves of another length in another call.",
    });
  if (end.cols !== dModel)
    throw new ShapeMismatchError({
      left: what,
      leftShape: [end.rows, end.cols],
      right: "the model's residual stream",
      rightShape: [end.rows, dModel],
    });
  checkFinite(what, end.data);
  return each;
}

/** Throws: InvalidInputError for an empty prompt, one that is too long, or a token the vocabulary lacks. */
export function checkTokens(tokens: Tokens, { positions, vocabulary }: ModelSizes): void {
  checkLength(tokens.length, positions);
  tokens.forEach((token, i) => {
    if (!Number.isInteger(token) || token < 0 || token >= vocabulary)
      throw new InvalidInputError({
        what: `token ${i} of the prompt`,
        got: token,
        want: `a whole number from 0 to ${vocabulary - 1}, the model's vocabulary`,
        hint: "Hint: were the tokens made with this model's own tokenizer?",
      });
  });
}

function checkStart(from: CallStart, shape: ModelSizes): number {
  if ("tokens" in from) {
    checkTokens(from.tokens, shape);
    return from.tokens.length;
  }
  checkResidual(from.residual, shape);
  return from.residual.rows;
}

function checkResidual(residual: Residual, shape: ModelSizes): void {
  checkLength(residual.rows, shape.positions);
  if (residual.cols !== shape.dModel)
    throw new ShapeMismatchError({
      left: "the residual stream to start from",
      leftShape: [residual.rows, residual.cols],
      right: "the model's residual stream",
      rightShape: [residual.rows, shape.dModel],
    });
  checkFinite("the residual stream to start from", residual.data);
}

function checkLength(length: number, positions: number): void {
  if (length < 1 || length > positions)
    throw new InvalidInputError({
      what: "the length of the prompt",
      got: length,
      want: `from 1 to ${positions} tokens, the model's n_positions`,
      hint: "Hint: shorten the prompt; the paper's prompts have 10 tokens.",
    });
}

function notBefore(start: number, name: HookPoint, { depth }: HookAddress): number {
  if (depth < start)
    throw new InvalidInputError({
      what: "the hook point",
      got: name,
      want: "at or after the point where the call starts",
      hint: "Hint: a call that starts in the middle does not compute what lies before.",
    });
  return depth;
}

function patchPosition({ position }: Patch, positions: number): number {
  const fromStart = position < 0 ? positions + position : position;
  if (!Number.isInteger(position) || fromStart < 0 || fromStart >= positions)
    throw new InvalidInputError({
      what: "the position to replace",
      got: position,
      want: `a whole number from ${-positions} to ${positions - 1}`,
      hint: "Hint: -1 is the last position of the prompt.",
    });
  return fromStart;
}

function checkVector({ at, vector }: Patch, { dModel }: ModelSizes): Float32Array {
  if (vector.length !== dModel)
    throw new ShapeMismatchError({
      left: `the vector put at ${at}`,
      leftShape: [vector.length],
      right: "the model's residual stream",
      rightShape: [dModel],
    });
  checkFinite(`the vector put at ${at}`, vector);
  return vector;
}
