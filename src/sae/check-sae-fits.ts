import { SaeMismatchError } from "../errors/index.ts";
import { type HookPoint, isSamePoint, parseHookPoint } from "../model/hook-point.ts";
import type { ModelShape, ResidualConvention } from "../model/language-model.ts";
import type { SparseAutoencoder } from "./sparse-autoencoder.ts";

/**
 * Checks that an SAE was trained on the stream it is about to read.
 *
 * `outputAt`: where a run reads what a change at the SAE's hook does.
 * Throws: SaeMismatchError when its width or its residual convention is another, when the model lacks its hook, and
 * when nothing lies between its hook and `outputAt`.
 */
export function checkSaeFits(
  sae: Pick<SparseAutoencoder, "name" | "dModel" | "hook" | "convention">,
  model: { readonly shape: ModelShape; readonly convention: ResidualConvention },
  outputAt?: HookPoint,
): void {
  if (sae.dModel !== model.shape.dModel)
    throw new SaeMismatchError({
      sae: sae.name,
      fact: `reads vectors of ${sae.dModel} numbers, but the model's residual stream has ${model.shape.dModel}`,
      hint: "Hint: pass the --sae that was trained on this --model.",
    });
  const depth = parseSaeHook(sae, model.shape);
  if (outputAt !== undefined && depth >= parseHookPoint(outputAt, model.shape.layers).depth)
    throw new SaeMismatchError({
      sae: sae.name,
      fact: `was trained at ${sae.hook}, where a run reads the output: a change there passes no block, so nothing is left to measure`,
      hint: "Hint: pass the SAE of an earlier hook with --sae, such as release/blocks.6.hook_resid_pre.",
    });
  if (sae.convention !== model.convention)
    throw new SaeMismatchError({
      sae: sae.name,
      fact: `wants ${sae.convention} activations, but the residual stream is ${model.convention}`,
      hint: `Hint: open the model with --convention ${sae.convention}; the wrong one gives plausible, wrong latents.`,
    });
}

/** Checks that two SAEs were trained at one point. Throws: SaeMismatchError. */
export function checkSamePlace(
  one: Pick<SparseAutoencoder, "name" | "hook">,
  other: Pick<SparseAutoencoder, "name" | "hook">,
): void {
  if (!isSamePoint(one.hook, other.hook))
    throw new SaeMismatchError({
      sae: one.name,
      fact: `was trained at ${one.hook}, but ${other.name}, beside which it is to stand, at ${other.hook}`,
      hint: "Hint: --more-saes takes SAEs of the place where --sae was trained.",
    });
}

function parseSaeHook(sae: Pick<SparseAutoencoder, "name" | "hook">, { layers, sites }: ModelShape): number {
  try {
    return parseHookPoint(sae.hook, layers, sites).depth;
  } catch {
    throw new SaeMismatchError({
      sae: sae.name,
      fact: `was trained at ${sae.hook}, which a model of ${layers} layers does not have`,
      hint: "Hint: pass the --sae that was trained on this --model.",
    });
  }
}
