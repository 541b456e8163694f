import type { AuthorsValues } from "../../paper/agreement.ts";

/**
 * What the authors measured on GPT-2 small. Nothing is judged by these numbers; they stand beside ours.
 *
 * The baseline's absolute MSS was not printed anywhere.
 */
export const AUTHORS: AuthorsValues = {
  /**
   * Planning figures for another draw of prompts: KS has a sampling sd of 0.02 at n = 1000, a mean MSS a standard error
   * of 0.2 to 0.4 on each side. Source: paper C.7.
   */
  tolerances: { mean: 1.5, sd: 1.5, ksToReference: 0.05 },
  tables: [
    {
      metric: "maxSlopeStep.absolute",
      unit: "steps",
      source: "authors' notebooks, D3, n = 2000",
      types: {
        real: { mean: 41.1225, sd: 10.53, ksToReference: null },
        random: { mean: 52.0595, sd: 10.94, ksToReference: 0.429 },
        structured: { mean: 43.293, sd: 12.87, ksToReference: 0.1035 },
        reconstruction: { mean: 41.379, sd: 11.23, ksToReference: 0.0135 },
      },
    },
    {
      metric: "maxSlopeStep.relative",
      unit: "steps",
      source: "authors' notebooks, D5 run a, n = 1000",
      types: {
        real: { mean: 51.6, sd: 7.82, ksToReference: null },
        random: { mean: 65.01, sd: 11.19, ksToReference: 0.612 },
        structured: { mean: 55.69, sd: 11.53, ksToReference: 0.214 },
        baseline: { mean: 56.87, sd: 11.4, ksToReference: 0.26 },
        reconstruction: { mean: 53.34, sd: 8.39, ksToReference: 0.11 },
      },
    },
    {
      metric: "plateauLength",
      unit: "steps",
      source: "authors' notebooks, D8, n = 1000",
      types: {
        real: { mean: 16.35, sd: 4.2, ksToReference: null },
        random: { mean: 9.6, sd: 3.9, ksToReference: 0.602 },
        structured: { mean: 8.9, sd: 4.2, ksToReference: 0.648 },
        baseline: { mean: 6.4, sd: 3.3, ksToReference: 0.8 },
      },
    },
  ],
};
