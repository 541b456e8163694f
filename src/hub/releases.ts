import type { HookPoint } from "../model/hook-point.ts";
import { GPT2_SMALL_DIGEST } from "../model/published-weights.ts";

/** A published checkpoint. */
export interface ModelRelease {
  readonly repo: string;
  /** Ids the repository had before, under which Python's cache may hold it. */
  readonly formerly?: readonly string[];
  /** The commit the product was made for; null where none is known: then the repository's newest is taken. */
  readonly revision: string | null;
  /** `model.safetensors`: sha256 and size, where known. */
  readonly weights: { readonly sha256: string; readonly bytes: number | null } | null;
}

/** A published set of SAEs, one folder per hook point. */
export interface SaeRelease {
  readonly repo: string;
  readonly formerly?: readonly string[];
  readonly revision: string | null;
  /** Name of the folder that holds the SAE of each hook. */
  readonly folders: Readonly<Partial<Record<HookPoint, string>>>;
}

/**
 * Models known by name.
 *
 * Sources: commits and hashes as quoted in public reproductions that pin them; only GPT-2 small's are also the
 * paper's. They were not checked against the Hub: a wrong commit shows as a 404, a wrong hash before a byte is fetched.
 * What has no hash here is recorded in the lock file at first use.
 */
export const MODEL_RELEASES: Readonly<Record<string, ModelRelease>> = {
  gpt2: {
    repo: "openai-community/gpt2",
    formerly: ["gpt2"],
    revision: "607a30d783dfa663caf39e06633721c8d4cfcd7e",
    weights: { sha256: GPT2_SMALL_DIGEST, bytes: 548_105_171 },
  },
  "gpt2-medium": {
    repo: "openai-community/gpt2-medium",
    formerly: ["gpt2-medium"],
    revision: "6dcaa7a952f72f9298047fd5137cd6e4f05f41da",
    weights: null,
  },
  "gpt2-large": {
    repo: "openai-community/gpt2-large",
    formerly: ["gpt2-large"],
    revision: "32b71b12589c2f8d625668d2335a01cac3249519",
    weights: null,
  },
  "gpt2-xl": {
    repo: "openai-community/gpt2-xl",
    formerly: ["gpt2-xl"],
    revision: "15ea56dee5df4983c59b2538573817e1667135e2",
    weights: { sha256: "0f8b28eb05a8075f48b61b6f35332978c74fc7763fa9fb4051a1c30511736a6a", bytes: null },
  },
  distilgpt2: {
    repo: "distilbert/distilgpt2",
    formerly: ["distilgpt2"],
    revision: "2290a62682d06624634c1f46a6ad5be0f47f38aa",
    weights: {
      sha256: "e1ff18884359fe8beb795a5f414feb85a6ce3d929ad019c0d958c039d2b94a1b",
      bytes: 352_824_413,
    },
  },
};

/** Blocks of GPT-2 small, for which all SAE releases below were trained. */
const LAYERS = Array.from({ length: 12 }, (_, layer) => layer);

/**
 * What the SAEs of "Identifying Functionally Important Features with End-to-End Sparse Dictionary Learning" (arXiv
 * 2405.12241) were chosen and trained by: of like cross-entropy (c) or like L0 (l); trained end to end (e), end to end and
 * on later activations (efr), or on the activations alone (l), as every other here. Source of the letters: the names of the
 * authors' own files, such as `local_similar_l0_layer_6`.
 */
const AJT_KINDS = ["sce", "scefr", "scl", "sle", "slefr", "sll"] as const;
const AJT_LAYERS = [2, 6, 10] as const;

/**
 * SAE releases known by name, under the names SAELens gives them.
 *
 * Source of repositories and folders: SAELens, `sae_lens/pretrained_saes.yaml`. The folders of the 32k release do end
 * in `.pt`. Commits as quoted in public reproductions; none is known for the 128k release and for those that end in `-ajt`.
 *
 * Three of one layer that differ in L0, all trained on the activations alone: `gpt2-small-res-jb`, `gpt2-small-res_scl-ajt` and
 * `gpt2-small-res_sll-ajt`, each at `blocks.6.hook_resid_pre`.
 */
export const SAE_RELEASES: Readonly<Record<string, SaeRelease>> = {
  "gpt2-small-res-jb": {
    repo: "jbloom/GPT2-Small-SAEs-Reformatted",
    revision: "57d08a4fd333fbf18caf3fbea63ceeb88e2f50d9",
    folders: {
      ...Object.fromEntries(
        LAYERS.map((layer) => [`blocks.${layer}.hook_resid_pre`, `blocks.${layer}.hook_resid_pre`]),
      ),
      "blocks.11.hook_resid_post": "blocks.11.hook_resid_post",
    },
  },
  "gpt2-small-resid-post-v5-32k": {
    repo: "jbloom/GPT2-Small-OAI-v5-32k-resid-post-SAEs",
    revision: "21df74db7b9f690cd2403a20485cf75f46330d0d",
    folders: Object.fromEntries(
      LAYERS.map((layer) => [`blocks.${layer}.hook_resid_post`, `v5_32k_layer_${layer}.pt`]),
    ),
  },
  "gpt2-small-resid-post-v5-128k": {
    repo: "jbloom/GPT2-Small-OAI-v5-128k-resid-post-SAEs",
    revision: null,
    folders: Object.fromEntries(
      LAYERS.map((layer) => [`blocks.${layer}.hook_resid_post`, `v5_128k_layer_${layer}`]),
    ),
  },
  ...Object.fromEntries(
    AJT_KINDS.map((kind): [string, SaeRelease] => [
      `gpt2-small-res_${kind}-ajt`,
      {
        repo: `neuronpedia/gpt2-small__res_${kind}-ajt`,
        revision: null,
        folders: Object.fromEntries(
          AJT_LAYERS.map((layer) => [`blocks.${layer}.hook_resid_pre`, `${layer}-res_${kind}-ajt`]),
        ),
      },
    ]),
  ),
};
