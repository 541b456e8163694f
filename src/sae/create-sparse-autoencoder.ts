import { InvalidInputError, ShapeMismatchError } from "../errors/index.ts";
import { type Activation, norm, rowOf } from "../math/vec.ts";
import { type ActivationFunction, activate } from "./activation-function.ts";
import { type Normalisation, normalise, type Rescale } from "./normalisation.ts";
import type { LatentActivations, SparseAutoencoder } from "./sparse-autoencoder.ts";

type Derived =
  | "encode"
  | "decode"
  | "input"
  | "encodeAmong"
  | "withoutBias"
  | "alive"
  | "decoderNorms"
  | "activation"
  | "normalisation"
  | "frequencySource"
  | "assumptions";

/** The facts and weights of an SAE, without the functions. */
export interface SparseAutoencoderParts extends Omit<SparseAutoencoder, Derived> {
  /** Default: ReLU. */
  readonly activation?: ActivationFunction;
  /** Default: none. */
  readonly normalisation?: Normalisation;
  /** Default: "file". */
  readonly frequencySource?: SparseAutoencoder["frequencySource"];
  /** Default: none. */
  readonly assumptions?: readonly string[];
}

/**
 * A sparse autoencoder from its weights. Sums are float64, results float32.
 *
 * encode(x) = activation((y - b_dec) W_enc + b_enc), y = x normalised, without b_dec where `applyBDecToInput` is false;
 * decode(f) = f W_dec + b_dec, with the normalisation undone. A latent is alive when its firing frequency is above 0.
 * Throws: ShapeMismatchError naming both culprits; InvalidInputError when a code lacks what undoes its normalisation.
 */
export function createSparseAutoencoder(parts: SparseAutoencoderParts): SparseAutoencoder {
  checkShapes(parts);
  const {
    activation = { kind: "relu" },
    normalisation = { kind: "none" },
    frequencySource = "file",
    assumptions = [],
    ...facts
  } = parts;
  const { name, applyBDecToInput, dModel, dSae, W_enc, b_enc, W_dec, b_dec, firingFrequency } = facts;
  const everyLatent = Int32Array.from(firingFrequency.keys());
  const inputOf = (x: Activation) => {
    checkLength("the activation to encode", x, dModel);
    const { y, rescale } = normalise(normalisation, x);
    const input = new Float64Array(y);
    if (applyBDecToInput) for (let i = 0; i < dModel; i++) input[i]! -= b_dec[i]!;
    return { input, rescale };
  };
  return {
    ...facts,
    activation,
    normalisation,
    ...aliveFacts(W_dec, firingFrequency),
    frequencySource,
    assumptions,

    encode(x) {
      const { input, rescale } = inputOf(x);
      const sums = Float64Array.from(b_enc); // [d_sae]
      for (let i = 0; i < dModel; i++) {
        const xi = input[i]!;
        const row = W_enc.data.subarray(i * dSae, (i + 1) * dSae);
        for (let j = 0; j < dSae; j++) sums[j]! += xi * row[j]!;
      }
      return withRescale(activate(activation, everyLatent, sums), rescale);
    },

    encodeAmong(rows, candidates) {
      const inputs = rows.map(inputOf);
      const sums = candidates.map((ids) => Float64Array.from(ids, (j) => b_enc[j]!)); // [row][candidate]
      for (let i = 0; i < dModel; i++) {
        const weights = W_enc.data.subarray(i * dSae, (i + 1) * dSae); // stays in the cache for all rows
        for (let r = 0; r < rows.length; r++) {
          const xi = inputs[r]!.input[i]!;
          const ids = candidates[r]!;
          const sum = sums[r]!;
          for (let n = 0; n < ids.length; n++) sum[n]! += xi * weights[ids[n]!]!;
        }
      }
      return rows.map((_, r) =>
        withRescale(activate(activation, candidates[r]!, sums[r]!), inputs[r]!.rescale),
      );
    },

    decode({ ids, values, rescale }) {
      if (normalisation.kind !== "none" && rescale === undefined)
        throw new InvalidInputError({
          what: `the rescaling of latent activations of ${name}`,
          got: rescale,
          want: "given, since its input is normalised",
          hint: "Hint: take it over from the code whose values these are.",
        });
      const sums = Float64Array.from(b_dec); // [d_model]
      ids.forEach((j, n) => {
        const row = W_dec.data.subarray(j * dModel, (j + 1) * dModel);
        for (let i = 0; i < dModel; i++) sums[i]! += values[n]! * row[i]!;
      });
      return Float32Array.from(rescale ? sums.map((y) => y * rescale.scale + rescale.mean) : sums);
    },

    input(x) {
      const { input, rescale } = inputOf(x);
      return { input: Float32Array.from(input), rescale };
    },

    withoutBias(x) {
      const { y } = normalise(normalisation, x);
      const direction = new Float32Array(dModel); // `from` with a function takes three times as long
      for (let i = 0; i < dModel; i++) direction[i] = y[i]! - b_dec[i]!;
      return direction;
    },
  };
}

/** The same SAE with frequencies that were measured on activations of a run. Shape: [d_sae]. */
export function withMeasuredFrequencies(
  sae: SparseAutoencoder,
  firingFrequency: SparseAutoencoder["firingFrequency"],
): SparseAutoencoder {
  return { ...sae, ...aliveFacts(sae.W_dec, firingFrequency), firingFrequency, frequencySource: "run" };
}

function aliveFacts(
  W_dec: SparseAutoencoder["W_dec"],
  firingFrequency: Float32Array,
): Pick<SparseAutoencoder, "alive" | "decoderNorms"> {
  const everyLatent = Int32Array.from(firingFrequency.keys());
  const alive = everyLatent.filter((j) => firingFrequency[j]! > 0);
  let shortest = Number.NaN;
  let longest = Number.NaN;
  for (const j of alive.length > 0 ? alive : everyLatent) {
    const length = norm(rowOf(W_dec, j));
    if (!(shortest <= length)) shortest = length;
    if (!(longest >= length)) longest = length;
  }
  return { alive, decoderNorms: { shortest, longest } };
}

function withRescale(
  active: { readonly ids: Int32Array; readonly values: Float32Array },
  rescale: Rescale | null,
): LatentActivations {
  return rescale ? { ...active, rescale } : active;
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
  activation,
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
  if (activation?.kind === "jumprelu") check("the threshold", [activation.threshold.length], [dSae]);
  if (activation?.kind === "gated") {
    check("the scale of the magnitudes", [activation.scale.length], [dSae]);
    check("the shift of the magnitudes", [activation.shift.length], [dSae]);
  }
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
