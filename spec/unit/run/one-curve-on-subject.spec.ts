import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { type CurveOptions, oneCurve } from "../../../src/run/one-curve.ts";
import { temporaryFolder } from "../../support/files.ts";

const MODEL = "fixtures/reference/prototype";
const { pairs } = JSON.parse(readFileSync(`${MODEL}/expected.json`, "utf8"));
const { base_tokens: base, target_tokens: target } = pairs[0];

/** The prototype stands for GPT-2 small: its weights are taken for those that were published. */
vi.mock("../../../src/model/published-weights.ts", async () => {
  const { createHash } = await import("node:crypto");
  const weights = (await import("node:fs")).readFileSync("fixtures/reference/prototype/model.safetensors");
  return { GPT2_SMALL_DIGEST: createHash("sha256").update(weights).digest("hex") };
});

const HERE = "blocks.1.hook_resid_pre";
const ELSEWHERE = "blocks.3.hook_resid_pre";
const absolute = (options: Partial<CurveOptions> = {}) =>
  oneCurve({ model: MODEL, base, target, schedule: "absolute", points: 12, ...options, output: "l2" });

describe("a curve on the weights of GPT-2 small", () => {
  it("takes the paper's step at the paper's place, by either of its names", async () => {
    const given = await absolute({ step: 0.5 });
    expect(await absolute()).toEqual(given);
    expect(await absolute({ at: HERE })).toEqual(given);
    const other = await absolute({ at: "blocks.0.hook_resid_post" });
    expect(other.l2).toEqual(given.l2);
  });

  it("takes an 80th of the distance at any other place, as a run there does", async () => {
    const own = await absolute({ at: ELSEWHERE });
    expect(own).toEqual(await absolute({ at: ELSEWHERE, step: own.distance / 80 }));
    expect(own.l2).not.toEqual((await absolute({ at: ELSEWHERE, step: 0.5 })).l2);
  });

  it("calls a rise a blow-up above 0.02 residual units at the paper's place, and by its own units elsewhere", async () => {
    const near = async (at: string) => {
      const { distance } = await absolute({ at });
      const file = join(temporaryFolder(), "near.json");
      const end = await streamEnd(at);
      writeFileSync(file, JSON.stringify(end.map((x, k) => (k === 0 ? x + distance * 1e-5 : x))));
      const { target: _, ...toVector } = { model: MODEL, base, target, targetVector: file, at };
      return oneCurve({ ...toVector, schedule: "relative", points: 5 });
    };
    const here = await near(HERE);
    expect(Math.max(...here.l2)).toBeLessThan(0.02);
    expect(here.maxSlopeStep).toBeNull();
    expect((await near(ELSEWHERE)).maxSlopeStep).not.toBeNull();
  });
});

/** The base itself at a hook point. */
async function streamEnd(hook: string): Promise<readonly number[]> {
  const { inspect } = await import("../../../src/cli/commands/inspect.ts");
  const { hooks } = await inspect({ model: MODEL, tokens: base, hook: [hook] });
  return hooks[hook]!;
}
