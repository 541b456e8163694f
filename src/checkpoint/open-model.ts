import { availableParallelism } from "node:os";
import type { Device } from "../model/device.ts";
import type { Checkpoint } from "../model/family.ts";
import type { LanguageModel, ResidualConvention } from "../model/language-model.ts";
import { createOrtModel } from "../model/ort-model.ts";
import type { SessionSlot } from "../model/ort-session-slot.ts";
import type { ModelPool } from "../model/pool/model-pool.ts";
import { type LoadModelOptions, loadModelDirectory } from "./model-directory.ts";

/** What a checkpoint is computed by. */
export interface ComputeOptions {
  readonly convention: ResidualConvention;
  readonly threads?: number;
  /** Default: the cpu. */
  readonly device?: Device;
  /** As in `createOrtModel`. */
  readonly slot?: SessionSlot;
  /** Where it is computed; default: in this thread, on `threads` and `device`. */
  readonly pool?: Pick<ModelPool, "open"> | null;
}

/**
 * Opens a Hugging Face directory as a language model on onnxruntime; its config.json says of which family it is.
 *
 * Throws: as `loadModelDirectory`; InvalidInputError for a residual convention that the family lacks.
 */
export async function openModel(
  dir: string,
  options: LoadModelOptions & ComputeOptions,
): Promise<LanguageModel> {
  return openCheckpoint(await loadModelDirectory(dir, options), options);
}

/** The model of a checkpoint that is loaded. Throws: InvalidInputError for a residual convention that the family lacks. */
export function openCheckpoint(checkpoint: Checkpoint, options: ComputeOptions): LanguageModel {
  if (options.pool) return options.pool.open(checkpoint, options.convention);
  return createOrtModel(checkpoint, {
    ...options,
    threads: options.threads ?? Math.min(8, availableParallelism()),
  });
}
