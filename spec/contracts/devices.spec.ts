import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openModel } from "../../src/checkpoint/open-model.ts";
import { prepareDevice } from "../../src/device/prepare-device.ts";
import { MissingDeviceError } from "../../src/errors/index.ts";
import { checkParity, measureParity } from "../../src/experiment/device-parity.ts";
import { rngFromSeed } from "../../src/math/rng.ts";
import type { Device } from "../../src/model/device.ts";
import type { LanguageModel } from "../../src/model/language-model.ts";
import { languageModelContract } from "./language-model.contract.ts";

const DIR = "fixtures/reference/random-gpt2";
const open = (device: Device) => openModel(DIR, { convention: "raw", threads: 2, device });

// Any Vulkan driver will do, a software one too: VK_DRIVER_FILES=/path/to/vk_swiftshader_icd.json of a Chromium.
for (const device of ["webgpu", "cuda"] as const) {
  const missing = await whyMissing(device);
  if (missing !== null)
    it(`a model on ${device} keeps the contract of language models`, ({ skip }) =>
      skip(`not-run: ${missing}`));
  else {
    languageModelContract(`on ${device}`, () => open(device));
    describe(`a model on ${device}`, () => {
      let cpu: LanguageModel;
      let model: LanguageModel;
      beforeAll(async () => {
        [cpu, model] = [await open("cpu"), await open(device)];
      });
      afterAll(async () => {
        for (const one of [cpu, model]) await one.dispose();
      });

      it("says so in its identity", () => {
        expect([cpu.identity.runtime, model.identity.runtime]).toEqual([
          expect.stringMatching(/^onnxruntime-node [\d.]+ cpu$/),
          expect.stringMatching(new RegExp(`^onnxruntime-node [\\d.]+ ${device}$`)),
        ]);
      });

      it("is as near to the cpu as a run demands", async () => {
        const parity = await measureParity({
          cpu,
          device: model,
          pairs: [{ base: [3, 1, 4, 1, 5], target: [2, 7, 1, 8, 2] }],
          perturbAt: "blocks.1.hook_resid_pre",
          readAt: `blocks.${model.shape.layers - 1}.hook_resid_post`,
          points: 20,
          stepOf: (meanDistance) => meanDistance / 80,
          rng: rngFromSeed(0),
        });
        expect(() => checkParity(parity, model.identity.runtime)).not.toThrow();
      });
    });
  }
}

/** null where the device is there. */
async function whyMissing(device: Device): Promise<string | null> {
  try {
    await prepareDevice(device);
    return null;
  } catch (error) {
    if (error instanceof MissingDeviceError) return error.message;
    throw error;
  }
}
