import { UnsupportedConfigError } from "../../../errors/index.ts";
import type { ConfigFields, ModelConfig } from "../../family.ts";

/** What changes the computation of a GPT-2; every field comes from config.json. */
export interface Gpt2Config extends ModelConfig {
  /** Width of the MLP's hidden layer; 4 d_model unless n_inner says otherwise. */
  readonly dInner: number;
  /** "tanh": GELU by its tanh approximation (gelu_new); "none": by the error function (gelu). */
  readonly gelu: "tanh" | "none";
  readonly layerNormEpsilon: number;
  /** Divide attention scores by sqrt(d_head). */
  readonly scaleScores: boolean;
  /** Divide the scores of block i by i + 1 as well. */
  readonly scaleScoresByLayer: boolean;
  /** The unembedding is the token embedding; otherwise it is lm_head.weight. */
  readonly tiedEmbeddings: boolean;
}

/** The shape of GPT-2 small. */
export const GPT2_SMALL_SHAPE: Gpt2Config = {
  layers: 12,
  heads: 12,
  dModel: 768,
  dInner: 3072,
  positions: 1024,
  vocabulary: 50_257,
  gelu: "tanh",
  layerNormEpsilon: 1e-5,
  scaleScores: true,
  scaleScoresByLayer: false,
  tiedEmbeddings: true,
};

/**
 * The configuration of a Hugging Face GPT-2. Every field that changes the computation is honoured or refused by
 * name; `reorder_and_upcast_attn` is honoured in that float32 throughout is what it asks for.
 *
 * Throws: UnsupportedConfigError naming file and field.
 */
export function parseGpt2Config(file: string, fields: ConfigFields): Gpt2Config {
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

/** The fields of config.json, by the names Hugging Face gives them. */
export function configFields(config: Gpt2Config): ConfigFields {
  return {
    model_type: "gpt2",
    architectures: ["GPT2LMHeadModel"],
    n_layer: config.layers,
    n_head: config.heads,
    n_embd: config.dModel,
    n_inner: config.dInner === 4 * config.dModel ? null : config.dInner,
    n_positions: config.positions,
    n_ctx: config.positions,
    vocab_size: config.vocabulary,
    activation_function: config.gelu === "tanh" ? "gelu_new" : "gelu",
    layer_norm_epsilon: config.layerNormEpsilon,
    scale_attn_weights: config.scaleScores,
    scale_attn_by_inverse_layer_idx: config.scaleScoresByLayer,
    tie_word_embeddings: config.tiedEmbeddings,
    torch_dtype: "float32",
  };
}

function geluOf(name: unknown, refused: () => Error): Gpt2Config["gelu"] {
  if (name === "gelu_new") return "tanh";
  if (name === "gelu") return "none";
  throw refused();
}
