import type { ModelFamily } from "../../family.ts";
import { SITES } from "../../hook-point.ts";
import { configFields, type Gpt2Config, gpt2Assumptions, parseGpt2Config } from "./config.ts";
import { gpt2Parts } from "./parts.ts";
import { PUBLISHED } from "./published.ts";
import { expectedTensors, gpt2Names, initialLaw } from "./tensors.ts";

/** GPT-2: attention, then MLP, each behind a layer norm, which takes the mean out of what a block sees. */
export const gpt2: ModelFamily<Gpt2Config> = {
  modelType: "gpt2",
  architectures: ["GPT2LMHeadModel", "GPT2Model", "GPT2DoubleHeadsModel"],
  title: "GPT-2",
  sites: SITES,
  conventions: ["raw", "centred"],
  parseConfig: parseGpt2Config,
  assumptions: gpt2Assumptions,
  configFields,
  tensors: expectedTensors,
  names: gpt2Names,
  published: PUBLISHED,
  initialLaw,
  gelu: {
    of: ({ gelu }) => (gelu === "tanh" ? "tanh" : "exact"),
    with: (config, form) => ({ ...config, gelu: form === "tanh" ? "tanh" : "none" }),
    hint: 'Hint: GPT-2 has the tanh form; config.json should say "activation_function": "gelu_new".',
  },
  onnx: gpt2Parts,
  forward: async () => (await import("./forward.ts")).gpt2Forward,
};
