import { causalAttention } from "../../src/model/jax/causal-attention.ts";
import type { JaxForward } from "../../src/model/jax/jax-forward.ts";
import { type JaxArray, nn, np, type Params, parameter } from "../../src/model/jax/runtime.ts";
import { EPSILON, type ToyConfig } from "./toy-family.ts";

/** The toy family on jax-js. */
export const toyForward: JaxForward<ToyConfig> = {
  embed(params, tokens, { vocabulary }) {
    const positions = tokens.shape[1]!;
    const ofTokens = np.matmul(nn.oneHot(tokens, vocabulary), parameter(params, "embed.tokens"));
    return ofTokens.add(parameter(params, "embed.positions").slice([0, positions]));
  },
  step(params, x, { layer }, config) {
    const { heads, dModel } = config;
    const weights = (name: string) => parameter(params, `blocks.${layer}.${name}`);
    const normed = rmsNorm(x.ref, weights("norm"));
    const qkv = np.matmul(normed, weights("qkv"));
    const mixed = causalAttention(qkv, heads, 1 / Math.sqrt(dModel / heads));
    const active = nn.relu(toyForward.mlpPre(params, x.ref, layer, config));
    return x.add(np.matmul(mixed, weights("out"))).add(np.matmul(active, weights("down")));
  },
  mlpPre: (params, x, layer) =>
    np.matmul(rmsNorm(x, parameter(params, `blocks.${layer}.norm`)), parameter(params, `blocks.${layer}.up`)),
  unembed: (params: Params, x) =>
    np.matmul(rmsNorm(x, parameter(params, "norm")), parameter(params, "head").transpose([1, 0])),
};

function rmsNorm(x: JaxArray, gains: JaxArray): JaxArray {
  const mean = x.ref.mul(x.ref).mean(-1, { keepdims: true });
  return x.div(np.sqrt(mean.add(EPSILON))).mul(gains);
}
