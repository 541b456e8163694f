import { InvalidInputError } from "../errors/index.ts";
import { type Activation, float32 } from "../math/vec.ts";
import {
  fromLatents,
  fromPair,
  fromPopulation,
  fromPrompts,
  type Generator,
  type LatentContext,
} from "./generator.ts";

/** What a type may be brought to: the real target's distance from b_dec, or from A. */
export type Length = "norm" | "distance";

/** The suffixes of type names. */
export const LENGTHS: readonly Length[] = ["norm", "distance"];

/**
 * The same draws at the length of the base's real target R: what is left when a type's distance is not what differs.
 *
 * norm: c + (T - c) ‖R - c‖ / ‖T - c‖, c = b_dec in the stream's units. distance: A + (T - A) ‖R - A‖ / ‖T - A‖.
 *
 * Where the SAE normalises its input, c is what no latents decode to with R's normalisation undone: b_dec is a point of
 * the normalised space, and this is where it lies for R.
 *
 * Keeps: the direction from c or A; the draw is that of the type itself. Drops: the type's own length.
 * Throws (when drawing): InvalidInputError where T or R has no length, so that there is no direction or nothing to
 * bring it to.
 */
export function atLength(generator: Generator, length: Length): Generator {
  if (length === "norm") {
    const needs =
      generator.needs === "sae" ? generator : { also: generator.needs === "pair" ? [] : [generator.needs] };
    return fromLatents(
      (rng, context) =>
        scaledFrom(centreOf(context.latents), generator(rng, context), context.target, "b_dec"),
      needs,
    );
  }
  if (generator.needs === "sae")
    return fromLatents(
      (rng, context) => scaledFrom(context.base, generator(rng, context), context.target, "A"),
      generator,
    );
  if (generator.needs === "population")
    return fromPopulation((rng, context) =>
      scaledFrom(context.base, generator(rng, context), context.target, "A"),
    );
  if (generator.needs === "prompts")
    return fromPrompts(
      (rng, context) => scaledFrom(context.base, generator(rng, context), context.target, "A"),
      generator.hasPair,
    );
  return fromPair((rng, context) => scaledFrom(context.base, generator(rng, context), context.target, "A"));
}

/** b_dec as a point of the stream: what no latents decode to. */
export function centreOf({ sae, target: { rescale } }: LatentContext): Activation {
  return sae.decode({ ids: new Int32Array(), values: new Float32Array(), ...(rescale && { rescale }) });
}

/** from + (drawn - from) ‖real - from‖ / ‖drawn - from‖, in float64. */
function scaledFrom(from: Activation, drawn: Activation, real: Activation, name: string): Activation {
  const factor =
    lengthFrom(from, real, `the distance of the real target from ${name}`) /
    lengthFrom(from, drawn, `the distance of the drawn activation from ${name}`);
  return float32(from.length, (i) => from[i]! + (drawn[i]! - from[i]!) * factor) as Activation;
}

function lengthFrom(from: Activation, to: Activation, what: string): number {
  let sum = 0;
  for (let i = 0; i < from.length; i++) sum += (to[i]! - from[i]!) ** 2;
  if (sum > 0) return Math.sqrt(sum);
  throw new InvalidInputError({
    what,
    got: 0,
    want: "above 0",
    hint: "Hint: a vector without length has no direction; the base is left out for this type.",
  });
}
