import { GPT2_SMALL_SHAPE, type Gpt2Config } from "./config.ts";

/** A published size of GPT-2; a head has 64 dimensions in all of them. */
function sized(layers: number, dModel: number): Gpt2Config {
  return { ...GPT2_SMALL_SHAPE, layers, heads: dModel / 64, dModel, dInner: 4 * dModel };
}

/** The published GPT-2s, by the id of their release. Source: their config.json on the Hub. */
export const PUBLISHED: Readonly<Record<string, Gpt2Config>> = {
  gpt2: GPT2_SMALL_SHAPE,
  "gpt2-medium": sized(24, 1024),
  "gpt2-large": sized(36, 1280),
  "gpt2-xl": sized(48, 1600),
  distilgpt2: sized(6, 768),
};
