import { describe, expect, it } from "vitest";
import { openModel } from "../../src/checkpoint/open-model.ts";
import { rngFromSeed } from "../../src/math/rng.ts";
import { type Activation, rowOf } from "../../src/math/vec.ts";
import { FROZEN, type Frozen } from "../../src/model/frozen.ts";
import { frozenModel } from "../../src/model/frozen-model.ts";
import { type HookPoint, hookPoint } from "../../src/model/hook-point.ts";
import type { LanguageModel, LastRows } from "../../src/model/language-model.ts";
import { residualAt } from "../../src/model/residual-at.ts";
import { relativeError, TINY, withOrt } from "../support/tiny-models.ts";
import { TOY } from "../support/toy-family.ts";

const TOKENS = [3, 1, 4, 1, 5, 9];
const AT = hookPoint(1, "pre");

const rng = rngFromSeed("frozen");
const randomRows = (rows: number, cols: number): LastRows => ({
  rows,
  cols,
  data: Float32Array.from({ length: rows * cols }, () => rng.normal()),
});

/** The last position at `to` of a whole pass in which it is `vector` at `from`: what the block in between makes of it. */
async function through(
  model: LanguageModel,
  vector: Activation,
  from: HookPoint,
  to: HookPoint,
): Promise<Activation> {
  const patches = [{ at: from, position: -1, vector }];
  const { residuals } = await model.run({ from: { tokens: TOKENS }, read: [to], patches });
  return rowOf(residuals.get(to)!, TOKENS.length - 1);
}

/** A frozen pass written out, whole sequences half a block at a time. */
async function byHand(
  model: LanguageModel,
  frozen: Frozen,
  row: Activation,
  from: number,
): Promise<Activation> {
  const clean = async (at: HookPoint) => rowOf(await residualAt(model, TOKENS, at), TOKENS.length - 1);
  const add = async (x: Activation, a: HookPoint, b: HookPoint) => {
    const [before, after] = [await clean(a), await clean(b)];
    return x.map((v, i) => v + after[i]! - before[i]!) as Activation;
  };
  let x = row;
  for (let layer = from; layer < model.shape.layers; layer++) {
    const [pre, mid, post] = [hookPoint(layer, "pre"), hookPoint(layer, "mid"), hookPoint(layer, "post")];
    x = frozen === "attention" ? await add(x, pre, mid) : await through(model, x, pre, mid);
    x = frozen === "mlp" ? await add(x, mid, post) : await through(model, x, mid, post);
  }
  return x;
}

describe.each(["raw", "centred"] as const)("a model with frozen outputs, %s", (convention) => {
  const open = () => openModel("fixtures/reference/random-gpt2", { convention, threads: 1 });

  it.each(FROZEN)("is the model itself through the unperturbed row: %s", async (frozen) => {
    const model = await open();
    const end = hookPoint(model.shape.layers - 1, "post");
    const [residual, wanted] = [await residualAt(model, TOKENS, AT), await residualAt(model, TOKENS, end)];
    const last = { rows: 1, cols: residual.cols, data: rowOf(residual, TOKENS.length - 1).slice() };
    const rows = await frozenModel(model, frozen).resumeFrom({ residual, at: AT, last, readAt: end });
    expect(relativeError(rows.data, rowOf(wanted, TOKENS.length - 1))).toBeLessThan(1e-5);
    await model.dispose();
  });

  it.each(FROZEN)(
    "is what a pass written out half a block at a time gives for other rows: %s",
    async (frozen) => {
      const model = await open();
      const end = hookPoint(model.shape.layers - 1, "post");
      const residual = await residualAt(model, TOKENS, AT);
      const last = randomRows(3, model.shape.dModel);
      const rows = await frozenModel(model, frozen).resumeFrom({ residual, at: AT, last, readAt: end });
      const free = await model.resumeFrom({ residual, at: AT, last, readAt: end });
      for (let i = 0; i < last.rows; i++) {
        const wanted = await byHand(model, frozen, rowOf(last, i), 1);
        expect(relativeError(rowOf(rows, i), wanted), `row ${i}`).toBeLessThan(1e-5);
        expect(relativeError(rowOf(free, i), wanted), `row ${i}`).toBeGreaterThan(1e-2);
      }
      await model.dispose();
    },
  );
});

describe("a model with frozen outputs", () => {
  it("is the model where no block lies between, and freezes half a block alone", () =>
    withOrt(TINY, "raw", async (model) => {
      const [mid, post] = [hookPoint(1, "mid"), hookPoint(1, "post")];
      const last = randomRows(2, model.shape.dModel);
      const same = await frozenModel(model, "mlp").resumeFrom({
        ...{ residual: await residualAt(model, TOKENS, post), at: post, last, readAt: hookPoint(2, "pre") },
      });
      expect(same.data).toEqual(last.data);
      const half = { residual: await residualAt(model, TOKENS, mid), at: mid, last, readAt: post };
      expect((await frozenModel(model, "attention").resumeFrom(half)).data).toEqual(
        (await model.resumeFrom(half)).data,
      );
      expect((await frozenModel(model, "mlp").resumeFrom(half)).data).not.toEqual(
        (await model.resumeFrom(half)).data,
      );
    }));

  it("is refused where attention and MLP run side by side", () =>
    withOrt(TOY, "raw", async (model) => {
      expect(() => frozenModel(model, "mlp")).toThrow(/whose blocks run attention first/);
    }));
});
