import { InvalidInputError, UnsupportedConfigError } from "../errors/index.ts";
import { type HookPoint, parseHookPoint } from "../model/hook-point.ts";
import type { ResidualConvention } from "../model/language-model.ts";
import type { ActivationFunction } from "../sae/activation-function.ts";
import type { Normalisation } from "../sae/normalisation.ts";

/** What a SAELens `cfg.json` says that matters to encoding and decoding. */
export interface SaeConfig {
  readonly dModel: number;
  readonly dSae: number;
  readonly hook: HookPoint;
  readonly convention: ResidualConvention;
  readonly applyBDecToInput: boolean;
  /** The thresholds of jumprelu are in the weights file. */
  readonly activation: Exclude<ActivationFunction, { kind: "jumprelu" }> | { readonly kind: "jumprelu" };
  readonly normalisation: Normalisation;
}

/** Names a field has had, newest first; newer files keep some of them under `metadata`. */
const NAMES = {
  hook: ["hook_name", "hook_point"],
  head: ["hook_head_index", "hook_point_head_index"],
  activation: ["activation_fn_str", "activation_fn"],
  factor: ["norm_scaling_factor", "scaling_factor"],
} as const;

/**
 * Reads a SAELens configuration, old and new field names. Every field that changes encoding or decoding is honoured
 * or refused by name: standard ReLU, top-k and jump-relu autoencoders in float32.
 *
 * Old top-k files say architecture "standard" with activation "topk"; k is `activation_fn_kwargs.k`, or `k` in new
 * ones. `normalize_activations` true is the old name of expected_average_only_in, whose factor SAELens keeps outside
 * the file unless it is folded into the weights: here it must be `norm_scaling_factor` or `scaling_factor`.
 * The residual convention is `model_from_pretrained_kwargs.center_writing_weights`; a file without that field means
 * TransformerLens's default, which is centred.
 * Throws: UnsupportedConfigError naming file and field.
 */
export function parseSaeConfig(file: string, fields: Readonly<Record<string, unknown>>): SaeConfig {
  const metadata = isRecord(fields["metadata"]) ? fields["metadata"] : {};
  const find = (...names: readonly string[]): { field: string; value: unknown } => {
    for (const field of names) if (fields[field] !== undefined) return { field, value: fields[field] };
    for (const name of names)
      if (metadata[name] !== undefined) return { field: `metadata.${name}`, value: metadata[name] };
    return { field: names[0]!, value: undefined };
  };
  const refuse = ({ field, value }: { field: string; value: unknown }, want: string) =>
    new UnsupportedConfigError({
      file,
      field,
      got: value,
      want,
      hint: "Hint: use a standard, top-k or jump-relu SAE in float32; ignoring the field would give wrong latents.",
    });
  const size = (name: string) => {
    const found = find(name);
    if (!Number.isSafeInteger(found.value) || (found.value as number) < 1)
      throw refuse(found, "a whole number of at least 1");
    return found.value as number;
  };
  const only = (names: readonly string[], allowed: readonly unknown[], want: string) => {
    const found = find(...names);
    if (found.value !== undefined && !allowed.includes(found.value)) throw refuse(found, want);
  };
  const flag = (found: { field: string; value: unknown }, missing: boolean) => {
    if (found.value === undefined || found.value === null) return missing;
    if (typeof found.value !== "boolean") throw refuse(found, "true or false");
    return found.value;
  };

  const activation = (): SaeConfig["activation"] => {
    only(["architecture"], ["standard", "topk", "jumprelu"], '"standard", "topk" or "jumprelu"');
    const architecture = find("architecture").value ?? "standard";
    const found = find(...NAMES.activation);
    if (architecture === "topk" || (architecture === "standard" && found.value === "topk")) {
      only(NAMES.activation, ["topk", "relu"], '"topk"');
      const kwargs = find("activation_fn_kwargs");
      const old = isRecord(kwargs.value) ? kwargs.value["k"] : undefined;
      const k = old === undefined ? find("k") : { field: `${kwargs.field}.k`, value: old };
      if (!Number.isSafeInteger(k.value) || (k.value as number) < 1 || (k.value as number) > size("d_sae"))
        throw refuse(k, "a whole number from 1 to d_sae");
      return { kind: "topk", k: k.value as number };
    }
    only(NAMES.activation, ["relu"], '"relu", or "topk" without another architecture');
    return { kind: architecture === "jumprelu" ? "jumprelu" : "relu" };
  };
  const normalisation = (): Normalisation => {
    const found = find("normalize_activations");
    switch (found.value ?? "none") {
      case "none":
      case false:
        return { kind: "none" };
      case "layer_norm":
        if (size("d_in") < 2) throw refuse(found, '"none" for vectors of one number');
        return { kind: "layer_norm" };
      case "constant_norm_rescale":
        return { kind: "constant_norm_rescale" };
      case "expected_average_only_in":
      case true: {
        const factor = find(...NAMES.factor);
        if (
          typeof factor.value !== "number" ||
          !(factor.value > 0 && factor.value < Number.POSITIVE_INFINITY)
        )
          throw refuse(factor, `a number above 0 where ${found.field} is ${JSON.stringify(found.value)}`);
        return { kind: "expected_average_only_in", factor: factor.value };
      }
      default:
        throw refuse(found, '"none", "layer_norm", "constant_norm_rescale" or "expected_average_only_in"');
    }
  };

  only(["finetuning_scaling_factor"], [false, null], "false");
  only(["dtype"], ["float32", "torch.float32"], '"float32"');
  only(NAMES.head, [null], "null (the whole residual stream)");
  only(["reshape_activations"], ["none"], '"none"');
  only(["rescale_acts_by_decoder_norm"], [false, null], "false");

  const hook = find(...NAMES.hook);
  const kwargs = find("model_from_pretrained_kwargs");
  const centre = isRecord(kwargs.value) ? kwargs.value["center_writing_weights"] : undefined;
  return {
    dModel: size("d_in"),
    dSae: size("d_sae"),
    hook: residualHook(hook.value, () =>
      refuse(hook, "a residual-stream hook such as blocks.1.hook_resid_pre"),
    ),
    convention: flag({ field: `${kwargs.field}.center_writing_weights`, value: centre }, true)
      ? "centred"
      : "raw",
    applyBDecToInput: flag(find("apply_b_dec_to_input"), true),
    activation: activation(),
    normalisation: normalisation(),
  };
}

function residualHook(name: unknown, refused: () => Error): HookPoint {
  try {
    // which layers exist is the model's business
    parseHookPoint(String(name), Number.POSITIVE_INFINITY);
    return name as HookPoint;
  } catch (error) {
    if (error instanceof InvalidInputError) throw refused();
    throw error;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
