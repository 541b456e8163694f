import type { CurveMetric } from "../../../experiment/curve-metric.ts";
import type { Perturbation } from "../../../experiment/perturbation.ts";
import { replacement, substitution, substitutionAt } from "../perturbations/substitution.ts";
import { walk } from "../perturbations/walk.ts";
import { LADDER, type Rung } from "../setup.ts";

const KL = {
  symbol: "KL",
  unit: "nats",
  never: "without a value",
  ifNever: null,
  output: "kl",
} as const;

/** KL where a path ends. Units: nats. */
function atEndOf(along: Perturbation, words: Pick<CurveMetric, "key" | "title" | "meaning">): CurveMetric {
  return {
    ...KL,
    ...words,
    along,
    axis: `${words.title} (nats)`,
    of: (curve) => curve.at(-1)!,
  };
}

/**
 * KL(P || Q) of the prediction once the base is replaced by a point as far from it as the SAE's error is long. Units: nats.
 * Source: the post.
 */
export const klAtError = atEndOf(substitution, {
  key: "klAtError",
  title: "KL at the error's length",
  meaning:
    "How far the prediction moves when the base is moved in a direction as far as the SAE's error is long.",
});

/** The same with other positions replaced: the mean over those at which it is read. Units: nats. */
export const klAtErrorOver = {
  following: atEndOf(substitutionAt.following, {
    key: "klAtError.following",
    title: "KL at the error's length, following positions",
    meaning:
      "How far the predictions at a position and those after it move, on average, when the activation there is moved.",
  }),
  every: atEndOf(substitutionAt.every, {
    key: "klAtError.every",
    title: "KL at the error's length, every position",
    meaning:
      "How far the predictions move, on average over positions, when the activations at all of them are moved.",
  }),
} as const;

/** KL at an activation of the type. Units: nats. Source: the post. */
export const klAtReplacement = atEndOf(replacement, {
  key: "klAtReplacement",
  title: "KL at the activation itself",
  meaning: "How far the prediction moves when the base is replaced by the activation.",
});

/** KL at a length of the ladder. Units: nats. Source: arXiv 2410.12555. */
export const klAtLength: Readonly<Record<Rung, CurveMetric>> = {
  short: klAtRung("short"),
  middle: klAtRung("middle"),
  long: klAtRung("long"),
};

function klAtRung(rung: Rung): CurveMetric {
  const step = LADDER[rung];
  const steps = step === 1 ? "1 step" : `${step} steps`;
  return {
    ...KL,
    key: `klAtLength.${rung}`,
    title: `KL after ${steps}`,
    axis: `KL after ${steps} (nats)`,
    meaning: `How far the prediction moves when the base is moved in a direction by ${steps}, the same for all.`,
    along: walk,
    of: (curve) => curve[step] ?? null,
  };
}
