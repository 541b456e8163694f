import { baseline, baselineAsCoded } from "./baseline.ts";
import type { Generator } from "./generator.ts";
import { random } from "./random.ts";
import { real } from "./real.ts";
import { reconstruction } from "./reconstruction.ts";
import { structured, structuredOnShuffledDictionary } from "./structured.ts";

/**
 * The activation types by name. A new one is one file and one line here; the contract suite runs over all of them.
 */
export const generators = {
  real: { needs: "population", generate: real },
  random: { needs: "population", generate: random },
  reconstruction: { needs: "sae", generate: reconstruction },
  structured: { needs: "sae", generate: structured },
  baseline: { needs: "sae", generate: baseline },
  "baseline-as-coded": { needs: "sae", generate: baselineAsCoded },
  "structured-on-shuffled-dictionary": { needs: "sae", generate: structuredOnShuffledDictionary },
} as const satisfies Record<string, Generator>;

/** The name of a registered generator. */
export type ActivationType = keyof typeof generators;

/** The types every report shows, in the order it shows them. */
export const REPORTED_TYPES = [
  "real",
  "random",
  "reconstruction",
  "structured",
  "baseline",
] as const satisfies readonly ActivationType[];
