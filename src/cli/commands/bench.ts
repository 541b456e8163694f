import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BenchmarkOrder, benchmark } from "../../bench/benchmark.ts";
import { writeSaeForModel } from "../../bench/sae-for-model.ts";
import { writeRandomCheckpoint } from "../../checkpoint/random-checkpoint.ts";
import { prepareDevice } from "../../device/prepare-device.ts";
import { rngFromSeed } from "../../math/rng.ts";
import { GPT2_SMALL_SHAPE } from "../../model/families/gpt2/config.ts";
import { gpt2 } from "../../model/families/gpt2/gpt2.ts";
import { organismPlace } from "../../run/run-options.ts";
import { benchText } from "../bench-text.ts";

export interface BenchOptions extends Pick<BenchmarkOrder, "bases" | "device"> {
  readonly json?: true;
  readonly threads?: number;
}

/**
 * What `bench` prints. Writes a seeded random checkpoint of GPT-2 small's shape with an SAE, measures, and removes both.
 *
 * Throws: MissingDeviceError.
 */
export async function bench(root: string, { json, threads, ...options }: BenchOptions): Promise<string> {
  await prepareDevice(options.device);
  const { model, sae } = organismPlace(root);
  const dir = await mkdtemp(join(tmpdir(), "bag-of-latents-bench-"));
  const cacheDir = join(dir, "cache");
  const gpt2Small = { modelDir: dir, saeDir: join(dir, "sae"), cacheDir };
  try {
    await writeRandomCheckpoint(dir, {
      family: gpt2,
      config: GPT2_SMALL_SHAPE,
      rng: rngFromSeed("benchmark").fork("weights"),
    });
    await writeSaeForModel(gpt2Small);
    const organism = { modelDir: model.dir, saeDir: sae!.dir, cacheDir };
    const result = await benchmark({ organism, gpt2Small, ...options, threads: threads ?? null });
    return json ? `${JSON.stringify(result)}\n` : benchText(result);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
