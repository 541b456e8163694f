import { plateau } from "./plateau.ts";
import { towards } from "./towards.ts";

/** Every path of this paper, a line each, in the order of the page. */
export const perturbations = [towards.relative, towards.absolute, plateau] as const;
