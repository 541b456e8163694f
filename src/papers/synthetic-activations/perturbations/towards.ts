import type { Perturbation } from "../../../experiment/perturbation.ts";
import { absolutePath, relativePath } from "../../../experiment/perturbation-path.ts";
import { distance } from "../../../math/vec.ts";
import type { Schedule } from "../setup.ts";

/** All the way to a target of the type, in equal shares. Source: paper A.6. */
const relative: Perturbation = {
  key: "towards.relative",
  title: "Towards a target, relative step",
  short: "relative step",
  axis: "step n (n/99 of the way to the target)",
  typeIs: "target",
  stepsGrowWithDistance: true,
  alsoDraws: [],
  path({ base, type, points, draw }) {
    const target = draw(type);
    return { rows: relativePath(base, target, points), length: distance(base, target) };
  },
};

/** In the direction of a target of the type, in steps of one length. It goes on beyond the target. Source: paper A.1. */
const absolute: Perturbation = {
  key: "towards.absolute",
  title: "Towards a target, absolute step",
  short: "absolute step",
  axis: "step n (fixed length; goes past the target)",
  typeIs: "target",
  stepsGrowWithDistance: false,
  alsoDraws: [],
  path({ base, type, points, step, draw }) {
    const target = draw(type);
    return { rows: absolutePath(base, target, points, step), length: distance(base, target) };
  },
};

export const towards: Readonly<Record<Schedule, Perturbation>> = { absolute, relative };
