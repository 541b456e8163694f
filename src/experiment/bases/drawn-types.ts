import { BagOfLatentsError } from "../../errors/index.ts";
import { rngFromSeed } from "../../math/rng.ts";
import type { Activation } from "../../math/vec.ts";
import { generateFor, generatorOf, type TypeDraw } from "../draw.ts";
import type { LabState } from "../lab-curves.ts";

/** The activations of some types, as the run's paths drew them: by type, one a base; null where none can be drawn. */
export type DrawnTypes = ReadonlyMap<TypeDraw, readonly (Activation | null)[]>;

/**
 * Draws the types of a run's bases once more: a curve is kept without the activation it leads to.
 *
 * Types that need a sparse autoencoder are left out where there is none.
 * Streams: the paths' own, `rng.fork("generate")`, so that equal bits come out and nothing else moves.
 */
export async function drawnTypes(
  { options, preparation }: Pick<LabState, "options" | "preparation">,
  all: readonly TypeDraw[],
): Promise<DrawnTypes> {
  const types = all.filter((type) => options.sae !== null || generatorOf(type).needs !== "sae");
  const contexts = await preparation.contextsFor(types);
  const rng = rngFromSeed(options.seed).fork("generate");
  const draw = (type: TypeDraw, base: number): Activation | null => {
    try {
      return generateFor(type, rng, base, contexts[base]!);
    } catch (error) {
      if (error instanceof BagOfLatentsError) return null; // such a base has no curve either
      throw error;
    }
  };
  return new Map(
    types.map((type) => [type, Array.from({ length: options.bases }, (_, base) => draw(type, base))]),
  );
}
