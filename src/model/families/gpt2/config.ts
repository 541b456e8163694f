import { UnsupportedConfigError } from "../../../errors/index.ts";
import { MAX_MODEL_LAYERS } from "../../../limits.ts";
import type { ConfigFields, ModelConfig, ShapeOf } from "../../family.ts";

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

/** What GPT2Config of transformers takes where config.json does not say. */
const DEFAULTS = {
  n_layer: 12,
  n_head: 12,
  n_embd: 768,
  n_positions: 1024,
  vocab_size: 50_257,
  activation_function: "gelu_new",
  layer_norm_epsilon: 1e-5,
} as const;

/** Names that GPT2Config understands as well, and the name that files of its first years have for the positions. */
const SYNONYMS: Readonly<Record<string, string>> = {
  n_layer: "num_hidden_layers",
  n_head: "num_attention_heads",
  n_embd: "hidden_size",
  n_positions: "max_position_embeddings",
};

/**
 * The configuration of a Hugging Face GPT-2. Every field that changes the computation is honoured or refused by
 * name; `reorder_and_upcast_attn` is honoured in that float32 throughout is what it asks for.
 *
 * A missing field means what it means to GPT2Config of transformers, which wrote these files at all times; only the
 * number of positions is rather read from n_ctx or the rows of wpe.weight, since no other fits the file.
 * Throws: UnsupportedConfigError naming file and field.
 */
export function parseGpt2Config(file: string, fields: ConfigFields, shapeOf?: ShapeOf): Gpt2Config {
  const refuse = (field: string, want: string, hint?: string) =>
    new UnsupportedConfigError({ file, field, got: fields[field], want, ...(hint ? { hint } : {}) });
  const size = (field: string, missing?: number, most = Number.MAX_SAFE_INTEGER) => {
    const other = SYNONYMS[field];
    const named = !(field in fields) && other !== undefined && other in fields ? other : field;
    if (other !== undefined && other in fields && fields[other] !== fields[named])
      throw refuse(other, `${JSON.stringify(fields[field])}, since ${field} is`);
    const value = named in fields ? fields[named] : missing;
    if (!Number.isSafeInteger(value) || (value as number) < 1 || (value as number) > most)
      throw refuse(
        named,
        `a whole number of at least 1${most < Number.MAX_SAFE_INTEGER ? `, at most ${most}` : ""}`,
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
  const pruned = fields["pruned_heads"];
  if (pruned != null && (typeof pruned !== "object" || Object.keys(pruned).length > 0))
    throw refuse("pruned_heads", "{}", "Hint: a model without some of its heads is not read.");
  if (flag("add_cross_attention", false)) throw refuse("add_cross_attention", "false");
  flag("reorder_and_upcast_attn", false);

  const dModel = size("n_embd", DEFAULTS.n_embd);
  const heads = size("n_head", DEFAULTS.n_head);
  if (dModel % heads !== 0)
    throw new UnsupportedConfigError({
      file,
      field: "n_head",
      got: heads,
      want: `a divisor of n_embd = ${dModel}`,
    });
  const epsilon = fields["layer_norm_epsilon"] ?? DEFAULTS.layer_norm_epsilon;
  if (typeof epsilon !== "number" || !(epsilon > 0) || epsilon >= 1)
    throw refuse("layer_norm_epsilon", "a number above 0 and below 1");
  return {
    layers: size("n_layer", DEFAULTS.n_layer, MAX_MODEL_LAYERS),
    heads,
    dModel,
    dInner: fields["n_inner"] == null ? 4 * dModel : size("n_inner"),
    positions: size(
      "n_positions",
      "n_ctx" in fields ? size("n_ctx") : (shapeOf?.("wpe.weight")?.[0] ?? DEFAULTS.n_positions),
    ),
    vocabulary: size("vocab_size", DEFAULTS.vocab_size),
    gelu: geluOf(fields["activation_function"] ?? DEFAULTS.activation_function, () =>
      refuse("activation_function", '"gelu_new" or "gelu", or another name of these two'),
    ),
    layerNormEpsilon: epsilon,
    scaleScores: flag("scale_attn_weights", true),
    scaleScoresByLayer: flag("scale_attn_by_inverse_layer_idx", false),
    tiedEmbeddings: flag("tie_word_embeddings", true),
  };
}

/**
 * What the tensors do not show and a file of another writer than transformers may mean otherwise: the heads, the
 * activation function and the epsilon. Code beside the weights is never run, so it is said that it was not.
 */
export function gpt2Assumptions(fields: ConfigFields): readonly string[] {
  const silent = (["n_head", "activation_function", "layer_norm_epsilon"] as const)
    .filter((field) => fields[field] == null && fields[SYNONYMS[field] ?? field] == null)
    .map((field) => `config.json has no ${field}: ${DEFAULTS[field]} is assumed, as transformers does.`);
  const own =
    fields["auto_map"] == null ? [] : ["config.json names code of its own (auto_map), which was not run."];
  return [...silent, ...own];
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

/**
 * The form that a name means to ACT2FN of transformers. `gelu_fast` writes sqrt(2/pi) with ten digits, which is the same
 * float32; `quick_gelu` (a sigmoid) and `gelu_10` (clipped) are other functions.
 */
const GELU_NAMES: Readonly<Record<string, Gpt2Config["gelu"]>> = {
  gelu_new: "tanh",
  gelu_pytorch_tanh: "tanh",
  gelu_python_tanh: "tanh",
  gelu_accurate: "tanh",
  gelu_fast: "tanh",
  gelu: "none",
  gelu_python: "none",
};

function geluOf(name: unknown, refused: () => Error): Gpt2Config["gelu"] {
  if (typeof name === "string" && Object.hasOwn(GELU_NAMES, name)) return GELU_NAMES[name]!;
  throw refused();
}
