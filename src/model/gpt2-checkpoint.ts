/** What changes the computation of a GPT-2; every field comes from config.json. */
export interface Gpt2Config {
  readonly layers: number;
  readonly heads: number;
  readonly dModel: number;
  /** Width of the MLP's hidden layer; 4 d_model unless n_inner says otherwise. */
  readonly dInner: number;
  readonly positions: number;
  readonly vocabulary: number;
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

/** One float32 tensor inside the weights file. */
export interface WeightLocation {
  readonly shape: readonly number[];
  /** Bytes from the start of the file. */
  readonly offset: number;
  /** Bytes. */
  readonly length: number;
}

/**
 * A checked GPT-2 checkpoint: the weights stay in their file, as little-endian float32.
 *
 * `tensors` is keyed by the names without the `transformer.` prefix, such as `h.0.attn.c_attn.weight`.
 */
export interface Gpt2Checkpoint {
  readonly name: string;
  readonly config: Gpt2Config;
  /** sha256 of the weights file as published, hex. */
  readonly weightsDigest: string;
  /** The file the locations are in; its folder and name with every symbolic link resolved. */
  readonly weightsFolder: string;
  readonly weightsFile: string;
  readonly tensors: ReadonlyMap<string, WeightLocation>;
}

/** Name and shape of every tensor a GPT-2 of this configuration has. Linear maps are stored [in, out]. */
export function expectedTensors(config: Gpt2Config): ReadonlyMap<string, readonly number[]> {
  const { dModel: d, dInner, layers, vocabulary, positions } = config;
  const shapes = new Map<string, readonly number[]>([
    ["wte.weight", [vocabulary, d]],
    ["wpe.weight", [positions, d]],
    ["ln_f.weight", [d]],
    ["ln_f.bias", [d]],
  ]);
  for (let i = 0; i < layers; i++)
    for (const [name, shape] of [
      ["ln_1.weight", [d]],
      ["ln_1.bias", [d]],
      ["attn.c_attn.weight", [d, 3 * d]],
      ["attn.c_attn.bias", [3 * d]],
      ["attn.c_proj.weight", [d, d]],
      ["attn.c_proj.bias", [d]],
      ["ln_2.weight", [d]],
      ["ln_2.bias", [d]],
      ["mlp.c_fc.weight", [d, dInner]],
      ["mlp.c_fc.bias", [dInner]],
      ["mlp.c_proj.weight", [dInner, d]],
      ["mlp.c_proj.bias", [d]],
    ] as const)
      shapes.set(`h.${i}.${name}`, shape);
  if (!config.tiedEmbeddings) shapes.set("lm_head.weight", [vocabulary, d]);
  return shapes;
}
