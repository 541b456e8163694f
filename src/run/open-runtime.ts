import { availableParallelism } from "node:os";
import type { Device } from "../model/device.ts";
import type { Checkpoint } from "../model/family.ts";
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

/** Starts what computes the models of a run, this checkpoint's and the untrained one of its shape. */
export function openRuntime(
  run: Pick<RunOptions, "device" | "workers" | "threads">,
  checkpoint: Checkpoint,
): Runtime {
  const { device } = run;
  const cores = availableParallelism();
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
