import { UnsupportedConfigError } from "../../src/errors/index.ts";
import type { ModelConfig, ModelFamily } from "../../src/model/family.ts";
import type { GraphBuilder } from "../../src/model/onnx/graph-builder.ts";
import type { TinyModel } from "./tiny-models.ts";

/** Sizes, and how wide the MLP is. */
export interface ToyConfig extends ModelConfig {
  readonly inner: number;
}

export const EPSILON = 1e-6;

/**
 * A family that is in most ways not GPT-2: attention and MLP side by side, y = x + attention(norm(x)) + mlp(norm(x)),
 * so no mid; an RMS norm, which sees the mean, so no centred convention; a ReLU, so no form of GELU; no biases.
 */
export const toyFamily: ModelFamily<ToyConfig> = {
  modelType: "toy",
  title: "Toy",
  sites: ["pre", "post"],
  conventions: ["raw"],
  parseConfig(file, fields) {
    const size = (field: string) => {
      const got = fields[field];
      if (typeof got !== "number") throw new UnsupportedConfigError({ file, field, got, want: "a number" });
      return got;
    };
    return {
      layers: size("layers"),
      heads: size("heads"),
      dModel: size("width"),
      inner: size("inner"),
      positions: size("positions"),
      vocabulary: size("vocabulary"),
    };
  },
  configFields: ({ dModel, ...sizes }) => ({ model_type: "toy", width: dModel, ...sizes }),
  tensors({ layers, dModel: d, inner, positions, vocabulary }) {
    const blocks = Array.from({ length: layers }, (_, i) => [
      [`blocks.${i}.norm`, [d]],
      [`blocks.${i}.qkv`, [d, 3 * d]],
      [`blocks.${i}.out`, [d, d]],
      [`blocks.${i}.up`, [d, inner]],
      [`blocks.${i}.down`, [inner, d]],
    ]).flat() as [string, number[]][];
    return new Map<string, readonly number[]>([
      ["embed.tokens", [vocabulary, d]],
      ["embed.positions", [positions, d]],
      ...blocks,
      ["norm", [d]],
      ["head", [vocabulary, d]],
    ]);
  },
  names: {
    prefix: "toy.",
    head: "head",
    bufferOf: () => null,
    blockOf: (name) => (name.startsWith("blocks.") ? Number(name.split(".")[1]) : null),
  },
  initialLaw: (name) => (name.endsWith("norm") ? { offset: 1, sd: 0 } : { offset: 0, sd: 0.5 }),
  onnx: {
    embed(g, _, ids, positions) {
      const token = g.node("Gather", "token", [g.weight("embed.tokens"), ids]);
      return g.node("Add", "embedded", [
        token,
        g.node("Gather", "position", [g.weight("embed.positions"), positions]),
      ]);
    },
    step(g, { dModel, heads }, { layer }, x, attend) {
      const product = (name: string, input: string, weights: string) =>
        g.node("MatMul", name, [input, g.weight(`blocks.${layer}.${weights}`)]);
      const normed = addRmsNorm(g, x, `blocks.${layer}.norm`);
      const mixed = attend(g, layer, product("qkv", normed, "qkv"), 1 / Math.sqrt(dModel / heads));
      const active = g.node("Relu", "active", [product("hidden", normed, "up")]);
      const after = g.node("Add", "after_attention", [x, product("attention_out", mixed, "out")]);
      return g.node("Add", "after_both", [after, product("mlp_out", active, "down")]);
    },
    mlpPre: "hidden",
    unembed: (g, _, x) =>
      g.node("Gemm", "predicted", [addRmsNorm(g, x, "norm"), g.weight("head")], { transB: { int: 1 } }),
    valuesPerRow: ({ dModel, inner }) => 8 * dModel + 2 * inner,
  },
  forward: async () => (await import("./toy-forward.ts")).toyForward,
};

/** x / sqrt(mean(x²) + epsilon) times the gains. */
function addRmsNorm(g: GraphBuilder, x: string, gains: string): string {
  const square = g.node("Mul", "norm_square", [x, x]);
  const mean = g.node("ReduceMean", "norm_mean", [square, g.ints("norm_axis", [-1])]);
  const root = g.node("Sqrt", "norm_root", [
    g.node("Add", "norm_sum", [mean, g.scalar("norm_epsilon", EPSILON)]),
  ]);
  return g.node("Mul", "normed", [g.node("Div", "norm_scaled", [x, root]), g.weight(gains)]);
}

export const TOY: TinyModel<ToyConfig> = {
  family: toyFamily,
  config: { layers: 3, heads: 2, dModel: 12, inner: 20, positions: 12, vocabulary: 23 },
  seed: 2,
};
