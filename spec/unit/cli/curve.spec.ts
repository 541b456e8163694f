import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { afterEach, describe, expect, it, vi } from "vitest";
import { inspect } from "../../../src/cli/commands/inspect.ts";
import { curveCommand } from "../../../src/cli/definitions/curve.ts";
import { oneCurve as curve } from "../../../src/run/one-curve.ts";
import { temporaryFolder } from "../../support/files.ts";
import { ROOT } from "../../support/root.ts";
import { relativeError } from "../../support/tiny-models.ts";

const MODEL = "fixtures/reference/prototype";
const AT = "blocks.1.hook_resid_pre";
const { pairs } = JSON.parse(readFileSync(`${MODEL}/expected.json`, "utf8"));
const { base_tokens: base, target_tokens: target, distance, l2_curve, max_slope_step } = pairs[0];

/** The target as a vector, from what `inspect` prints. */
async function targetVector(convention: "raw" | "centred"): Promise<string> {
  const file = join(temporaryFolder(), "target.json");
  const { hooks } = await inspect({ model: MODEL, tokens: target, hook: [AT], convention });
  writeFileSync(file, JSON.stringify(hooks[AT]));
  return file;
}

/** The file of base + t (target - base), both as `inspect` prints them. */
async function vectorAt(t: number): Promise<string> {
  const at = async (tokens: readonly number[]) =>
    (await inspect({ model: MODEL, tokens, hook: [AT] })).hooks[AT]!;
  const [from, to] = [await at(base), await at(target)];
  const file = join(temporaryFolder(), "vector.json");
  writeFileSync(file, JSON.stringify(from.map((v, i) => v + t * (to[i]! - v))));
  return file;
}

const logSoftmax = (logits: readonly number[]) => {
  const most = Math.max(...logits);
  const sum = logits.reduce((total, v) => total + Math.exp(v - most), 0);
  return logits.map((v) => v - most - Math.log(sum));
};

/** KL(P || Q) from logits, nats, in float64. */
function divergence(p: readonly number[], q: readonly number[]): number {
  const [logP, logQ] = [logSoftmax(p), logSoftmax(q)];
  return logP.reduce((sum, v, i) => sum + Math.exp(v) * (v - logQ[i]!), 0);
}

const risesOf = (values: readonly number[]) => values.slice(1).map((v, n) => v - values[n]!);

