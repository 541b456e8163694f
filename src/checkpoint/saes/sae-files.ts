/** Names of the files of an SAE's folder. A fetched release needs the first two; the others where they are there. */
export const SAE_FILES = {
  config: "cfg.json",
  weights: "sae_weights.safetensors",
  /** log10 firing frequencies. */
  sparsity: "sparsity.safetensors",
  /** `{"scaling_factor": number or null}`: what expected_average_only_in multiplies by. Source: SAELens, `ActivationScaler`. */
  scaler: "activation_scaler.json",
  /** The weights where EleutherAI's sparsify wrote them. */
  sparsifyWeights: "sae.safetensors",
} as const;
