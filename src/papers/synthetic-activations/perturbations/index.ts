import { plateau } from "./plateau.ts";
import { towards } from "./towards.ts";

/** Every path of this paper, a line each, in the order of the page. */
// biome-ignore format: one a line
export const perturbations = [
  towards.relative,
  towards.absolute,
  plateau,
] as const;
