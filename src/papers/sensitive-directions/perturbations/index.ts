import { substitution } from "./substitution.ts";
import { walk } from "./walk.ts";

/** The paths that every report of this paper shows, a line each, in the order of the page. */
// biome-ignore format: one a line
export const perturbations = [
  substitution,
  walk,
] as const;
