import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** What a model directory holds, as far as claims about GPT-2 are concerned. */
export type ModelKind = "gpt2-small" | "organism" | "other";

/** sha256 of `model.safetensors` (548,105,171 bytes) of openai-community/gpt2, the model the paper used. */
export const GPT2_SMALL_DIGEST = "248dfc3911869ec493c76e65bf2fcf7f615828b0254c12b473182f0f81d3a707";

/**
 * The kind of a model: GPT-2 small by the digest of its weights and nothing else, an organism by the
 * `provenance.json` its training leaves.
 */
export async function modelKindOf(dir: string, weightsDigest: string): Promise<ModelKind> {
  if (weightsDigest === GPT2_SMALL_DIGEST) return "gpt2-small";
  try {
    const provenance: unknown = JSON.parse(await readFile(join(dir, "provenance.json"), "utf8"));
    const kind = (provenance as { kind?: unknown } | null)?.kind;
    return kind === "organism" ? "organism" : "other";
  } catch {
    return "other"; // no provenance, or none of ours
  }
}
