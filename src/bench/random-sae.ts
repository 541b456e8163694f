import { join } from "node:path";
import { encodeHeader } from "../checkpoint/safetensors-encode.ts";
import { writeAtomically } from "../files/write-atomically.ts";
import { normalQuantile } from "../math/gaussian.ts";
import type { Rng } from "../math/rng.ts";
import type { HookPoint } from "../model/hook-point.ts";

export interface RandomSaeOptions {
  readonly dModel: number;
  readonly latents: number;
  readonly hook: HookPoint;
  /** Typical length of the activations it will see, residual units. */
  readonly activationNorm: number;
  /** Latents that are to fire on such an activation, on average. */
  readonly meanL0: number;
  readonly rng: Rng;
}

/**
 * Writes a SAELens directory of unit decoder rows in random directions, encoder rows the same, and equal biases under
 * which `meanL0` latents fire: a product with a random direction is normal with deviation activationNorm / sqrt(d_model).
 *
 * Numbers repeat every 2^20 - 3: enough for speed.
 */
export async function writeRandomSae(dir: string, options: RandomSaeOptions): Promise<void> {
  const { dModel: d, latents, hook, activationNorm, meanL0, rng } = options;
  const source = Float32Array.from({ length: Math.min(2 ** 20 - 3, latents * d) }, () => rng.normal());
  /** Unit row `latent`. */
  const row = (latent: number): Float32Array => {
    const values = new Float32Array(d).map((_, i) => source[(latent * d + i) % source.length]!);
    const length = Math.hypot(...values);
    return values.map((value) => value / length);
  };
  const share = meanL0 / latents;
  const bias = (normalQuantile(share) * activationNorm) / Math.sqrt(d);
  const bytesOf = (values: Float32Array) =>
    new Uint8Array(values.buffer, values.byteOffset, values.byteLength);

  await writeAtomically(join(dir, "sae_weights.safetensors"), async (append) => {
    await append(
      encodeHeader([
        { name: "W_dec", shape: [latents, d] },
        { name: "W_enc", shape: [d, latents] },
        { name: "b_enc", shape: [latents] },
        { name: "b_dec", shape: [d] },
      ]),
    );
    const encoder = new Float32Array(d * latents); // [d_model, latent]
    for (let latent = 0; latent < latents; latent++) {
      const values = row(latent);
      await append(bytesOf(values));
      for (let i = 0; i < d; i++) encoder[i * latents + latent] = values[i]!;
    }
    await append(bytesOf(encoder));
    await append(bytesOf(new Float32Array(latents).fill(bias)));
    await append(bytesOf(new Float32Array(d)));
  });
  await writeAtomically(join(dir, "sparsity.safetensors"), async (append) => {
    await append(encodeHeader([{ name: "sparsity", shape: [latents] }]));
    const spread = Float32Array.from({ length: latents }, () => Math.log10(share) + rng.normal() / 4);
    await append(bytesOf(spread));
  });
  await writeAtomically(join(dir, "cfg.json"), (append) =>
    append(Buffer.from(`${JSON.stringify(configOf(d, latents, hook), null, 2)}\n`)),
  );
}

function configOf(dModel: number, latents: number, hook: HookPoint): Record<string, unknown> {
  return {
    architecture: "standard",
    d_in: dModel,
    d_sae: latents,
    dtype: "float32",
    model_name: "random",
    hook_name: hook,
    hook_layer: Number(hook.split(".")[1]),
    hook_head_index: null,
    activation_fn_str: "relu",
    apply_b_dec_to_input: true,
    finetuning_scaling_factor: false,
    normalize_activations: "none",
    model_from_pretrained_kwargs: { center_writing_weights: true },
  };
}
