import type { Perturbation } from "../../../experiment/perturbation.ts";
import { evenly, towardsType, walkPath } from "../../../experiment/walks/walk.ts";

/**
 * From the base in a direction, in steps that are as long for every direction and every base.
 *
 * Source: arXiv 2410.12555, lengths 1 to 201 by 10; ours begin at 0.
 */
export const walk: Perturbation = {
  key: "walk",
  title: "In a direction, in steps of one length",
  short: "steps of one length",
  axis: "step n (fixed length)",
  typeIs: "direction",
  stepsGrowWithDistance: false,
  alsoDraws: [],
  path: (context) =>
    walkPath(
      {
        start: ({ base }) => base,
        direction: towardsType,
        lengths: (at) => evenly(at, (at.points - 1) * at.step),
      },
      context,
    ),
};
