import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { InvalidInputError } from "../../src/errors/index.ts";
import { parseDevice } from "../../src/run/parse-option.ts";
import { cli, start } from "../support/commands.ts";
import { temporaryFolder } from "../support/files.ts";

/** A command on a machine without graphics drivers, a cache or a network. */
function onBareMachine(command: string, ...args: string[]) {
  const cache = join(temporaryFolder(), "cache");
  const nothing = "/nonexistent";
  const environment = {
    VK_DRIVER_FILES: nothing,
    VK_ICD_FILENAMES: nothing,
    LD_LIBRARY_PATH: nothing,
    CUDA_VISIBLE_DEVICES: "",
    HF_HUB_CACHE: cache,
    HF_ENDPOINT: "http://127.0.0.1:9",
    BAG_OF_LATENTS_CACHE: cache,
  };
  return { cache, ended: start(cli(command, ...args), environment).ended };
}

describe("--device", () => {
  it("is cpu, webgpu or cuda", () => {
    expect(["cpu", "webgpu", "cuda"].map(parseDevice)).toEqual(["cpu", "webgpu", "cuda"]);
    for (const wrong of ["gpu", "CUDA", "", "webgpu,cpu"])
      expect(() => parseDevice(wrong)).toThrow(InvalidInputError);
    expect(() => parseDevice("gpu")).toThrow('--device is "gpu"; it must be cpu, webgpu or cuda.');
  });

  // Only Linux finds its drivers by variables that can be pointed at nothing.
  for (const device of ["webgpu", "cuda"])
    it(`${device} that is not there ends a command with two lines, before anything is fetched or measured`, async ({
      skip,
    }) => {
      skip(process.platform !== "linux", "not-run: drivers cannot be hidden here");
      const commands = [
        ["reproduce", "--model", "gpt2"],
        ["doctor", "--model", "gpt2"],
        ["curve", "--model", "gpt2", "--base", "1,2", "--target", "3,4", "--schedule", "relative"],
        ["bench"],
      ] as const;
      const out = temporaryFolder();
      for (const [command, ...args] of commands) {
        const more = command === "reproduce" ? ["--out", out] : [];
        const { cache, ended } = onBareMachine(command, ...args, "--device", device, ...more);
        const { code, out: printed, errors } = await ended;
        expect(errors, command).toMatch(
          new RegExp(`^--device ${device} cannot be used: [^\\n]+\\.\\nHint: [^\\n]+\\n$`),
        );
        expect([code, printed, existsSync(cache)], command).toEqual([2, "", false]);
      }
      expect(readdirSync(out)).toEqual([]);
    });
});
