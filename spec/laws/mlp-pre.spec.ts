import { describe, expect, it } from "vitest";
import { rngFromSeed } from "../../src/math/rng.ts";
import { type Activation, rowOf } from "../../src/math/vec.ts";
import { frozenModel } from "../../src/model/frozen-model.ts";
import { hookPoint } from "../../src/model/hook-point.ts";
import type { LanguageModel, LastRows } from "../../src/model/language-model.ts";
import { lastPosition, residualAt } from "../../src/model/residual-at.ts";
import { relativeError, TINY, withJax, withOrt } from "../support/tiny-models.ts";
import { TOY } from "../support/toy-family.ts";

const TOKENS = [3, 1, 4, 1, 5, 9];
const AT = hookPoint(1, "pre");
const BLOCKS = [1, 2];

function rows(model: LanguageModel, count: number): LastRows {
  const rng = rngFromSeed("mlp pre");
  const cols = model.shape.dModel;
  return { rows: count, cols, data: Float32Array.from({ length: count * cols }, () => rng.normal()) };
}

describe("MLP pre-activations", () => {
  it.each([
    ["GPT-2", TINY],
    ["a family that runs attention and MLP side by side", TOY],
  ] as const)("are the same on both runtimes, which are written apart: %s", async (_, tiny) => {
    const ask = async (model: LanguageModel) =>
      model.mlpPre({
        residual: await residualAt(model, TOKENS, AT),
        at: AT,
        last: rows(model, 3),
        blocks: BLOCKS,
      });
    const onOrt = await withOrt(tiny as typeof TINY, "raw", ask);
    const onJax = await withJax(tiny as typeof TINY, "raw", ask);
    expect([onOrt.rows, onOrt.cols]).toEqual([3, BLOCKS.length * 20]);
    expect(relativeError(onOrt.data, onJax.data)).toBeLessThan(1e-5);
  });

  it("are blind to the mean over d_model, and to the residual convention", async () => {
    const ask = (shift: number) => async (model: LanguageModel) => {
      const last = rows(model, 2);
      const data = last.data.map((x) => x + shift);
      const residual = await residualAt(model, TOKENS, AT);
      return model.mlpPre({ residual, at: AT, last: { ...last, data }, blocks: BLOCKS });
    };
    const raw = await withOrt(TINY, "raw", ask(0));
    expect(relativeError((await withOrt(TINY, "raw", ask(0.5))).data, raw.data)).toBeLessThan(1e-4);
    expect(relativeError((await withOrt(TINY, "centred", ask(0))).data, raw.data)).toBeLessThan(1e-4);
  });

  it("of a model with a frozen part are its own on the unperturbed row, and of what it makes of others", async () => {
    await withOrt(TINY, "raw", async (model) => {
      const residual = await residualAt(model, TOKENS, AT);
      const own = { rows: 1, cols: model.shape.dModel, data: lastPosition(residual).slice() as Activation };
      const call = { residual, at: AT, blocks: BLOCKS };
      for (const part of ["attention", "mlp"] as const) {
        const frozen = frozenModel(model, part);
        const ofPrompt = await model.mlpPre({ ...call, last: own });
        expect(relativeError((await frozen.mlpPre({ ...call, last: own })).data, ofPrompt.data)).toBeLessThan(
          1e-4,
        );
        const last = rows(model, 2);
        const pre = await frozen.mlpPre({ ...call, last });
        const mid = hookPoint(2, "mid");
        const there = await frozen.resumeFrom({ residual, at: AT, last, readAt: mid });
        const byHand = await model.mlpPre({
          residual: await residualAt(model, TOKENS, mid),
          at: mid,
          last: there,
          blocks: [2],
        });
        for (let row = 0; row < last.rows; row++)
          expect(relativeError(rowOf(pre, row).subarray(20), rowOf(byHand, row))).toBeLessThan(1e-5);
        await expect(frozen.mlpPre({ ...call, last, blocks: [0] })).rejects.toThrow(
          /blocks whose MLPs are read/,
        );
      }
    });
  });
});
