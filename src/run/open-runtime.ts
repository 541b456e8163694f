import { availableParallelism } from "node:os";
import { loadModelDirectory } from "../checkpoint/model-directory.ts";
import type { Device } from "../model/device.ts";
import { createSessionSlot, type SessionSlot } from "../model/ort-session-slot.ts";
import { createModelPool, type ModelPool } from "../model/pool/model-pool.ts";
import { type MeasuringThreads, measuringThreads, weightBytesOf } from "./measuring-threads.ts";
import type { RunOptions } from "./run-options.ts";

/** What a run's models are computed by: the run's own and the untrained one, which are measured in turn. */
export interface Runtime extends MeasuringThreads {
  readonly device: Device;
  /** The threads of the cpu; null on another device, where models are computed in this thread. */
  readonly pool: ModelPool | null;
  readonly slot: SessionSlot;
  /** Of this machine. */
  readonly cores: number;
  close(): Promise<void>;
}

/** Starts what computes the models of a run. Throws: as `loadModelDirectory`. */
export async function openRuntime(
  run: Pick<RunOptions, "model" | "device" | "workers" | "threads">,
): Promise<Runtime> {
  const { device } = run;
  const cores = availableParallelism();
  const checkpoint = await loadModelDirectory(run.model.dir);
  const chosen = measuringThreads({
    weightBytes: weightBytesOf(checkpoint),
    workers: run.workers,
    threads: run.threads,
    cores,
    freeBytes: process.availableMemory(), // of its container where that has a limit
  });
  const slot = createSessionSlot();
  if (device !== "cpu")
    return { ...chosen, workers: 1, device, pool: null, slot, cores, close: async () => {} };
  const pool = createModelPool(chosen);
  return { ...chosen, device, pool, slot, cores, close: pool.close };
}
