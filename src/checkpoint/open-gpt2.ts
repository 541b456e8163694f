import { availableParallelism } from "node:os";
import type { Device } from "../model/device.ts";
import type { LanguageModel, ResidualConvention } from "../model/language-model.ts";
import { createOrtGpt2 } from "../model/ort-gpt2.ts";
import type { SessionSlot } from "../model/ort-session-slot.ts";
import { loadGpt2Directory } from "./model-directory.ts";

/**
 * Opens a Hugging Face GPT-2 directory as a language model on onnxruntime.
 *
 * Throws: as `loadGpt2Directory`.
 */
export async function openGpt2(
  dir: string,
  options: {
    readonly convention: ResidualConvention;
    readonly threads?: number;
    /** The cpu unless given. */
    readonly device?: Device;
    readonly cacheDir?: string;
    /** As in `createOrtGpt2`. */
    readonly slot?: SessionSlot;
  },
): Promise<LanguageModel> {
  const checkpoint = await loadGpt2Directory(dir, options);
  return createOrtGpt2(checkpoint, {
    ...options,
    threads: options.threads ?? Math.min(8, availableParallelism()),
  });
}
