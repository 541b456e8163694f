import { baselineCode } from "../../activations/baseline.ts";
import { graphCode } from "../../activations/co-active.ts";
import type { Besides, GenerationContext, LatentContext } from "../../activations/generator.ts";
import { nearestToTopCode } from "../../activations/nearest-to-top.ts";
import { singleLatentCode } from "../../activations/single-latent.ts";
import { structuredCode } from "../../activations/structured/structured.ts";
import { uniformCode } from "../../activations/uniform.ts";
import { InvalidInputError } from "../../errors/index.ts";
import type { Rng } from "../../math/rng.ts";
import type { LatentActivations } from "../../sae/sparse-autoencoder.ts";
import { generateFor, generatorOf, streamOf, type TypeDraw, typeNameOf } from "../draw.ts";

type ComposedCode = (rng: Rng, latents: LatentContext) => LatentActivations;

/** The codes that types are composed as, before decoding: encoding what they decode to would give another code. */
const COMPOSED: Readonly<Record<string, ComposedCode>> = {
  reconstruction: (_rng, { target }) => target,
  structured: (rng, { base, dictionaries, cosineTarget, shortlists }) =>
    structuredCode(rng, base, dictionaries.alive, cosineTarget, shortlists?.alive ?? undefined),
  baseline: (rng, { base, dictionaries }) => baselineCode(rng, base, dictionaries.alive),
  uniform: (rng, { base, dictionaries }) => uniformCode(rng, base, dictionaries.alive),
  "single-latent": singleLatentCode,
  "nearest-to-top": (_rng, { base, dictionaries }) => nearestToTopCode(base, dictionaries.alive),
  graph: (rng, { base, dictionaries, cosineTarget, coOccurrence }) =>
    graphCode(rng, base, dictionaries.alive, cosineTarget, coOccurrence),
};

/** What must be prepared for the code of any type, beside what the type itself looks at. */
export const CODES_LOOK_AT: readonly Besides[] = ["co-occurrence"];

/**
 * The sparse code of a type for one base: the one that it is composed as, or of an activation that is not composed what
 * the autoencoder encodes it to. The draw is that of the activation.
 *
 * Throws: InvalidInputError for a type whose composed code is not listed here; as `generateFor`.
 */
export function codeOf(
  type: TypeDraw,
  rng: Rng,
  index: number,
  context: GenerationContext,
  latents: LatentContext,
): LatentActivations {
  const name = typeNameOf(type);
  const composed = Object.hasOwn(COMPOSED, name) && !type.includes("@") ? COMPOSED[name] : undefined;
  if (composed) return composed(streamOf(type, rng, index), latents);
  if (generatorOf(type).needs !== "sae") return latents.sae.encode(generateFor(type, rng, index, context));
  throw new InvalidInputError({
    what: "the type whose code is asked for",
    got: type,
    want: `a type that is not composed of latents, or one of ${Object.keys(COMPOSED).join(", ")}`,
    hint: "Hint: a composed type gives its code by a line in src/experiment/codes/code-of.ts.",
  });
}
