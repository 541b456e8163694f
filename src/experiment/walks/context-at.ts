import type { GenerationContext, LatentContext } from "../../activations/generator.ts";
import type { Activation } from "../../math/vec.ts";

/**
 * What a generator looks at where another position of the prompt is perturbed: the base is the activation there, with its
 * own sparse code; everything else is the prompt's.
 */
export function contextAt(context: GenerationContext, base: Activation): GenerationContext {
  const { latents } = context;
  return {
    base,
    target: context.target,
    get others() {
      return context.others;
    },
    get population() {
      return context.population;
    },
    get prompts() {
      return context.prompts;
    },
    latents: latents && latentsAt(latents, base),
  };
}

/** The rest is inherited, not copied: what nobody looks at is not prepared. */
function latentsAt(latents: LatentContext, base: Activation): LatentContext {
  const code = latents.sae.encode(base);
  return Object.create(latents, {
    base: { value: code, enumerable: true },
    siblings: {
      get: () => latents.siblings.map(({ sae }) => ({ sae, base: sae.encode(base) })),
      enumerable: true,
    },
  }) as LatentContext;
}
