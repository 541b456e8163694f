import { beforeAll, expect, it } from "vitest";
import { InvalidInputError } from "../../../src/errors/index.ts";
import { type Activation, rowOf } from "../../../src/math/vec.ts";
import { type HookPoint, hookPoint, SITES } from "../../../src/model/hook-point.ts";
import type { LanguageModel, Residual } from "../../../src/model/language-model.ts";
import { relativeError } from "../../support/tiny-models.ts";
import {
  AT,
  depth,
  hooksOf,
  lastRow,
  onlyRow,
  pointsOf,
  randomRows,
  TOKENS,
  type UnderContract,
  withRow,
} from "./under-contract.ts";

/** The residual stream: what is read of it, put into it, and run on from it. `of` is asked once the model is open. */
export function streamsContract(of: () => UnderContract): void {
  let model: LanguageModel;
  let end: HookPoint;
  let read: UnderContract["read"];
  let readAll: UnderContract["readAll"];
  beforeAll(() => {
    ({ model, end, read, readAll } = of());
  });

  it("changes no earlier position when a later token changes", async () => {
    const longer = await read([...TOKENS.slice(0, 5), 7, 8], end);
    const shorter = await read(TOKENS.slice(0, 5), end);
    for (let p = 0; p < 5; p++) expect(relativeError(rowOf(longer, p), rowOf(shorter, p))).toBeLessThan(1e-6);
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
    const each = await Promise.all(prompts.map((tokens) => readAll(tokens, hooksOf(model))));
    for (const at of hooksOf(model)) {
      const together = await model.lastPositions({ prompts, at });
      expect([together.rows, together.cols]).toEqual([prompts.length, model.shape.dModel]);
      for (const [i, alone] of each.entries()) {
        const wanted = lastRow(alone(at));
        expect(relativeError(rowOf(together, i), wanted.data), at).toBeLessThan(1e-6);
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
    const each = await Promise.all(prompts.map((tokens) => readAll(tokens, hooksOf(model))));
    for (const [at, readAt] of ways) {
      const own = each.map((alone) => alone(at));
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
    const direct = await readAll(TOKENS, hooksOf(model));
    for (const at of hooksOf(model)) {
      const residual = direct(at);
      const last = lastRow(residual);
      const rows = await model.resumeFrom({ residual, at, last, readAt: end });
      expect(relativeError(rows.data, lastRow(direct(end)).data), at).toBeLessThan(1e-5);
    }
  });

  it("starts at any point and equals the full run there", async () => {
    const full = await model.run({ from: { tokens: TOKENS }, read: hooksOf(model), logits: true });
    for (const at of hooksOf(model)) {
      const residual = full.residuals.get(at)!;
      const resumed = await model.run({ from: { residual, at }, read: [end], logits: true });
      expect(relativeError(resumed.residuals.get(end)!.data, full.residuals.get(end)!.data), at).toBeLessThan(
        1e-5,
      );
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
    const clean = await readAll(TOKENS, pointsOf(model));
    for (const at of pointsOf(model)) {
      const residual = clean(at);
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

  it.each([
    ["a token the vocabulary lacks", [1, 100_000], /token 1 of the prompt is 100000.*whole number from 0 to/],
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
}
