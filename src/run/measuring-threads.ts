import {
  LARGE_WEIGHTS_BYTES,
  MOST_WORKERS,
  SHARE_OF_FREE_MEMORY,
  THREADS_OF_LARGE_WEIGHTS,
  WORKER_BYTES,
  WORKER_BYTES_PER_WEIGHT_BYTE,
} from "../limits.ts";
import type { Checkpoint } from "../model/family.ts";

/** How a run's model is computed on the cpu. */
export interface MeasuringThreads {
  /** How many bases are measured at the same time. */
  readonly workers: number;
  /** Of one operator, in each worker: the only one of the two that moves last bits. */
  readonly threads: number;
}

/** What the choice is made from. */
export interface ChoiceFacts {
  /** Of the model, as float32. */
  readonly weightBytes: number;
  /** What was asked for; null: nothing. */
  readonly workers: number | null;
  readonly threads: number | null;
  /** Of this machine. */
  readonly cores: number;
  readonly freeBytes: number;
}

/**
 * Threads follow from the weights alone, so that equal runs have equal bits on every machine: one, and several where the
 * weights are so large that few workers fit. Workers follow from the machine: as many as its cores, as long as their
 * copies of the weights fit into what is free.
 */
export function measuringThreads(facts: ChoiceFacts): MeasuringThreads {
  const { weightBytes, cores, freeBytes } = facts;
  const threads = facts.threads ?? threadsFor(weightBytes);
  const fit = Math.floor((SHARE_OF_FREE_MEMORY * freeBytes) / workersBytes(1, weightBytes));
  const usual = Math.max(1, Math.min(Math.floor(cores / threads), fit, MOST_WORKERS));
  return { workers: facts.workers ?? usual, threads };
}

/** Memory of so many workers, in bytes. */
export function workersBytes(workers: number, weightBytes: number): number {
  return workers * (WORKER_BYTES + WORKER_BYTES_PER_WEIGHT_BYTE * weightBytes);
}

/** The threads of one operator for weights of this size, in bytes. */
export function threadsFor(weightBytes: number): number {
  return weightBytes > LARGE_WEIGHTS_BYTES ? THREADS_OF_LARGE_WEIGHTS : 1;
}

/** Bytes of a checkpoint's weights, as float32. */
export function weightBytesOf({ tensors }: Pick<Checkpoint, "tensors">): number {
  let bytes = 0;
  for (const { length } of tensors.values()) bytes += length;
  return bytes;
}

/** "2 workers with 1 thread each" */
export function measuringThreadsText({ workers, threads }: MeasuringThreads): string {
  const count = (n: number, what: string) => `${n} ${what}${n === 1 ? "" : "s"}`;
  return `${count(workers, "worker")} with ${count(threads, "thread")}${workers === 1 ? "" : " each"}`;
}