describe("curve", () => {
  afterEach(() => vi.restoreAllMocks());

  it("gives the reference's curve, distance and max slope step", async () => {
    const got = await curve({ model: MODEL, base, target, schedule: "relative" });
    expect(Object.keys(got)).toEqual(["distance", "l2", "maxSlopeStep"]);
    expect(got.distance).toBeCloseTo(distance, 5);
    expect(relativeError(got.l2, l2_curve)).toBeLessThan(1e-4);
    expect(got.maxSlopeStep).toBe(max_slope_step);
  });

  it("gives the same towards the target as tokens and as a vector", async () => {
    const byTokens = await curve({ model: MODEL, base, target, schedule: "relative", points: 7 });
    const byVector = await curve({
      model: MODEL,
      base,
      targetVector: await targetVector("raw"),
      schedule: "relative",
      points: 7,
    });
    expect(byVector).toEqual(byTokens);
  });

  it("puts the absolute schedule's points where the relative one has them when the step says so", async () => {
    const relative = await curve({ model: MODEL, base, target, schedule: "relative", points: 11 });
    const step = relative.distance / 10;
    const absolute = await curve({ model: MODEL, base, target, schedule: "absolute", points: 14, step });
    expect(absolute.l2).toHaveLength(14);
    expect(relativeError(absolute.l2.slice(0, 11), relative.l2)).toBeLessThan(1e-5);
  });

  it("looks for the steepest rise of an absolute curve before the target only", async () => {
    const file = await vectorAt(0.2); // a fifth of the way: the steepest rise lies far beyond
    const step = distance / 80;
    const got = await curve({ model: MODEL, base, targetVector: file, schedule: "absolute", step });
    const rises = risesOf(got.l2);
    const entries = Math.floor(got.distance / step);
    expect(entries).toBeLessThan(rises.indexOf(Math.max(...rises)));
    expect(got.maxSlopeStep).toBe(1 + rises.indexOf(Math.max(...rises.slice(0, entries - 1))));
  });

  it("steps an 80th of the distance where no step is given, off GPT-2 small", async () => {
    const given = await curve({ model: MODEL, base, target, schedule: "absolute", step: distance / 80 });
    const own = await curve({ model: MODEL, base, target, schedule: "absolute" });
    expect(relativeError(own.l2, given.l2)).toBeLessThan(1e-5);
  });

  it("has no max slope step from a base to itself", async () => {
    const flat = await curve({ model: MODEL, base, target: base, schedule: "relative", points: 5 });
    expect(flat).toEqual({ distance: 0, l2: [0, 0, 0, 0, 0], maxSlopeStep: null });
  });

  it("does not depend on the residual convention: both streams differ by their means only", async () => {
    const raw = await curve({ model: MODEL, base, target, schedule: "relative", points: 9 });
    const centred = await curve({
      model: MODEL,
      base,
      target,
      schedule: "relative",
      points: 9,
      convention: "centred",
    });
    expect(centred.distance).toBeLessThanOrEqual(raw.distance);
    expect(relativeError(centred.l2, raw.l2)).toBeLessThan(0.05);
    expect(relativeError(centred.l2, raw.l2)).toBeGreaterThan(1e-7);
  });

  it("gives as KL what the logits of whole patched sequences give", async () => {
    const points = 4;
    const got = await curve({ model: MODEL, base, target, schedule: "relative", points, output: "kl" });
    expect(Object.keys(got)).toEqual(["distance", "kl", "maxSlopeStep"]);
    expect(got.distance).toBeCloseTo(distance, 5);
    const logits: (readonly number[])[] = [];
    for (let i = 0; i < points; i++) {
      const patch = [`${AT}=${await vectorAt(i / (points - 1))}`];
      logits.push((await inspect({ model: MODEL, tokens: base, patch, logits: true })).logits!);
    }
    const expected = logits.map((one) => divergence(logits[0]!, one));
    expect(expected.at(-1)).toBeGreaterThan(0.1);
    expect(divergence(logits.at(-1)!, logits[0]!)).not.toBeCloseTo(expected.at(-1)!, 2); // the direction shows
    expect(got.kl[0]).toBe(0);
    for (const [i, value] of got.kl.entries()) expect(Math.abs(value - expected[i]!)).toBeLessThan(1e-4);
    const rises = risesOf(expected);
    expect(got.maxSlopeStep).toBe(1 + rises.indexOf(Math.max(...rises)));
  });

  it("calls a rise of KL a blow-up above 0.02 nats only, whatever the L2 curve does", async () => {
    const targetVector = await vectorAt(0.3);
    const near = { model: MODEL, base, targetVector, schedule: "relative", points: 3 } as const;
    const got = await curve({ ...near, output: "kl" });
    expect(Math.max(...risesOf(got.kl))).toBeGreaterThan(0.005); // of L2 this would be enough
    expect(Math.max(...risesOf(got.kl))).toBeLessThan(0.02);
    expect(got.maxSlopeStep).toBeNull();
    expect((await curve(near)).maxSlopeStep).not.toBeNull();
  });

  it("looks for the steepest rise of an absolute KL curve before the target only", async () => {
    const targetVector = await vectorAt(0.46); // 9.2 steps: the steepest rise is the ninth
    const step = distance / 20;
    const got = await curve({
      model: MODEL,
      base,
      targetVector,
      schedule: "absolute",
      step,
      points: 40,
      output: "kl",
    });
    const rises = risesOf(got.kl);
    const entries = Math.floor(got.distance / step);
    const before = rises.slice(0, entries - 1);
    expect(Math.max(...before)).toBeGreaterThan(0.02);
    expect(rises.indexOf(Math.max(...rises))).toBe(entries - 1);
    expect(got.maxSlopeStep).toBe(1 + before.indexOf(Math.max(...before)));
  });

  it("is of the shipped organism where no model is typed, and says so in its help", async () => {
    const written: string[] = [];
    vi.spyOn(process.stdout, "write").mockImplementation((text) => written.push(String(text)) > 0);
    const program = new Command().exitOverride();
    curveCommand(program, ROOT);
    const words = [
      "curve",
      "--base",
      "12,104",
      "--target",
      "47,437",
      "--schedule",
      "relative",
      "--points",
      "3",
    ];
    await program.parseAsync(words, { from: "user" });
    await program.parseAsync([...words, "--model", "fixtures/organism"], { from: "user" });
    expect(written[0]).toBe(written[1]);
    expect(program.commands[0]!.helpInformation().replaceAll(/\s+/g, " ")).toContain(
      "GPT-2 directory, gpt2, or a Hub id (default: the organism that ships)",
    );
  });

  it("reads KL where --output says so, and its help has both in their units", async () => {
    const written: string[] = [];
    vi.spyOn(process.stdout, "write").mockImplementation((text) => written.push(String(text)) > 0);
    const program = new Command().exitOverride();
    curveCommand(program, ROOT);
    const ids = ["--base", base.join(","), "--target", target.join(",")];
    const path = ["--schedule", "relative", "--points", "3"];
    const words = ["curve", "--model", MODEL, ...ids, ...path];
    await program.parseAsync([...words, "--output", "kl"], { from: "user" });
    await program.parseAsync(words, { from: "user" });
    expect(written.map((line) => Object.keys(JSON.parse(line)))).toEqual([
      ["distance", "kl", "maxSlopeStep"],
      ["distance", "l2", "maxSlopeStep"],
    ]);
    await expect(program.parseAsync([...words, "--output", "mse"], { from: "user" })).rejects.toThrow(
      /--output is "mse"; it must be l2, kl or js/,
    );
    const help = program.commands[0]!.helpInformation().replaceAll(/\s+/g, " ");
    expect(help).toContain(
      '--output <name> l2 (how far the stream moves), kl (how far the prediction does, KL(P_0 || P_n) in nats) or js (the same as a Jensen-Shannon distance, 0 to 1) (default: "l2")',
    );
  });

  it("reads and perturbs at other points", async () => {
    const options = { model: MODEL, base, target, schedule: "relative", points: 3 } as const;
    const here = await curve({ ...options, at: "blocks.3.hook_resid_mid", read: "blocks.3.hook_resid_mid" });
    expect(here.l2[2]).toBeCloseTo(here.distance, 5);
    expect(here.l2[1]).toBeCloseTo(here.distance / 2, 5);
  });

  it.each([
    [{}, /target is undefined; it must be given once/],
    [{ target, targetVector: "v.json" }, /target is "given twice"/],
    [{ target, points: 1 }, /number of points is 1/],
    [{ target, read: "blocks.0.hook_resid_pre" }, /at or after the point where the call starts/],
    [
      { target, output: "kl" as const, read: "blocks.6.hook_resid_post" },
      /the point where KL is read is "blocks.6/,
    ],
    [{ target, at: "blocks.9.hook_resid_pre" }, /blocks\.9\.hook_resid_pre/],
    [{ target: [9999] }, /token 0 of the prompt is 9999/],
    [{ targetVector: "no-such.json" }, /no-such\.json/],
    [{ target, base: [] }, /length of the prompt is 0/],
  ])("with %j is refused", async (bad, message) => {
    await expect(curve({ model: MODEL, base, schedule: "relative", ...bad })).rejects.toThrow(message);
  });
});
