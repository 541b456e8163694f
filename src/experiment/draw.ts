import { atLength, LENGTHS, type Length } from "../activations/at-length.ts";
import type { GenerationContext, Generator, LatentContext } from "../activations/generator.ts";
import { type ActivationType, generators } from "../activations/index.ts";
import { InvalidInputError, NotRunError } from "../errors/index.ts";
import type { Rng } from "../math/rng.ts";
import type { Activation } from "../math/vec.ts";

/** An activation type at its own length, or at the real target's: "structured@norm", "baseline@distance". */
export type TypeAtLength = ActivationType | `${ActivationType}@${Length}`;

/** An activation type and which independent draw of it: "random" is the first, "random#2" a second one. */
export type TypeDraw = TypeAtLength | `${TypeAtLength}#${number}`;

/**
 * The activation of this type for base `index`.
 *
 * Stream: rng / type / draw / index, so no draw depends on which other types are measured, nor on their order. A length
 * is no part of it: "structured@norm" is the draw of "structured", brought to another length.
 * Throws: InvalidInputError for an unknown type, NotRunError where it needs a sparse autoencoder and there is none.
 */
export function generateFor(type: TypeDraw, rng: Rng, index: number, context: GenerationContext): Activation {
  return activationFrom(type, context)(streamOf(type, rng, index));
}

/** The stream that a type of base `index` is drawn from. */
export function streamOf(type: TypeDraw, rng: Rng, index: number): Rng {
  const { name, draw } = partsOf(type);
  return rng.fork(name).fork(draw).fork(index);
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

/**
 * The registered generator of a type, at the length it asks for. Throws: InvalidInputError for an unknown type or length.
 */
export function generatorOf(type: TypeDraw): Generator {
  const { name, length, draw } = partsOf(type);
  const generator: Generator | undefined = Object.hasOwn(generators, name) ? generators[name] : undefined;
  if (!generator)
    throw new InvalidInputError({
      what: "the activation type",
      got: type,
      want: `one of ${Object.keys(generators).join(", ")}`,
      hint: "Hint: a new type is one file and one line in src/activations/registry.ts.",
    });
  if (length === null && !draw.includes("@")) return generator;
  if (!isLength(length) || draw.includes("@"))
    throw new InvalidInputError({
      what: "the activation type",
      got: type,
      want: `a type with one of ${LENGTHS.map((known) => `@${known}`).join(", ")} at most, and a draw after that`,
      hint: `Hint: write ${name}@norm, or ${name}@norm#2 for its second draw.`,
    });
  return atLength(generator, length);
}

interface TypeParts {
  readonly name: ActivationType;
  /** What follows the first "@"; null where there is none. */
  readonly length: string | null;
  readonly draw: string;
}

function partsOf(type: TypeDraw): TypeParts {
  const [kind = "", draw = "1"] = type.split("#");
  const at = kind.indexOf("@");
  const name = (at < 0 ? kind : kind.slice(0, at)) as ActivationType;
  return { name, length: at < 0 ? null : kind.slice(at + 1), draw };
}

/** What a type is called without its length and draw. */
export function typeNameOf(type: TypeDraw): string {
  return partsOf(type).name;
}

function isLength(length: string | null): length is Length {
  return (LENGTHS as readonly (string | null)[]).includes(length);
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
