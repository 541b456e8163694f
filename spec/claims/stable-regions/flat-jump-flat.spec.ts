import { criterion, medianOf } from "#claims";
import {
  EFFECTS,
  endSlope,
  heightAt40,
  jumpAt,
  maxSlope,
  PAPER,
  paper,
  parabola,
  stepOfWidth,
} from "#papers/stable-regions";

criterion(paper, "flat-jump-flat.max-slope", {
  hypothesis: "A1",
  where: "abstract; figure 1: flat, jump, flat between the activations of two unrelated prompts",
  authors: null,
  statement:
    "Between the activations of two unrelated prompts the output moves much faster at one place than on average.",
  statistic: medianOf("real", maxSlope),
  threshold: {
    above: EFFECTS.slope,
    because:
      "twice the mean slope: a line has 1, a smoothstep 1.5 and a parabola 2, and none of them has a boundary; the authors' number for GPT-2 is not known",
  },
  observe: (lab) => lab.samples(maxSlope, ["real"]),
  alsoShown: {
    observe: async (lab) => ({
      "place of the jump": await lab.sample(jumpAt, "real"),
      "relative distance at 0.4": await lab.sample(heightAt40, "real"),
    }),
    beside: [
      medianOf("place of the jump", { unit: "share" }),
      medianOf("relative distance at 0.4", { unit: "share" }),
    ],
    ofAnotherQuantity: true,
  },
  control: { name: "the untrained model of the same shape", of: (lab) => lab.untrained() },
  planted: {
    name: "a logistic step a tenth of the way wide in the place of every response",
    of: (lab) => lab.reshaped({ real: stepOfWidth(0.1) }),
  },
});

criterion(paper, "flat-jump-flat.flat-ends", {
  hypothesis: "A1",
  where: `figure 1; in a figure of the authors' prototype the relative distance of GPT-2 small is mostly below ${PAPER.heightAt40} at 0.4 of the way (read by eye)`,
  authors: null,
  statement: "Around both prompts' activations the output hardly moves: the way is flat at its two ends.",
  statistic: medianOf("real", endSlope),
  threshold: {
    within: EFFECTS.endSlope,
    because:
      "half the mean slope, which the first paper's steps stay below too; a line has 1, a parabola 1.9",
  },
  observe: (lab) => lab.samples(endSlope, ["real"]),
  control: {
    name: "a parabola of the same height in the place of every response",
    of: (lab) => lab.reshaped({ real: parabola }),
  },
  planted: {
    name: "a logistic step a tenth of the way wide in the place of every response",
    of: (lab) => lab.reshaped({ real: stepOfWidth(0.1) }),
  },
});
