import { UnsupportedConfigError } from "../errors/index.ts";
import type { Gpt2Config } from "../model/gpt2-checkpoint.ts";

type Fields = Readonly<Record<string, unknown>>;

/**
 * The configuration of a Hugging Face GPT-2. Every field that changes the computation is honoured or refused by
 * name; `reorder_and_upcast_attn` is honoured in that float32 throughout is what it asks for.
 *
 * Throws: UnsupportedConfigError naming file and field.
 */
export function parseGpt2Config(file: string, fields: Fields): Gpt2Config {
  const refuse = (field: string, want: string, hint?: string) =>
    new UnsupportedConfigError({ file, field, got: fields[field], want, ...(hint ? { hint } : {}) });
  const size = (field: string) => {
    const value = fields[field];
    if (!Number.isSafeInteger(value) || (value as number) < 1)
      throw refuse(
        field,
        "a whole number of at least 1",
        "Hint: config.json and model.safetensors must come from one checkpoint.",
      );
    return value as number;
  };
  const flag = (field: string, missing: boolean) => {
    const value = fields[field] ?? missing;
    if (typeof value !== "boolean") throw refuse(field, "true or false");
    return value;
  };

  if (fields["model_type"] !== "gpt2") throw refuse("model_type", '"gpt2"');
  if (fields["quantization_config"] != null)
    throw refuse(
      "quantization_config",
      "none",
      "Hint: quantised weights are not read; export the checkpoint as float32.",
    );
  if (flag("add_cross_attention", false)) throw refuse("add_cross_attention", "false");
  flag("reorder_and_upcast_attn", false);

  const dModel = size("n_embd");
  const heads = size("n_head");
  if (dModel % heads !== 0)
    throw new UnsupportedConfigError({
      file,
      field: "n_head",
      got: heads,
      want: `a divisor of n_embd = ${dModel}`,
    });
  const epsilon = fields["layer_norm_epsilon"] ?? 1e-5;
  if (typeof epsilon !== "number" || !(epsilon > 0) || epsilon >= 1)
    throw refuse("layer_norm_epsilon", "a number above 0 and below 1");
  return {
    layers: size("n_layer"),
    heads,
    dModel,
    dInner: fields["n_inner"] == null ? 4 * dModel : size("n_inner"),
    positions: size("n_positions"),
    vocabulary: size("vocab_size"),
    gelu: geluOf(fields["activation_function"] ?? "gelu_new", () =>
      refuse("activation_function", '"gelu_new" or "gelu"'),
    ),
    layerNormEpsilon: epsilon,
    scaleScores: flag("scale_attn_weights", true),
    scaleScoresByLayer: flag("scale_attn_by_inverse_layer_idx", false),
    tiedEmbeddings: flag("tie_word_embeddings", true),
  };
}

function geluOf(name: unknown, refused: () => Error): Gpt2Config["gelu"] {
  if (name === "gelu_new") return "tanh";
  if (name === "gelu") return "none";
  throw refused();
}
