import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { InvalidInputError } from "../../src/errors/index.ts";
import { rngFromSeed } from "../../src/math/rng.ts";
import { type Activation, rowOf } from "../../src/math/vec.ts";
import { type HookPoint, hookPoint, parseHookPoint, SITES } from "../../src/model/hook-point.ts";
import type { LanguageModel, LastRows, Residual } from "../../src/model/language-model.ts";
import { logSoftmax } from "../../src/model/next-token-loss.ts";
import { relativeError } from "../support/tiny-models.ts";

const TOKENS = [3, 1, 4, 1, 5, 9, 2, 6];
const AT = hookPoint(1, "pre");

/**
 * What every language model keeps, whatever computes it. `open` gives a model of at least 3 layers, 8 positions and
 * 10 tokens; it is opened once for all checks.
 */
export function languageModelContract(name: string, open: () => Promise<LanguageModel>): void {
  describe(`the language model ${name}`, () => {
    let model: LanguageModel;
    let end: HookPoint;
    beforeAll(async () => {
      model = await open();
      end = hookPoint(model.shape.layers - 1, "post");
    });
    afterAll(() => model.dispose());

    const read = async (tokens: readonly number[], at: HookPoint) =>
      (await model.run({ from: { tokens }, read: [at] })).residuals.get(at)!;

    it("changes no earlier position when a later token changes", async () => {
      const longer = await read([...TOKENS.slice(0, 5), 7, 8], end);
      const shorter = await read(TOKENS.slice(0, 5), end);
      for (let p = 0; p < 5; p++)
        expect(relativeError(rowOf(longer, p), rowOf(shorter, p))).toBeLessThan(1e-6);
      expect(relativeError(rowOf(longer, 5), rowOf(await read(TOKENS, end), 5))).toBeGreaterThan(1e-3);
    });

    it("reads the same at two names of one point", async () => {
      const [post, pre] = [hookPoint(0, "post"), hookPoint(1, "pre")];
      const { residuals } = await model.run({ from: { tokens: TOKENS }, read: [post, pre] });
      expect(residuals.get(post)!.data).toEqual(residuals.get(pre)!.data);
    });

    it("reads the same whatever else is read in the same run", async () => {
      const all = hooksOf(model);
      const { residuals } = await model.run({ from: { tokens: TOKENS }, read: all, logits: true });
      for (const at of all) expect(residuals.get(at)!.data).toEqual((await read(TOKENS, at)).data);
    });

    it("reads the last positions of many prompts as it reads each alone", async () => {
      const prompts = [TOKENS.slice(0, 5), TOKENS.slice(1, 6), TOKENS.slice(0, 5), TOKENS.slice(3, 8)];
      for (const at of hooksOf(model)) {
        const together = await model.lastPositions({ prompts, at });
        expect([together.rows, together.cols]).toEqual([prompts.length, model.shape.dModel]);
        for (const [i, tokens] of prompts.entries()) {
          const alone = lastRow(await read(tokens, at));
          expect(relativeError(rowOf(together, i), alone.data), at).toBeLessThan(1e-6);
        }
      }
    });

    it("refuses to read last positions of no prompt, of several lengths, and of what is no prompt", async () => {
      const at = end;
      for (const prompts of [[], [TOKENS.slice(0, 5), TOKENS.slice(0, 4)], [TOKENS, TOKENS.with(0, -1)]])
        await expect(model.lastPositions({ prompts, at })).rejects.toThrow(InvalidInputError);
    });

    it("runs many streams on as it runs each alone, from every point to the end, and to where they are", async () => {
      const prompts = [TOKENS, TOKENS.toReversed(), TOKENS.with(7, 0)];
      const ways = [...pointsOf(model).map((at) => [at, end] as const), [AT, AT] as const];
      for (const [at, readAt] of ways) {
        const own = await Promise.all(prompts.map((tokens) => read(tokens, at)));
        // no prompt's stream: a vector with a mean of its own stands in the middle of it
        const streams = own.map((stream, i) => withRow(stream, i, rowOf(randomRows(model, 1), 0)));
        const before = streams.map(({ data }) => data.slice());
        const together = await model.runAll({ streams, at, readAt });
        expect(together.map(({ rows, cols }) => [rows, cols])).toEqual(streams.map((s) => [s.rows, s.cols]));
        for (const [i, residual] of streams.entries()) {
          const { residuals } = await model.run({ from: { residual, at }, read: [readAt] });
          const alone = residuals.get(readAt)!;
          expect(relativeError(together[i]!.data, alone.data), `${at} to ${readAt}`).toBeLessThan(1e-5);
        }
        expect(streams.map(({ data }) => data)).toEqual(before);
      }
    });

    it("refuses to run no stream, several lengths, another width, what is not finite, and back", async () => {
      const [long, short] = [await read(TOKENS, AT), await read(TOKENS.slice(0, 5), AT)];
      const all = (streams: readonly Residual[], readAt = end) => model.runAll({ streams, at: AT, readAt });
      await expect(all([])).rejects.toThrow(/streams of one pass is "none"/);
      await expect(all([long, short])).rejects.toThrow(/streams of one pass is "8 and 5 tokens"/);
      const wide = { ...long, cols: long.cols + 1 };
      await expect(all([long, wide])).rejects.toThrow(/the residual stream to start from/);
      const broken = withRow(long, 3, new Float32Array(long.cols).fill(Number.NaN));
      await expect(all([long, broken])).rejects.toThrow(/the residual stream to start from/);
      await expect(all([long], hookPoint(0, "pre"))).rejects.toThrow(/at or after/);
    });

    it("resumes with the unperturbed vector to what a direct read gives, from every point", async () => {
      const direct = await read(TOKENS, end);
      for (const at of hooksOf(model)) {
        const residual = await read(TOKENS, at);
        const last = lastRow(residual);
        const rows = await model.resumeFrom({ residual, at, last, readAt: end });
        expect(relativeError(rows.data, lastRow(direct).data), at).toBeLessThan(1e-5);
      }
    });

    it("starts at any point and equals the full run there", async () => {
      const full = await model.run({ from: { tokens: TOKENS }, read: [end], logits: true });
      for (const at of hooksOf(model)) {
        const residual = await read(TOKENS, at);
        const resumed = await model.run({ from: { residual, at }, read: [end], logits: true });
        expect(
          relativeError(resumed.residuals.get(end)!.data, full.residuals.get(end)!.data),
          at,
        ).toBeLessThan(1e-5);
        expect(relativeError(resumed.logits!.data, full.logits!.data), at).toBeLessThan(1e-5);
      }
    });

    it("gives a row the same value alone and in a batch", async () => {
      const residual = await read(TOKENS, AT);
      const last = randomRows(model, 7);
      const batch = await model.resumeFrom({ residual, at: AT, last, readAt: end });
      for (let i = 0; i < last.rows; i++) {
        const alone = await model.resumeFrom({ residual, at: AT, last: onlyRow(last, i), readAt: end });
        expect(relativeError(alone.data, rowOf(batch, i)), `row ${i}`).toBeLessThan(1e-6);
      }
    });

    it("gives the same bits when the same call is made twice", async () => {
      const residual = await read(TOKENS, AT);
      const call = { residual, at: AT, last: randomRows(model, 5), readAt: end };
      expect((await model.resumeFrom(call)).data).toEqual((await model.resumeFrom(call)).data);
      expect((await read(TOKENS, end)).data).toEqual((await read(TOKENS, end)).data);
    });

    it("runs the fast path to what a whole sequence with that patch gives, from every point to every later point", async () => {
      const last = randomRows(model, 2);
      for (const at of pointsOf(model)) {
        const residual = await read(TOKENS, at);
        const later = pointsOf(model).filter((point) => depth(model, point) >= depth(model, at));
        const whole = [];
        for (let i = 0; i < last.rows; i++) {
          const patches = [{ at, position: -1, vector: rowOf(last, i) }];
          whole.push((await model.run({ from: { tokens: TOKENS }, read: later, patches })).residuals);
        }
        for (const readAt of later) {
          const fast = await model.resumeFrom({ residual, at, last, readAt });
          whole.forEach((residuals, i) => {
            const wanted = rowOf(residuals.get(readAt)!, TOKENS.length - 1);
            expect(relativeError(rowOf(fast, i), wanted), `${at} to ${readAt}`).toBeLessThan(1e-5);
          });
        }
      }
    });

    it("runs the fast path on a prompt of one token", async () => {
      const residual = await read([5], AT);
      const last = randomRows(model, 3);
      const fast = await model.resumeFrom({ residual, at: AT, last, readAt: end });
      const patches = [{ at: AT, position: 0, vector: rowOf(last, 2) }];
      const { residuals } = await model.run({ from: { tokens: [5] }, read: [end], patches });
      expect(relativeError(rowOf(fast, 2), residuals.get(end)!.data)).toBeLessThan(1e-5);
    });

    it("shows a patch where it was put with its own bits, and in no earlier position", async () => {
      const vector = rowOf(randomRows(model, 1), 0) as Activation;
      const patches = [{ at: AT, position: 4, vector }];
      const patched = await model.run({ from: { tokens: TOKENS }, read: [AT, end], patches });
      expect(rowOf(patched.residuals.get(AT)!, 4)).toEqual(vector);
      const clean = await read(TOKENS, end);
      for (let p = 0; p < 4; p++)
        expect(relativeError(rowOf(patched.residuals.get(end)!, p), rowOf(clean, p))).toBeLessThan(1e-6);
      for (let p = 4; p < 8; p++)
        expect(relativeError(rowOf(patched.residuals.get(end)!, p), rowOf(clean, p))).toBeGreaterThan(1e-3);
    });

    it("with every position replaced by another prompt's goes on as that prompt does, from tokens and from there", async () => {
      const other = TOKENS.toReversed();
      const [own, theirs] = [await read(TOKENS, AT), await read(other, AT)];
      const patches = TOKENS.map((_, position) => ({ at: AT, position, vector: rowOf(theirs, position) }));
      const wanted = (await read(other, end)).data;
      for (const from of [{ tokens: TOKENS }, { residual: own, at: AT }]) {
        const { residuals } = await model.run({ from, read: [end], patches });
        expect(relativeError(residuals.get(end)!.data, wanted)).toBeLessThan(1e-5);
      }
    });

    it("changes nothing it was given", async () => {
      const residual = await read(TOKENS, AT);
      const last = randomRows(model, 2);
      const before = [residual.data.slice(), last.data.slice()];
      const patches = [{ at: AT, position: -1, vector: rowOf(last, 0) }];
      await model.resumeFrom({ residual, at: AT, last, readAt: end });
      await model.run({ from: { residual, at: AT }, read: [end], patches });
      expect([residual.data, last.data]).toEqual(before);
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

    it.each([
      [
        "a token the vocabulary lacks",
        [1, 100_000],
        /token 1 of the prompt is 100000.*whole number from 0 to/,
      ],
      ["a negative token", [-1], /token 0 of the prompt is -1/],
      ["no token", [], /length of the prompt is 0/],
      ["a prompt longer than n_positions", Array(3000).fill(1), /length of the prompt is 3000.*n_positions/],
    ])("refuses %s", async (_, tokens, message) => {
      await expect(model.run({ from: { tokens }, read: [] })).rejects.toThrow(message);
    });

    it("refuses an unknown hook and a read before the start", async () => {
      const unknown = "blocks.99.hook_resid_pre" as const;
      await expect(model.run({ from: { tokens: TOKENS }, read: [unknown] })).rejects.toThrow(
        /blocks\.99\.hook_resid_pre/,
      );
      const residual = await read(TOKENS, AT);
      for (const early of hooksOf(model).filter((at) => depth(model, at) < depth(model, AT)))
        await expect(model.run({ from: { residual, at: AT }, read: [early] })).rejects.toThrow(/at or after/);
    });

    it("has a pre and a post, and refuses every site it lacks, saying which it has", async () => {
      const { sites } = model.shape;
      expect(SITES.filter((site) => sites.includes(site))).toEqual(sites);
      expect([sites[0], sites.at(-1)]).toEqual(["pre", "post"]);
      const residual = await read(TOKENS, AT);
      const [vector, last] = [lastRow(residual).data as Activation, lastRow(residual)];
      const from = { tokens: TOKENS };
      for (const at of SITES.filter((site) => !sites.includes(site)).map((site) => hookPoint(1, site))) {
        const calls = [
          model.run({ from, read: [at] }),
          model.run({ from, read: [], patches: [{ at, position: 0, vector }] }),
          model.run({ from: { residual, at }, read: [end] }),
          model.resumeFrom({ residual, at, last, readAt: end }),
          model.resumeFrom({ residual, at: AT, last, readAt: at }),
        ];
        for (const refused of await Promise.allSettled(calls))
          expect(refused).toMatchObject({
            status: "rejected",
            reason: {
              name: "InvalidInputError",
              message: expect.stringContaining(sites.map((site) => `hook_resid_${site}`).join(" or ")),
            },
          });
      }
    });

    it("refuses vectors of another width and vectors that are not finite", async () => {
      const wide = new Float32Array(model.shape.dModel + 1);
      const nan = new Float32Array(model.shape.dModel).fill(Number.NaN);
      const patched = (vector: Float32Array) =>
        model.run({ from: { tokens: TOKENS }, read: [], patches: [{ at: AT, position: 0, vector }] });
      await expect(patched(wide)).rejects.toThrow(new RegExp(`\\[${model.shape.dModel + 1}\\]`));
      await expect(patched(nan)).rejects.toThrow(/holds NaN at index 0/);
    });
  });
}

const depth = (model: LanguageModel, at: HookPoint) => parseHookPoint(at, model.shape.layers).depth;

function hooksOf(model: LanguageModel): readonly HookPoint[] {
  return Array.from({ length: model.shape.layers }, (_, layer) =>
    model.shape.sites.map((site) => hookPoint(layer, site)),
  ).flat();
}

/** Every point once: a block's pre is the post of the block before it. */
function pointsOf(model: LanguageModel): readonly HookPoint[] {
  return hooksOf(model).filter((at) => at === hookPoint(0, "pre") || !at.endsWith("_pre"));
}

function lastRow(residual: Residual): LastRows {
  return { rows: 1, cols: residual.cols, data: rowOf(residual, residual.rows - 1).slice() };
}

/** The same stream with a vector in the place of one position. */
function withRow(stream: Residual, position: number, vector: Float32Array): Residual {
  const data = stream.data.slice();
  data.set(vector, position * stream.cols);
  return { ...stream, data };
}

function onlyRow(rows: LastRows, i: number): LastRows {
  return { rows: 1, cols: rows.cols, data: rowOf(rows, i).slice() };
}

function randomRows(model: LanguageModel, rows: number): LastRows {
  const rng = rngFromSeed("contract").fork("rows");
  const cols = model.shape.dModel;
  // a mean of its own, so that the two residual conventions differ
  return { rows, cols, data: Float32Array.from({ length: rows * cols }, () => 0.3 + rng.normal()) };
}
