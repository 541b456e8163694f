import { InvalidInputError } from "../errors/index.ts";
import { MAX_WEIGHT_SIZE } from "../limits.ts";
import { type HookPoint, parseHookPoint } from "../model/hook-point.ts";
import type { ResidualConvention } from "../model/language-model.ts";
import type { ActivationFunction } from "../sae/activation-function.ts";
import type { Normalisation } from "../sae/normalisation.ts";
import { type ConfigFields, configFields, isRecord } from "./saes/config-fields.ts";
import { residualConvention } from "./saes/residual-convention.ts";

/** What an SAE's configuration says that matters to encoding and decoding. */
export interface SaeConfig {
  readonly dModel: number;
  readonly dSae: number;
  readonly hook: HookPoint;
  readonly convention: ResidualConvention;
  readonly applyBDecToInput: boolean;
  /** What is per latent (thresholds, the magnitudes of gated SAEs) is in the weights file. */
  readonly activation:
    | Extract<ActivationFunction, { kind: "relu" | "topk" }>
    /** `oneForAll`: one threshold may stand for all latents, as in the checkpoints of batch-top-k trainings. */
    | { readonly kind: "jumprelu"; readonly oneForAll: boolean }
    | { readonly kind: "gated" };
  readonly normalisation: Normalisation;
  /** Pre-activations are multiplied by the length of their decoder direction, and divided again to decode. */
  readonly rescaleByDecoderNorm: boolean;
  /** Latent activations are multiplied by a trained `scaling_factor` before they are decoded. */
  readonly finetuned: boolean;
  /** How the weights were computed with: "float32", "float16", "bfloat16". */
  readonly dtype: string;
  /** What had to be assumed, a sentence each. */
  readonly assumptions: readonly string[];
}

/** Names a field has had, newest first; newer files keep some of them under `metadata`. */
const NAMES = {
  hook: ["hook_name", "hook_point"],
  head: ["hook_head_index", "hook_point_head_index"],
  activation: ["activation_fn_str", "activation_fn"],
  factor: ["norm_scaling_factor", "scaling_factor"],
} as const;

const ARCHITECTURES = ["standard", "topk", "jumprelu", "batchtopk", "gated"] as const;

const HINT =
  "Hint: use a standard, top-k, batch-top-k, jump-relu or gated SAE; ignoring the field would give wrong latents.";

/**
 * Reads a SAELens configuration, old and new field names. Every field that changes encoding or decoding is honoured
 * or refused by name.
 *
 * Old top-k files say architecture "standard" with activation "topk"; k is `activation_fn_kwargs.k`, or `k` in new
 * ones. SAELens saves batch-top-k SAEs as jumprelu with the threshold their training found; its checkpoints of such
 * trainings say batchtopk. `normalize_activations` true is the old name of expected_average_only_in, whose factor is
 * `norm_scaling_factor` or `scaling_factor`, or the `scaler` that SAELens keeps beside it.
 * Throws: UnsupportedConfigError naming file and field.
 * Source: SAELens, `handle_pre_6_0_config`, `SAEConfig`, `BatchTopKTrainingSAE` and `ActivationScaler`.
 */
export function parseSaeConfig(
  file: string,
  fields: Readonly<Record<string, unknown>>,
  beside: { readonly scaler?: number | null } = {},
): SaeConfig {
  const read = configFields(file, fields, HINT);
  const { find, refuse, size, only, flag } = read;
  only(["dtype"], DTYPES, '"float32", "float16" or "bfloat16"');
  only(NAMES.head, [null], "null (the whole residual stream)");
  only(["reshape_activations"], ["none"], '"none"');
  const { convention, assumption } = residualConvention(read);
  const { normalisation, passedOver } = normalisationOf(read, beside.scaler ?? null);
  const activation = activationOf(read);
  const rescale = find("rescale_acts_by_decoder_norm");
  const hasRescale = activation.kind === "topk" || (activation.kind === "jumprelu" && activation.oneForAll);
  if (!hasRescale && flag(rescale, false)) throw refuse(rescale, "false but for top-k and batch-top-k SAEs");
  return {
    dModel: size("d_in"),
    dSae: size("d_sae"),
    hook: residualHook(read, find(...NAMES.hook)),
    convention,
    applyBDecToInput: flag(find("apply_b_dec_to_input"), true),
    activation,
    normalisation,
    rescaleByDecoderNorm: flag(rescale, false),
    finetuned: flag(find("finetuning_scaling_factor"), false),
    dtype: String(find("dtype").value ?? "float32").replace("torch.", ""),
    assumptions: [assumption, passedOver].filter((sentence) => sentence !== null),
  };
}

