import { existsSync } from "node:fs";
import { MalformedFileError } from "../../errors/index.ts";
import { openSafetensors, readTensor } from "../safetensors.ts";
import { checkShape } from "./sae-weights.ts";

/** log10 firing frequency at or below which SAELens calls a latent dead (it adds 1e-10 before the logarithm). */
const DEAD_LOG10_FREQUENCY = -10;

/**
 * Fraction of tokens on which each latent fires, from a file of log10 frequencies; null where there is no such file.
 *
 * Shape: [d_sae]. Throws: MalformedFileError, ShapeMismatchError.
 */
export async function readFiringFrequency(
  path: string,
  dSae: number,
  configFile: string,
): Promise<Float32Array | null> {
  if (!existsSync(path)) return null;
  const file = await openSafetensors(path);
  checkShape(file, "sparsity", [dSae], configFile);
  const log10 = await readTensor(file, "sparsity");
  return log10.map((value, j) => {
    // the authors' running mean can exceed log10(1) = 0 by rounding; NaN fails the comparison
    if (!(value <= 1e-4))
      throw new MalformedFileError({
        file: path,
        fact: `sparsity holds ${value} at index ${j}; log10 of a firing frequency is at most 0`,
      });
    return value <= DEAD_LOG10_FREQUENCY ? 0 : Math.min(1, 10 ** value);
  });
}
