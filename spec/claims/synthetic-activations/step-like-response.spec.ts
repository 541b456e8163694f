import { criterion, meanCombination, medianOf } from "#claims";
import {
  endSlopeOf,
  paper,
  SCHEDULES,
  sharpnessOf,
  sharpStep,
  smoothstep,
  stepShare,
} from "#papers/synthetic-activations";

for (const schedule of SCHEDULES) {
  const [isStep, sharpness, endSlope] = [stepShare[schedule], sharpnessOf[schedule], endSlopeOf[schedule]];
  criterion(paper, `step-like-response.${schedule}`, {
    hypothesis: "E1",
    where: "abstract; mean L2 curves",
    authors: null,
    statement:
      "Most of the model's responses to a perturbation towards a real activation are steps: flat, then steep, then flat.",
    schedule,
    statistic: meanCombination([{ weight: 1, of: "real" }], isStep),
    threshold: { above: 0.5, because: "the sentence speaks of the response as such: most of them are meant" },
    observe: (lab) => lab.samples(isStep, ["real"]),
    alsoShown: {
      observe: async (lab) => ({
        sharpness: await lab.sample(sharpness, "real"),
        "slope at the ends": await lab.sample(endSlope, "real"),
        untrained: await lab.untrained().sample(isStep, "real"),
        "sharpness, untrained": await lab.untrained().sample(sharpness, "real"),
      }),
      beside: [
        medianOf("sharpness", sharpness),
        medianOf("slope at the ends", endSlope),
        meanCombination([{ weight: 1, of: "untrained" }], isStep),
        medianOf("sharpness, untrained", sharpness),
      ],
    },
    control: {
      name: "a smoothstep of the same height in the place of every response",
      of: (lab) => lab.reshaped({ real: smoothstep(schedule) }),
    },
    planted: {
      name: "a step of the same height in the place of every response",
      of: (lab) => lab.reshaped({ real: sharpStep(schedule) }),
    },
  });
}