const DTYPES = ["float32", "float16", "bfloat16"].flatMap((name) => [name, `torch.${name}`]);

function activationOf({ find, refuse, size, only }: ConfigFields): SaeConfig["activation"] {
  const named = find("architecture");
  const architecture = ARCHITECTURES.find((name) => name === (named.value ?? "standard"));
  if (!architecture) throw refuse(named, ARCHITECTURES.map((name) => JSON.stringify(name)).join(" or "));
  const found = find(...NAMES.activation);
  if (architecture === "topk" || (architecture === "standard" && found.value === "topk")) {
    only(NAMES.activation, ["topk", "relu"], '"topk"');
    const kwargs = find("activation_fn_kwargs");
    const old = isRecord(kwargs.value) ? kwargs.value["k"] : undefined;
    const plain = find("k");
    const k = old === undefined ? plain : { field: `${kwargs.field}.k`, value: old };
    if (!Number.isSafeInteger(k.value) || (k.value as number) < 1 || (k.value as number) > size("d_sae"))
      throw refuse(k, "a whole number from 1 to d_sae");
    if (plain.value != null && plain.value !== k.value)
      throw refuse(plain, `what ${k.field} says, ${k.value}`);
    return { kind: "topk", k: k.value as number };
  }
  if (architecture === "batchtopk") {
    only(NAMES.activation, ["relu", "topk", "batchtopk"], '"relu" or "batchtopk"');
    return { kind: "jumprelu", oneForAll: true };
  }
  only(NAMES.activation, ["relu"], '"relu", or "topk" without another architecture');
  switch (architecture) {
    case "jumprelu":
      return { kind: "jumprelu", oneForAll: false };
    case "gated":
      return { kind: "gated" };
    case "standard":
      return { kind: "relu" };
    default:
      return architecture satisfies never;
  }
}

function normalisationOf(
  { find, refuse, size }: ConfigFields,
  scaler: number | null,
): { readonly normalisation: Normalisation; readonly passedOver: string | null } {
  const found = find("normalize_activations");
  // as SAELens: its trainer applies the scaler under expected_average_only_in alone
  const passedOver =
    scaler === null || scaler === 1
      ? null
      : `activation_scaler.json holds the factor ${scaler}, which was not applied: normalize_activations is ${JSON.stringify(found.value ?? null)}.`;
  switch (found.value ?? "none") {
    case "none":
    case false:
      return { normalisation: { kind: "none" }, passedOver };
    case "layer_norm":
      if (size("d_in") < 2) throw refuse(found, '"none" for vectors of one number');
      return { normalisation: { kind: "layer_norm" }, passedOver };
    case "constant_norm_rescale":
      return { normalisation: { kind: "constant_norm_rescale" }, passedOver };
    case "expected_average_only_in":
    case true: {
      const own = find(...NAMES.factor);
      const factor = own.value ?? scaler;
      if (typeof factor !== "number" || !(factor >= 1 / MAX_WEIGHT_SIZE && factor <= MAX_WEIGHT_SIZE))
        throw refuse(
          own,
          `a number above 0 (${1 / MAX_WEIGHT_SIZE} to ${MAX_WEIGHT_SIZE}) where ${found.field} is ${JSON.stringify(found.value)}, here or as scaling_factor in activation_scaler.json`,
        );
      if (scaler !== null && scaler !== factor)
        throw refuse(own, `what activation_scaler.json says, ${scaler}`);
      return { normalisation: { kind: "expected_average_only_in", factor }, passedOver: null };
    }
    default:
      throw refuse(found, '"none", "layer_norm", "constant_norm_rescale" or "expected_average_only_in"');
  }
}

/** The hook point of a field. Throws: UnsupportedConfigError unless it is one of the residual stream. */
export function residualHook(
  { refuse }: Pick<ConfigFields, "refuse">,
  found: { readonly field: string; readonly value: unknown },
): HookPoint {
  try {
    // which layers exist is the model's business
    parseHookPoint(String(found.value), Number.POSITIVE_INFINITY);
    return found.value as HookPoint;
  } catch (error) {
    if (error instanceof InvalidInputError)
      throw refuse(found, "a residual-stream hook such as blocks.1.hook_resid_pre");
    throw error;
  }
}
