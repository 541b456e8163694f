/** sha256 of `model.safetensors` (548,105,171 bytes) of openai-community/gpt2: GPT-2 small as it was published. */
export const GPT2_SMALL_DIGEST = "248dfc3911869ec493c76e65bf2fcf7f615828b0254c12b473182f0f81d3a707";
