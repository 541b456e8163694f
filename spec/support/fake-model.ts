import { rngFromSeed } from "../../src/math/rng.ts";
import { distance, rowOf } from "../../src/math/vec.ts";
import { SITES } from "../../src/model/hook-point.ts";
import type { CurveEnds, LanguageModel, LastRows, Residual, Tokens } from "../../src/model/language-model.ts";
import { lastPositionsOneByOne, runOneByOne } from "../../src/model/residual-at.ts";
import { listedPrompts, type ReadyPromptSource } from "../../src/prompts/prompt-source.ts";

export const FAKE_D_MODEL = 4;

/** A language model that is a small pure function, and counts what it is asked. */
export interface FakeModel extends LanguageModel {
  readonly asked: { runs: number; resumed: LastRows[] };
}

/**
 * Four dimensions, no weights. A token's vector is drawn by its id, a position adds half of the one before; from the
 * perturbed point on, every coordinate goes through a step whose place depends on the other positions.
 */
export function fakeModel(options: { readonly name?: string; readonly gain?: number } = {}): FakeModel {
  const { name = "fake", gain = 8 } = options;
  const asked: FakeModel["asked"] = { runs: 0, resumed: [] };
  const run: LanguageModel["run"] = async ({ from, read }) => {
    asked.runs++;
    if (!("tokens" in from)) throw new Error("the fake model starts from tokens");
    return { residuals: new Map(read.map((hook) => [hook, streamOf(from.tokens)])) };
  };
  return {
    asked,
    run,
    lastPositions: lastPositionsOneByOne(run),
    runAll: runOneByOne(run),
    identity: { name, weightsDigest: name, runtime: "none", convention: "raw" },
    shape: { layers: 3, heads: 1, dModel: FAKE_D_MODEL, positions: 8, vocabulary: 1000, sites: SITES },
    async resumeFrom({ residual, last }) {
      asked.resumed.push(last);
      const data = new Float32Array(last.data.length);
      for (let row = 0; row < last.rows; row++) {
        const x = rowOf(last, row);
        for (let k = 0; k < last.cols; k++) {
          const next = x[(k + 1) % last.cols]!;
          data[row * last.cols + k] = x[k]! + 20 * Math.tanh(gain * (next - residual.data[k]! / 4));
        }
      }
      return { rows: last.rows, cols: last.cols, data };
    },
    async mlpPre({ residual, last, blocks }) {
      const cols = blocks.length * last.cols;
      const data = new Float32Array(last.rows * cols);
      for (let row = 0; row < last.rows; row++)
        for (let n = 0; n < cols; n++)
          data[row * cols + n] = rowOf(last, row)[n % last.cols]! - residual.data[n % last.cols]! / (1 + n);
      return { rows: last.rows, cols, data };
    },
    divergences: async (ends) => fromFirst(ends).map((d) => d ** 2 / 100),
    jensenShannon: async (ends) => fromFirst(ends).map((d) => Math.tanh(d / 10)),
    async dispose() {},
  };
}

/** How far every row lies from the first of its curve. Shape: [row]. */
function fromFirst(ends: CurveEnds): Float64Array {
  const { rows, each = rows } = ends;
  return Float64Array.from({ length: rows }, (_, n) => distance(rowOf(ends, n), rowOf(ends, n - (n % each))));
}

/** The fake model's stream of a prompt. Shape: [pos, d_model]. */
export function streamOf(tokens: Tokens): Residual {
  const data = new Float32Array(tokens.length * FAKE_D_MODEL);
  tokens.forEach((token, pos) => {
    const rng = rngFromSeed(token).fork("token");
    for (let k = 0; k < FAKE_D_MODEL; k++) {
      const before = pos === 0 ? 0 : data[(pos - 1) * FAKE_D_MODEL + k]! / 2;
      data[pos * FAKE_D_MODEL + k] = before + (rng.integer(2001) - 1000) / 1000;
    }
  });
  return { rows: tokens.length, cols: FAKE_D_MODEL, data };
}

/** The same, that gives pairs beyond those that must be as if it had prompts without end, but at most `most` pairs. */
export function generousPrompts(count: number, most = Number.POSITIVE_INFINITY): ReadyPromptSource {
  const listed = fakePrompts(count);
  return {
    description: listed.description,
    draw: (rng, { bases, upTo = bases, dModel }) =>
      listed.draw(rng, { bases: Math.max(bases, Math.min(upTo, most)), dModel }),
  };
}

/** Distinct prompts of three tokens. */
export function fakePrompts(count: number): ReadyPromptSource {
  const prompts = Array.from({ length: count }, (_, i) => [i % 1000, (7 * i + 3) % 1000, i % 13]);
  return listedPrompts("made up", prompts);
}
