import { type JaxArray, nn, np } from "./runtime.ts";

/**
 * Causal attention: qkv [batch, pos, 3 d_model], every head's queries, then keys, then values -> mixed values
 * [batch, pos, d_model]. Scores are multiplied by `scale`. Gives up `qkv`.
 */
export function causalAttention(qkv: JaxArray, heads: number, scale: number): JaxArray {
  const [batch, positions, columns] = qkv.shape as [number, number, number];
  const width = columns / 3;
  const perHead = qkv.reshape([batch, positions, 3, heads, width / heads]).transpose([2, 0, 3, 1, 4]);
  const query = perHead.ref.slice(0); // [batch, head, pos, head_width]
  const key = perHead.ref.slice(1);
  const value = perHead.slice(2);
  const scores = np.matmul(query, key.transpose([0, 1, 3, 2])).mul(scale); // [batch, head, pos, pos]
  const weights = nn.softmax(scores.add(causalBias(positions)), -1);
  return np.matmul(weights, value).transpose([0, 2, 1, 3]).reshape([batch, positions, width]);
}

/** 0 on and below the diagonal, -1e9 above it. Shape: [pos, pos]. */
function causalBias(positions: number): JaxArray {
  const bias = Float32Array.from({ length: positions * positions }, (_, i) =>
    i % positions > Math.floor(i / positions) ? -1e9 : 0,
  );
  return np.array(bias, { shape: [positions, positions] });
}
