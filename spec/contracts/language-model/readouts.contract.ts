import { beforeAll, expect, it } from "vitest";
import { rowOf } from "../../../src/math/vec.ts";
import { type HookPoint, hookPoint } from "../../../src/model/hook-point.ts";
import type { LanguageModel, LastRows } from "../../../src/model/language-model.ts";
import { logSoftmax } from "../../../src/model/next-token-loss.ts";
import { relativeError } from "../../support/tiny-models.ts";
import { AT, lastRow, onlyRow, randomRows, TOKENS, type UnderContract } from "./under-contract.ts";

/** What is read out of the stream: predictions, how far they are from each other, and the MLPs' pre-activations. */
export function readoutsContract(of: () => UnderContract): void {
  let model: LanguageModel;
  let end: HookPoint;
  let read: UnderContract["read"];
  beforeAll(() => {
    ({ model, end, read } = of());
  });

  it("gives logits only when asked, one row per position", async () => {
    expect((await model.run({ from: { tokens: TOKENS }, read: [] })).logits).toBeUndefined();
    const { logits } = await model.run({ from: { tokens: TOKENS }, read: [], logits: true });
    expect([logits!.rows, logits!.cols]).toEqual([TOKENS.length, model.shape.vocabulary]);
  });

  it("says how far each row's prediction is from the first's, in nats", async () => {
    const residual = await read(TOKENS, end);
    const rows = residual.rows;
    const { logits } = await model.run({ from: { tokens: TOKENS }, read: [], logits: true });
    const [reference, ...others] = Array.from({ length: rows }, (_, p) => logSoftmax(rowOf(logits!, p)));
    const divergences = await model.divergences({ ...residual } as unknown as LastRows);
    expect(divergences).toHaveLength(rows);
    expect(divergences[0]).toBe(0);
    others.forEach((other, i) => {
      const wanted = reference!.reduce((sum, logP, v) => sum + Math.exp(logP) * (logP - other[v]!), 0);
      expect(wanted, `row ${i + 1}`).toBeGreaterThan(1e-4);
      expect(Math.abs(divergences[i + 1]! - wanted), `row ${i + 1}`).toBeLessThan(1e-5);
    });
  });

  it("says how far each row's prediction is from the first's, as a Jensen-Shannon distance", async () => {
    const residual = await read(TOKENS, end);
    const { logits } = await model.run({ from: { tokens: TOKENS }, read: [], logits: true });
    const predicted = Array.from({ length: residual.rows }, (_, p) =>
      logSoftmax(rowOf(logits!, p)).map(Math.exp),
    );
    const distances = await model.jensenShannon({ ...residual } as unknown as LastRows);
    expect(distances).toHaveLength(residual.rows);
    expect(distances[0]).toBe(0);
    const entropy = (of: Float64Array) => of.reduce((sum, p) => sum - (p > 0 ? p * Math.log2(p) : 0), 0);
    predicted.slice(1).forEach((other, i) => {
      const mixture = other.map((p, v) => (p + predicted[0]![v]!) / 2);
      const bits = entropy(mixture) - (entropy(predicted[0]!) + entropy(other)) / 2;
      expect(bits, `row ${i + 1}`).toBeGreaterThan(1e-4);
      expect(Math.abs(distances[i + 1]! ** 2 - bits), `row ${i + 1}`).toBeLessThan(2e-6);
    });
  });

  it("says of every row how far it is from the first of its own curve", async () => {
    const { data, cols } = await read(TOKENS, end);
    const rows = (from: number, count: number): LastRows => ({
      rows: count,
      cols,
      data: data.slice(from * cols, (from + count) * cols),
    });
    for (const measure of [model.divergences, model.jensenShannon]) {
      const ends = { ...rows(0, 8), each: 4 };
      const together = await measure(ends);
      const alone = [...(await measure(rows(0, 4))), ...(await measure(rows(4, 4)))];
      expect(together).toHaveLength(8);
      expect([together[0], together[4]]).toEqual([0, 0]);
      expect(relativeError(together, Float64Array.from(alone))).toBeLessThan(1e-3);
      expect(Math.abs(together[5]! - (await measure(rows(0, 8)))[5]!)).toBeGreaterThan(1e-3);
      expect([...(await measure({ ...rows(0, 3), each: 1 }))]).toEqual([0, 0, 0]);
      for (const each of [0, 3, 1.5, 16])
        await expect(measure({ ...ends, each })).rejects.toThrow(/the rows of one curve is/);
    }
  });

  it("gives MLP pre-activations that are those of each block where its MLP reads the stream", async () => {
    const { layers, sites } = model.shape;
    const residual = await read(TOKENS, AT);
    const last = randomRows(model, 4);
    const blocks = Array.from({ length: layers - 1 }, (_, i) => i + 1);
    const all = await model.mlpPre({ residual, at: AT, last, blocks });
    expect([all.rows, all.cols % blocks.length]).toEqual([last.rows, 0]);
    const width = all.cols / blocks.length;
    const site = sites.includes("mid") ? "mid" : "pre";
    for (const [i, block] of blocks.entries()) {
      // from where the MLP reads the stream, the block itself gives the same
      const at = hookPoint(block, site);
      const there = await model.resumeFrom({ residual, at: AT, last, readAt: at });
      const stream = (await model.run({ from: { tokens: TOKENS }, read: [at] })).residuals.get(at)!;
      const own = await model.mlpPre({ residual: stream, at, last: there, blocks: [block] });
      expect(own.cols).toBe(width);
      for (let row = 0; row < last.rows; row++) {
        const part = rowOf(all, row).subarray(i * width, (i + 1) * width);
        expect(relativeError(rowOf(own, row), part), `block ${block}`).toBeLessThan(1e-5);
      }
      expect(relativeError(rowOf(own, 0), rowOf(own, 1)), `block ${block}`).toBeGreaterThan(1e-2);
    }
  });

  it("gives a row's pre-activations alone, in a batch and on a prompt of one token", async () => {
    const call = { residual: await read(TOKENS, AT), at: AT, blocks: [1, 2] };
    const last = randomRows(model, 3);
    const batch = await model.mlpPre({ ...call, last });
    const alone = await model.mlpPre({ ...call, last: onlyRow(last, 2) });
    expect(relativeError(alone.data, rowOf(batch, 2))).toBeLessThan(1e-6);
    const [token] = TOKENS;
    const lone = await read([token!], AT);
    const own = await model.mlpPre({ ...call, residual: lone, last: lastRow(lone) });
    const first = await model.mlpPre({ ...call, residual: lone, last: randomRows(model, 3) });
    expect(own.cols).toBe(first.cols);
    const sequence = await model.mlpPre({
      ...call,
      residual: { ...lone, data: rowOf(last, 2).slice() },
      last: onlyRow(last, 2),
    });
    const again = await model.mlpPre({ ...call, residual: lone, last: onlyRow(last, 2) });
    expect(relativeError(sequence.data, again.data)).toBeLessThan(1e-6);
  });

  it("refuses pre-activations of no block, of one before the start, of one it lacks, and out of order", async () => {
    const residual = await read(TOKENS, AT);
    const last = randomRows(model, 2);
    for (const blocks of [[], [0], [model.shape.layers], [2, 1], [1, 1], [1.5]])
      await expect(model.mlpPre({ residual, at: AT, last, blocks })).rejects.toThrow(
        /blocks whose MLPs are read/,
      );
  });

  it("refuses divergences of no row, of other lengths and of what is not finite", async () => {
    const { dModel } = model.shape;
    const zeros = (rows: number, cols: number): LastRows => ({
      rows,
      cols,
      data: new Float32Array(rows * cols),
    });
    await expect(model.divergences(zeros(0, dModel))).rejects.toThrow(/number of the rows .* is 0/);
    await expect(model.divergences(zeros(2, dModel + 1))).rejects.toThrow(/rows at the end of the stream/);
    const broken = zeros(2, dModel);
    broken.data[dModel] = Number.NaN;
    await expect(model.divergences(broken)).rejects.toThrow(/rows at the end of the stream/);
    await expect(model.jensenShannon(broken)).rejects.toThrow(/rows at the end of the stream/);
  });
}
