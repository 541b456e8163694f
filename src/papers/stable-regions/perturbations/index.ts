import { between } from "./between.ts";

/** Every path that reports of this paper show. */
export const perturbations = [between] as const;
