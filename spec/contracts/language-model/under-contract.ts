import { rngFromSeed } from "../../../src/math/rng.ts";
import { rowOf } from "../../../src/math/vec.ts";
import { type HookPoint, hookPoint, parseHookPoint } from "../../../src/model/hook-point.ts";
import type { LanguageModel, LastRows, Residual } from "../../../src/model/language-model.ts";

export const TOKENS = [3, 1, 4, 1, 5, 9, 2, 6];
export const AT = hookPoint(1, "pre");

/** A model under the contract, and how its checks read it. */
export interface UnderContract {
  readonly model: LanguageModel;
  /** The end of the stream. */
  readonly end: HookPoint;
  readonly read: (tokens: readonly number[], at: HookPoint) => Promise<Residual>;
  /** The streams of one run at each of some points. */
  readonly readAll: (tokens: readonly number[], points: readonly HookPoint[]) => Promise<Streams>;
}

type Streams = (at: HookPoint) => Residual;

export function underContract(model: LanguageModel): UnderContract {
  const readAll: UnderContract["readAll"] = async (tokens, points) => {
    const { residuals } = await model.run({ from: { tokens }, read: points });
    return (at) => residuals.get(at)!;
  };
  return {
    model,
    end: hookPoint(model.shape.layers - 1, "post"),
    read: async (tokens, at) => (await readAll(tokens, [at]))(at),
    readAll,
  };
}

export const depth = (model: LanguageModel, at: HookPoint) => parseHookPoint(at, model.shape.layers).depth;

export function hooksOf(model: LanguageModel): readonly HookPoint[] {
  return Array.from({ length: model.shape.layers }, (_, layer) =>
    model.shape.sites.map((site) => hookPoint(layer, site)),
  ).flat();
}

/** Every point once: a block's pre is the post of the block before it. */
export function pointsOf(model: LanguageModel): readonly HookPoint[] {
  return hooksOf(model).filter((at) => at === hookPoint(0, "pre") || !at.endsWith("_pre"));
}

export function lastRow(residual: Residual): LastRows {
  return { rows: 1, cols: residual.cols, data: rowOf(residual, residual.rows - 1).slice() };
}

/** The same stream with a vector in the place of one position. */
export function withRow(stream: Residual, position: number, vector: Float32Array): Residual {
  const data = stream.data.slice();
  data.set(vector, position * stream.cols);
  return { ...stream, data };
}

export function onlyRow(rows: LastRows, i: number): LastRows {
  return { rows: 1, cols: rows.cols, data: rowOf(rows, i).slice() };
}

export function randomRows(model: LanguageModel, rows: number): LastRows {
  const rng = rngFromSeed("contract").fork("rows");
  const cols = model.shape.dModel;
  // a mean of its own, so that the two residual conventions differ
  return { rows, cols, data: Float32Array.from({ length: rows * cols }, () => 0.3 + rng.normal()) };
}
