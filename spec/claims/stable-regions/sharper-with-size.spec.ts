import { criterion, type Lab, leastShareInOrder, medianOf } from "#claims";
import { EFFECTS, maxSlope, paper, partOf, SIZES } from "#papers/stable-regions";

const WHERE = "abstract; figure on sizes: monotone in both families of models (public notes)";

const threshold = {
  above: EFFECTS.smallShare,
  because:
    "a fifth of a standard deviation between two normal groups, a small effect; no difference gives 0.5, and no size of the authors' effect is known",
};

/** Another pair of prompts of the same base for every other size. */
const control = {
  name: "the run's own model, with another pair of prompts, in the place of every other size",
  of: (lab: Lab) =>
    lab.inPlaceOfModels((own, name) =>
      own.with({ real: `another-real#${1 + Object.keys(SIZES).indexOf(name)}` }),
    ),
};

/** Shares of the own model's sharpness, in the order of the sizes. */
const SHARES: Readonly<Record<string, number>> = { smaller: 0.5, larger: 1.5, largest: 2 };
const planted = {
  name: "the own model's responses with half of their distance from straight lines, one and a half of it and twice it, in the place of the other sizes",
  of: (lab: Lab) => lab.inPlaceOfModels((own, name) => own.reshaped({ real: partOf(SHARES[name]!) })),
};

criterion(paper, "sharper-with-size.smaller", {
  hypothesis: "A3",
  where: WHERE,
  authors: null,
  statement: "Boundaries between the same prompts are sharper in this model than in a smaller one.",
  statistic: leastShareInOrder(["smaller", "own"], "max slope"),
  threshold,
  observe: async (lab) => ({
    smaller: await lab.onModel("smaller").sample(maxSlope, "real"),
    own: await lab.sample(maxSlope, "real"),
  }),
  beside: [medianOf("smaller", maxSlope), medianOf("own", maxSlope)],
  control,
  planted,
});

criterion(paper, "sharper-with-size.larger", {
  hypothesis: "A3",
  where: WHERE,
  authors: null,
  statement: "Boundaries between the same prompts are sharper in a larger model than in this one.",
  statistic: leastShareInOrder(["own", "larger"], "max slope"),
  threshold,
  observe: async (lab) => ({
    own: await lab.sample(maxSlope, "real"),
    larger: await lab.onModel("larger").sample(maxSlope, "real"),
  }),
  beside: [medianOf("own", maxSlope), medianOf("larger", maxSlope)],
  control,
  planted,
});

criterion(paper, "sharper-with-size.largest", {
  hypothesis: "A3",
  where: WHERE,
  authors: null,
  statement:
    "Boundaries between the same prompts are sharper in the largest model than in the one before it.",
  statistic: leastShareInOrder(["larger", "largest"], "max slope"),
  threshold,
  observe: async (lab) => ({
    larger: await lab.onModel("larger").sample(maxSlope, "real"),
    largest: await lab.onModel("largest").sample(maxSlope, "real"),
  }),
  beside: [medianOf("larger", maxSlope), medianOf("largest", maxSlope)],
  control,
  planted,
});
