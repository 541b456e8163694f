import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openModel } from "../../../src/checkpoint/open-model.ts";
import { DeviceParityError } from "../../../src/errors/index.ts";
import { PARITY_BASES } from "../../../src/experiment/device-parity.ts";
import type { LabOptions } from "../../../src/experiment/lab-curves.ts";
import { rngFromSeed } from "../../../src/math/rng.ts";
import type { LanguageModel, Tokens } from "../../../src/model/language-model.ts";
import { drawPrompts } from "../../../src/organism/draw-prompts.ts";
import { papers } from "../../../src/papers/index.ts";
import { freshPrompts } from "../../../src/prompts/prompt-source.ts";
import { parityWithCpu } from "../../../src/run/parity-with-cpu.ts";
import { defaultRunOptions, type RunOptions } from "../../../src/run/run-options.ts";
import { ROOT } from "../../support/root.ts";

const run: RunOptions = { ...defaultRunOptions(ROOT), device: "webgpu", threads: 1 };
const source = freshPrompts("the organism's language", (rng, count) => drawPrompts(rng, count, 10));
const draw = (bases: number) => source.draw(rngFromSeed(run.seed).fork("prompts"), { bases, dModel: 64 });
const ofTwenty = draw(20);

let model: LanguageModel;
beforeAll(async () => {
  model = await openModel(join(ROOT, "fixtures/organism"), { convention: "centred", threads: 1 });
});
afterAll(() => model.dispose());

const labOf = (changes: Partial<LabOptions> = {}): LabOptions => ({
  plan: papers[0]!,
  model,
  sae: null,
  prompts: ofTwenty,
  bases: 20,
  seed: run.seed,
  perturbAt: "blocks.1.hook_resid_pre",
  readAt: "blocks.7.hook_resid_post",
  points: 12,
  onSubject: false,
  openUntrained: async () => model,
  ...changes,
});

describe("a run on another device", () => {
  it("is held to the cpu on its own first bases and targets, in the convention of its SAE", async () => {
    const seen: Tokens[] = [];
    const watched: LanguageModel = {
      ...model,
      run(options) {
        if ("tokens" in options.from) seen.push(options.from.tokens);
        return model.run(options);
      },
    };
    const parity = await parityWithCpu(run, 1, labOf({ model: watched }));
    expect(parity).toMatchObject({ bases: PARITY_BASES, vectorDifference: 0, divergenceDifference: 0 });
    const { bases, targets } = ofTwenty;
    const first = bases.slice(0, PARITY_BASES).flatMap((base, i) => [base, targets[i]!]);
    expect(seen).toEqual(first);
  });

  it("takes what bases there are where there are few", async () => {
    expect(await parityWithCpu(run, 1, labOf({ bases: 2, prompts: draw(2) }))).toMatchObject({
      bases: 2,
      curves: 4,
    });
  });

  it("is stopped where it computes something else, and says on what", async () => {
    const identity = { ...model.identity, runtime: "onnxruntime-node 1.30.0 webgpu" };
    const device: LanguageModel = {
      ...model,
      identity,
      async resumeFrom(options) {
        const read = await model.resumeFrom(options);
        return { ...read, data: read.data.map((value) => value * 1.01) };
      },
    };
    const stopped = parityWithCpu(run, 1, labOf({ model: device }));
    await expect(stopped).rejects.toThrow(DeviceParityError);
    await expect(stopped).rejects.toThrow(/^On onnxruntime-node 1\.30\.0 webgpu the vectors read differ/);
  });

  it("is compared with nothing on the cpu", async () => {
    const untouched = { ...model, run: () => Promise.reject(new Error("asked")) };
    expect(await parityWithCpu({ ...run, device: "cpu" }, 1, labOf({ model: untouched }))).toBeNull();
  });
});
