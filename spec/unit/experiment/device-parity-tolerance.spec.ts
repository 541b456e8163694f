import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openModel } from "../../../src/checkpoint/open-model.ts";
import { checkParity, type DeviceParity, measureParity } from "../../../src/experiment/device-parity.ts";
import { rngFromSeed } from "../../../src/math/rng.ts";
import { drawPrompts } from "../../../src/organism/draw-prompts.ts";
import { temporaryFolder } from "../../support/files.ts";

const ORGANISM = "fixtures/organism";

/** The organism on the cpu against itself with every weight rounded to so many bits of mantissa. */
async function parityWithRoundedWeights(mantissa: number): Promise<DeviceParity> {
  const dir = temporaryFolder();
  cpSync(join(ORGANISM, "config.json"), join(dir, "config.json"));
  const file = readFileSync(join(ORGANISM, "model.safetensors"));
  const begin = 8 + Number(file.readBigUInt64LE(0));
  const half = 2 ** (22 - mantissa);
  for (let at = begin; at < file.length; at += 4)
    file.writeUInt32LE(Math.floor((file.readUInt32LE(at) + half) / (2 * half)) * 2 * half, at);
  writeFileSync(join(dir, "model.safetensors"), file);

  const cpu = await openModel(ORGANISM, { convention: "centred", threads: 1, cacheDir: dir });
  const device = await openModel(dir, { convention: "centred", threads: 1, cacheDir: dir });
  const rng = rngFromSeed(0);
  const prompts = drawPrompts(rng.fork("prompts"), 8, 10);
  const parity = await measureParity({
    cpu,
    device,
    pairs: [0, 2, 4, 6].map((i) => ({ base: prompts[i]!, target: prompts[i + 1]! })),
    perturbAt: "blocks.1.hook_resid_pre",
    readAt: `blocks.${cpu.shape.layers - 1}.hook_resid_post`,
    points: 100,
    stepOf: (meanDistance) => meanDistance / 80,
    rng: rng.fork("parity"),
  });
  for (const model of [cpu, device]) await model.dispose();
  return parity;
}

describe("the tolerance of parity", () => {
  it("would notice TF32, 10 bits of mantissa, in every one of the three differences", async () => {
    const parity = await parityWithRoundedWeights(10);
    expect(() => checkParity(parity, "TF32")).toThrow(/the vectors read differ/);
    expect(() => checkParity({ ...parity, vectorDifference: 0 }, "TF32")).toThrow(/the L2 curves differ/);
    const last = { ...parity, vectorDifference: 0, curveDifference: 0 };
    expect(() => checkParity(last, "TF32")).toThrow(/the KL curves differ/);
  });

  it("lets pass the last bit of float32 with a factor of ten to spare", async () => {
    const parity = await parityWithRoundedWeights(22);
    expect(parity.vectorDifference).toBeGreaterThan(0);
    expect(parity.vectorDifference).toBeLessThan(parity.tolerance / 10);
    expect(parity.curveDifference).toBeLessThan(parity.tolerance / 10);
    expect(parity.divergenceDifference).toBeLessThan(parity.divergenceTolerance / 10);
  });
});
