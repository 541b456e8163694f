/** The text of `perturbations/straight.ts`: an example of a perturbation, to be replaced by the paper's own. */
export function perturbationTemplate(): string {
  return `import type { Perturbation } from "../../../experiment/perturbation.ts";
import { relativePath } from "../../../experiment/perturbation-path.ts";
import { distance } from "../../../math/vec.ts";

/** Straight to a target of the type, in equal shares of the way. */
export const straight: Perturbation = {
  key: "straight",
  title: "Straight to a target",
  short: "straight",
  axis: "step n (n/99 of the way to the target)",
  typeIs: "target",
  stepsGrowWithDistance: true,
  alsoDraws: [],
  path({ base, type, points, draw }) {
    const target = draw(type);
    return { rows: relativePath(base, target, points), length: distance(base, target) };
  },
};
`;
}
