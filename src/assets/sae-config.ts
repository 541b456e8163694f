import { InvalidInputError, UnsupportedConfigError } from "../errors.ts";
import { type HookPoint, parseHookPoint } from "../model/hook-point.ts";
import type { ResidualConvention } from "../model/language-model.ts";

/** What a SAELens `cfg.json` says that matters to encoding and decoding. */
export interface SaeConfig {
  readonly dModel: number;
  readonly dSae: number;
  readonly hook: HookPoint;
  readonly convention: ResidualConvention;
  readonly applyBDecToInput: boolean;
}

/** Names a field has had, newest first; newer files keep some of them under `metadata`. */
const NAMES = {
  hook: ["hook_name", "hook_point"],
  head: ["hook_head_index", "hook_point_head_index"],
  activation: ["activation_fn_str", "activation_fn"],
} as const;

/**
 * Reads a SAELens configuration, old and new field names. Every field that changes encoding or decoding is honoured
 * or refused by name: standard ReLU autoencoders in float32 only.
 *
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
      hint: "Hint: use a standard ReLU SAE in float32; ignoring the field would give wrong latents.",
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

  only(["architecture"], ["standard"], '"standard"');
  only(NAMES.activation, ["relu"], '"relu"');
  only(["normalize_activations"], ["none", false], '"none"');
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
