import { benchmarkExperiment } from "./benchmark-experiment.ts";
import { benchmarkModel } from "./benchmark-model.ts";
import { benchmarkSpeeds } from "./benchmark-speeds.ts";
import { peakMemory } from "./peak-memory.ts";

/** What a process of the benchmark does, by name. */
export const TASKS = {
  model: benchmarkModel,
  experiment: benchmarkExperiment,
  speeds: benchmarkSpeeds,
  memory: peakMemory,
} as const;

export type Tasks = typeof TASKS;
