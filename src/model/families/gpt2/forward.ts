import { causalAttention } from "../../jax/causal-attention.ts";
import type { JaxForward } from "../../jax/jax-forward.ts";
import { type JaxArray, nn, np, type Params, parameter } from "../../jax/runtime.ts";
import type { Gpt2Config } from "./config.ts";

/** GPT-2 on jax-js. */
export const gpt2Forward: JaxForward<Gpt2Config> = {
  embed,
  step: (params, x, { layer, from }, config) =>
    from === "pre" ? attentionHalf(params, x, layer, config) : mlpHalf(params, x, layer, config),
  mlpPre,
  unembed,
};

/** Multipliers for the three kinds of residual write: 0 or 1 / (1 - p). Each of shape [batch, pos, d_model]. */
export interface DropoutMasks {
  readonly embedding: JaxArray;
  /** Two a block: attention's write, then the MLP's. */
  readonly writes: readonly JaxArray[];
}

/** Sum of token and position embeddings as a one-hot product, which is differentiable. tokens: int32 [batch, pos]. */
export function embed(params: Params, tokens: JaxArray, config: Gpt2Config): JaxArray {
  const positions = tokens.shape[1]!;
  const tokenPart = np.matmul(nn.oneHot(tokens, config.vocabulary), parameter(params, "wte.weight")); // [batch, pos, d_model]
  return tokenPart.add(parameter(params, "wpe.weight").slice([0, positions])); // [batch, pos, d_model]
}

/** x + attention(ln_1(x)), times `mask` on the write: from resid_pre to resid_mid. x: [batch, pos, d_model]. */
export function attentionHalf(
  params: Params,
  x: JaxArray,
  layer: number,
  config: Gpt2Config,
  mask?: JaxArray,
): JaxArray {
  const block = `h.${layer}.`;
  const normed = layerNorm(x.ref, params, `${block}ln_1`, config);
  const qkv = affine(normed, params, `${block}attn.c_attn`); // [batch, pos, 3 d_model]
  const mixed = causalAttention(qkv, config.heads, scoreScale(config, layer));
  const write = affine(mixed, params, `${block}attn.c_proj`);
  return x.add(mask ? write.mul(mask) : write);
}

/** x + mlp(ln_2(x)), times `mask` on the write: from resid_mid to resid_post. x: [batch, pos, d_model]. */
export function mlpHalf(
  params: Params,
  x: JaxArray,
  layer: number,
  config: Gpt2Config,
  mask?: JaxArray,
): JaxArray {
  const active = nn.gelu(mlpPre(params, x.ref, layer, config), { approximate: config.gelu === "tanh" });
  const write = affine(active, params, `h.${layer}.mlp.c_proj`);
  return x.add(mask ? write.mul(mask) : write);
}

/** ln_2(x) W_fc + b_fc: what stands before the GELU. x at resid_mid: [batch, pos, d_model] -> [batch, pos, d_inner]. */
function mlpPre(params: Params, x: JaxArray, layer: number, config: Gpt2Config): JaxArray {
  return affine(layerNorm(x, params, `h.${layer}.ln_2`, config), params, `h.${layer}.mlp.c_fc`);
}

/** ln_f, then the unembedding: the tied `wte.weight`, or `lm_head.weight` where there is one. */
export function unembed(params: Params, x: JaxArray, config: Gpt2Config): JaxArray {
  const matrix = config.tiedEmbeddings ? "wte.weight" : "lm_head.weight";
  return np.matmul(layerNorm(x, params, "ln_f", config), parameter(params, matrix).transpose([1, 0])); // [batch, pos, vocabulary]
}

/** Token ids to logits in one go: the trainer's forward. tokens: int32 [batch, pos]. Gives up `tokens` and `masks`. */
export function logitsOf(
  params: Params,
  tokens: JaxArray,
  config: Gpt2Config,
  masks?: DropoutMasks,
): JaxArray {
  let x = embed(params, tokens, config);
  if (masks) x = x.mul(masks.embedding);
  for (let layer = 0; layer < config.layers; layer++) {
    x = attentionHalf(params, x, layer, config, masks?.writes[2 * layer]);
    x = mlpHalf(params, x, layer, config, masks?.writes[2 * layer + 1]);
  }
  return unembed(params, x, config);
}

/** Mean of -ln p(target) over all positions, in nats. targets: int32 [batch, pos]. Gives up both arrays. */
export function crossEntropy(logits: JaxArray, targets: JaxArray, vocabulary: number): JaxArray {
  const [batch, positions] = targets.shape as [number, number];
  const picked = nn.oneHot(targets, vocabulary).mul(nn.logSoftmax(logits, -1));
  return np.sum(picked).mul(-1 / (batch * positions));
}

/** (x - mean) / sqrt(variance + epsilon) * weight + bias, the variance being the biased one. */
function layerNorm(x: JaxArray, params: Params, name: string, config: Gpt2Config): JaxArray {
  const mean = x.ref.mean(-1, { keepdims: true });
  const centred = x.sub(mean);
  const variance = centred.ref.mul(centred.ref).mean(-1, { keepdims: true });
  const scaled = centred.div(np.sqrt(variance.add(config.layerNormEpsilon)));
  return scaled.mul(parameter(params, `${name}.weight`)).add(parameter(params, `${name}.bias`));
}

/** x W + b with W of shape [in, out], as GPT-2's Conv1D stores it. */
function affine(x: JaxArray, params: Params, name: string): JaxArray {
  return np.matmul(x, parameter(params, `${name}.weight`)).add(parameter(params, `${name}.bias`));
}

/** What attention scores are multiplied by: 1 / sqrt(d_head), and 1 / (layer + 1) where the config asks for it. */
function scoreScale(config: Gpt2Config, layer: number): number {
  const byWidth = config.scaleScores ? 1 / Math.sqrt(config.dModel / config.heads) : 1;
  return config.scaleScoresByLayer ? byWidth / (layer + 1) : byWidth;
}
