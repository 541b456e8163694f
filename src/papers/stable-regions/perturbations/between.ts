import type { Perturbation } from "../../../experiment/perturbation.ts";
import { relativePath } from "../../../experiment/perturbation-path.ts";
import { distance } from "../../../math/vec.ts";

/**
 * X(a) = A + a (B - A), a from 0 to 1 in equal shares: from the base prompt's activation to another one's, in the base
 * prompt. Source: paper, section 2.
 */
export const between: Perturbation = {
  key: "between",
  title: "From one prompt's activation to another's",
  short: "between two prompts",
  axis: "step n (n/49 of the way)",
  typeIs: "target",
  stepsGrowWithDistance: true,
  alsoDraws: [],
  path({ base, type, points, draw }) {
    const target = draw(type);
    return { rows: relativePath(base, target, points), length: distance(base, target) };
  },
};
