import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { curve } from "../../../src/cli/commands/curve.ts";
import { inspect } from "../../../src/cli/commands/inspect.ts";
import { temporaryFolder } from "../../support/files.ts";
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

describe("curve", () => {
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
    const at = async (tokens: readonly number[]) =>
      (await inspect({ model: MODEL, tokens, hook: [AT] })).hooks[AT]!;
    const [from, to] = [await at(base), await at(target)];
    const file = join(temporaryFolder(), "fifth.json"); // a fifth of the way: the steepest rise lies far beyond
    writeFileSync(file, JSON.stringify(from.map((v, i) => v + 0.2 * (to[i]! - v))));
    const step = distance / 80;
    const got = await curve({ model: MODEL, base, targetVector: file, schedule: "absolute", step });
    const rises = got.l2.slice(1).map((v, n) => v - got.l2[n]!);
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
    [{ target, read: "blocks.0.hook_resid_pre" }, /at or after the point where the run starts/],
    [{ target, at: "blocks.9.hook_resid_pre" }, /blocks\.9\.hook_resid_pre/],
    [{ target: [9999] }, /token 0 of the prompt is 9999/],
    [{ targetVector: "no-such.json" }, /no-such\.json/],
    [{ target, base: [] }, /length of the prompt is 0/],
  ])("with %j is refused", async (bad, message) => {
    await expect(curve({ model: MODEL, base, schedule: "relative", ...bad })).rejects.toThrow(message);
  });
});
