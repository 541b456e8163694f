import type { GenerationContext, LatentContext } from "../activations/generator.ts";
import { type ActivationType, generators } from "../activations/index.ts";
import { InvalidInputError, NotRunError } from "../errors/index.ts";
import type { Rng } from "../math/rng.ts";
import type { Activation } from "../math/vec.ts";

/** An activation type and which independent draw of it: "random" is the first, "random#2" a second one. */
export type TypeDraw = ActivationType | `${ActivationType}#${number}`;

/**
 * The activation of this type for base `index`.
 *
 * Stream: rng / type / draw / index, so no draw depends on which other types are measured, nor on their order.
 * Throws: InvalidInputError for an unknown type, NotRunError where it needs a sparse autoencoder and there is none.
 */
export function generateFor(type: TypeDraw, rng: Rng, index: number, context: GenerationContext): Activation {
  const [name, draw = "1"] = type.split("#") as [ActivationType, string?];
  return activationFrom(type, context)(rng.fork(name).fork(draw).fork(index));
}

/**
 * The generator of a type with what it needs of a base, before anything is drawn.
 *
 * Throws: InvalidInputError for an unknown type, NotRunError where it needs a sparse autoencoder and there is none.
 */
function activationFrom(type: TypeDraw, context: GenerationContext): (rng: Rng) => Activation {
  const generator = generatorOf(type);
  if (generator.needs !== "sae") return (rng) => generator(rng, context);
  if (!hasLatents(context)) throw lacksSae(type);
  return (rng) => generator(rng, context);
}

/** The registered generator of a type. Throws: InvalidInputError for an unknown type. */
export function generatorOf(type: TypeDraw): (typeof generators)[ActivationType] {
  const [name] = type.split("#") as [ActivationType, string?];
  const generator = Object.hasOwn(generators, name) ? generators[name] : undefined;
  if (!generator)
    throw new InvalidInputError({
      what: "the activation type",
      got: type,
      want: `one of ${Object.keys(generators).join(", ")}`,
      hint: "Hint: a new type is one file and one line in src/activations/registry.ts.",
    });
  return generator;
}

/** Refuses types that compose latents where there is no sparse autoencoder. Throws: NotRunError, InvalidInputError. */
export function checkCanDraw(types: readonly TypeDraw[], hasSae: boolean): void {
  for (const type of types) if (generatorOf(type).needs === "sae" && !hasSae) throw lacksSae(type);
}

function hasLatents(
  context: GenerationContext,
): context is GenerationContext & { readonly latents: LatentContext } {
  return context.latents !== null;
}

function lacksSae(type: TypeDraw): NotRunError {
  return new NotRunError({
    what: `The activation type "${type.split("#")[0]}"`,
    missing: "a sparse autoencoder",
    hint: "Hint: give its directory with --sae DIR.",
  });
}
