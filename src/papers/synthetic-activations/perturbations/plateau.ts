import type { Perturbation } from "../../../experiment/perturbation.ts";
import { absolutePath } from "../../../experiment/perturbation-path.ts";
import { distance } from "../../../math/vec.ts";

/**
 * Away from an activation of the type, which stands in the base's place, towards a random one. All types of one base
 * head for the same target.
 *
 * Streams: "plateau-direction" for the target. Source: paper C.5.
 */
export const plateau: Perturbation = {
  key: "plateau",
  title: "Away from a base of each type, absolute step",
  short: "plateau",
  axis: "step n away from the base",
  typeIs: "start",
  stepsGrowWithDistance: false,
  alsoDraws: ["random"],
  path({ type, points, step, draw }) {
    const start = draw(type);
    const target = draw("random", "plateau-direction");
    return { rows: absolutePath(start, target, points, step), length: distance(start, target) };
  },
};
