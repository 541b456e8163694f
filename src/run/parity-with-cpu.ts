import { openModel } from "../checkpoint/open-model.ts";
import { checkParity, type DeviceParity, measureParity, PARITY_BASES } from "../experiment/device-parity.ts";
import type { LabOptions } from "../experiment/lab-curves.ts";
import { rngFromSeed } from "../math/rng.ts";
import type { RunOptions } from "./run-options.ts";

/**
 * Holds a run's model on another device to the same model on the cpu, on the first bases of the run; null on the cpu.
 *
 * Stream: the run's seed, forked as "parity". Throws: DeviceParityError.
 */
export async function parityWithCpu(
  run: RunOptions,
  threads: number,
  lab: LabOptions,
): Promise<DeviceParity | null> {
  if (run.device === "cpu") return null;
  const { model, perturbAt, readAt, points, plan } = lab;
  const { bases, targets } = lab.prompts;
  const { convention } = model.identity;
  const cpu = await openModel(run.model.dir, { convention, threads });
  try {
    const parity = await measureParity({
      cpu,
      device: model,
      pairs: bases.slice(0, PARITY_BASES).map((base, i) => ({ base, target: targets[i]! })),
      perturbAt,
      readAt,
      points,
      rng: rngFromSeed(run.seed).fork("parity"),
      stepOf: (meanTargetDistance) =>
        plan.scales.step({ onSubject: false, grid: "paper", meanTargetDistance }),
    });
    checkParity(parity, model.identity.runtime);
    return parity;
  } finally {
    await cpu.dispose();
  }
}
