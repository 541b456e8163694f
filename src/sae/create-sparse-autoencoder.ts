import { ShapeMismatchError } from "../errors.ts";
import type { Activation } from "../math/vec.ts";
import type { LatentActivations, SparseAutoencoder } from "./sparse-autoencoder.ts";

/** The facts and weights of a standard ReLU SAE, without the functions. */
export interface SparseAutoencoderParts extends Omit<SparseAutoencoder, "encode" | "decode" | "alive"> {
  /** Subtract b_dec before encoding; true for most published SAEs. */
  readonly applyBDecToInput: boolean;
}

/**
 * A sparse autoencoder from its weights. Sums are float64, results float32.
 *
 * encode(x) = ReLU((x - b_dec) W_enc + b_enc), without b_dec where `applyBDecToInput` is false;
 * decode(f) = f W_dec + b_dec. A latent is alive when its firing frequency is above 0.
 * Throws: ShapeMismatchError naming both culprits.
 */
export function createSparseAutoencoder(parts: SparseAutoencoderParts): SparseAutoencoder {
  checkShapes(parts);
  const { applyBDecToInput, ...facts } = parts;
  const { dModel, dSae, W_enc, b_enc, W_dec, b_dec, firingFrequency } = facts;
  return {
    ...facts,
    alive: Int32Array.from(Array.from(firingFrequency.keys()).filter((j) => firingFrequency[j]! > 0)),

    encode(x): LatentActivations {
      checkLength("the activation to encode", x, dModel);
      const sums = Float64Array.from(b_enc); // [d_sae]
      for (let i = 0; i < dModel; i++) {
        const xi = applyBDecToInput ? x[i]! - b_dec[i]! : x[i]!;
        const row = W_enc.data.subarray(i * dSae, (i + 1) * dSae);
        for (let j = 0; j < dSae; j++) sums[j]! += xi * row[j]!;
      }
      const ids: number[] = [];
      for (let j = 0; j < dSae; j++) if (Math.fround(sums[j]!) > 0) ids.push(j);
      return { ids: Int32Array.from(ids), values: Float32Array.from(ids, (j) => sums[j]!) };
    },

    decode({ ids, values }): Activation {
      const sums = Float64Array.from(b_dec); // [d_model]
      ids.forEach((j, n) => {
        const row = W_dec.data.subarray(j * dModel, (j + 1) * dModel);
        for (let i = 0; i < dModel; i++) sums[i]! += values[n]! * row[i]!;
      });
      return Float32Array.from(sums);
    },
  };
}

function checkShapes({
  name,
  dModel,
  dSae,
  W_enc,
  b_enc,
  W_dec,
  b_dec,
  firingFrequency,
}: SparseAutoencoderParts): void {
  const stated = `d_in, d_sae of ${name}`;
  const check = (left: string, leftShape: readonly number[], rightShape: readonly number[]) => {
    if (leftShape.some((n, i) => n !== rightShape[i]))
      throw new ShapeMismatchError({ left: `${left} of ${name}`, leftShape, right: stated, rightShape });
  };
  check("W_enc", [W_enc.rows, W_enc.cols], [dModel, dSae]);
  check("W_dec (transposed)", [W_dec.cols, W_dec.rows], [dModel, dSae]);
  check("b_enc", [b_enc.length], [dSae]);
  check("b_dec", [b_dec.length], [dModel]);
  check("the firing frequency", [firingFrequency.length], [dSae]);
}

function checkLength(what: string, x: Activation, dModel: number): void {
  if (x.length !== dModel)
    throw new ShapeMismatchError({
      left: what,
      leftShape: [x.length],
      right: "the SAE's input",
      rightShape: [dModel],
    });
}
