import { centreOf } from "../../activations/at-length.ts";
import { NotRunError } from "../../errors/index.ts";
import { rngFromSeed } from "../../math/rng.ts";
import { generateFor, type TypeDraw } from "../draw.ts";
import type { GroupSample } from "../group-sample.ts";
import type { LabCurves } from "../lab-curves.ts";
import type { CodeMetric } from "./code-metric.ts";
import { CODES_LOOK_AT, codeOf } from "./code-of.ts";

/**
 * A metric of the code of one type, a value for every base of the run, and those beyond them where asked.
 *
 * Streams: those of the type's activations. Nothing is kept in a store: there is nothing that a model has to run for.
 * Throws: NotRunError where there is no sparse autoencoder; as `codeOf`.
 */
export async function codeValues(
  metric: CodeMetric,
  type: TypeDraw,
  { options, preparation }: LabCurves,
  beyond: boolean,
): Promise<GroupSample> {
  const { sae, seed, bases } = options;
  if (sae === null)
    throw new NotRunError({
      what: `The code of "${type}"`,
      missing: "a sparse autoencoder",
      hint: "Hint: give its directory with --sae DIR.",
    });
  const prepared = await preparation();
  const contexts = await prepared.contextsFor([type], CODES_LOOK_AT);
  const faults = (await prepared.saeHealth())?.faults ?? [];
  const rng = rngFromSeed(seed).fork("generate");
  const wanted = beyond ? contexts : contexts.slice(0, bases);
  return {
    bases: wanted.map((_, index) => index),
    values: wanted.map((context, index) => {
      const latents = context.latents!; // asked for with what codes look at
      return metric.of(codeOf(type, rng, index, context, latents), {
        base: context.base,
        centre: centreOf(latents),
        activation: () => generateFor(type, rng, index, context),
        dictionary: latents.dictionaries.alive,
        coOccurrence: latents.coOccurrence,
      });
    }),
    meanDistance: null,
    stepsGrowWithDistance: false,
    ...(faults.length > 0 && { doubt: `The SAE cannot be relied on: ${faults.join(" ")}` }),
  };
}
