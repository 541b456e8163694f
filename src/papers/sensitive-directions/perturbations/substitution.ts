import type { Perturbation } from "../../../experiment/perturbation.ts";
import type { Reach } from "../../../experiment/walks/reach.ts";
import { atOnce, evenly, towardsType, type Walk, walkPath } from "../../../experiment/walks/walk.ts";
import { distance } from "../../../math/vec.ts";

/** ‖SAE(A) - A‖, residual units: drawn anew for every position that is replaced. */
const errorLength: (context: Parameters<Walk["lengths"]>[0]) => number = ({ base, draw }) =>
  distance(base, draw("own-reconstruction"));

/**
 * From the base in a direction, as far as the SAE's error on the base is long; in its own direction, to its reconstruction.
 *
 * Source: the post, whose random points lie at the distance of the reconstruction; arXiv 2410.12555, its baselines.
 */
export const substitution: Perturbation = {
  key: "substitution",
  title: "In a direction, as far as the SAE's error is long",
  short: "the error's length",
  axis: "step n (n/10 of the length of the SAE's error)",
  typeIs: "direction",
  stepsGrowWithDistance: false,
  alsoDraws: ["own-reconstruction"],
  path: (context) =>
    walkPath(
      {
        start: ({ base }) => base,
        direction: towardsType,
        lengths: (at) => evenly(at, errorLength(at)),
      },
      context,
    ),
};

/** The same at other positions than the last, replaced at once: the model then runs twice for a path. */
export const substitutionAt: Readonly<Record<Exclude<Reach, "last">, Perturbation>> = {
  following: substitutedAt("following", "the middle position, read from there on"),
  every: substitutedAt("every", "every position but the first, read at all of them"),
};

function substitutedAt(reach: Reach, where: string): Perturbation {
  return {
    ...substitution,
    key: `substitution.${reach}`,
    title: `${substitution.title}, at ${where}`,
    short: `the error's length, ${reach === "every" ? "every position" : "following positions"}`,
    axis: "step n (replaced at the last)",
    reach,
    path: (context) =>
      walkPath(
        {
          start: ({ base }) => base,
          direction: towardsType,
          lengths: (at) => atOnce(at, errorLength(at)),
        },
        context,
      ),
  };
}

/**
 * From the base to an activation of the type itself, in equal shares: for what lies at a length of its own.
 *
 * Source: the post, the norm of the reconstruction alone.
 */
export const replacement: Perturbation = {
  key: "replacement",
  title: "To an activation of the type, at its own distance",
  short: "its own distance",
  axis: "step n (n/10 of the way)",
  typeIs: "target",
  stepsGrowWithDistance: true,
  alsoDraws: [],
  path: (context) =>
    walkPath(
      {
        start: ({ base }) => base,
        direction: towardsType,
        lengths: (at) => evenly(at, distance(at.base, at.draw(at.type))),
      },
      context,
    ),
};
