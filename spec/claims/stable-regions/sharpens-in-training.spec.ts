import { criterion, type Lab, leastShareInOrder, medianOf } from "#claims";
import { CHECKPOINTS, EFFECTS, maxSlope, paper, partOf } from "#papers/stable-regions";

const WHERE = "abstract; figure on training: medians of the max slope rise (public notes)";
const [first] = CHECKPOINTS;
const placeOf = (name: string) => (CHECKPOINTS as readonly string[]).indexOf(name);

/** The max slope between the same prompts at every checkpoint, and at the end. */
async function atCheckpoints<const C extends string>(lab: Lab, checkpoints: readonly C[]) {
  const all = {} as Record<C | "trained", Awaited<ReturnType<Lab["sample"]>>>;
  for (const name of checkpoints) all[name] = await lab.onModel(name).sample(maxSlope, "real");
  all.trained = await lab.sample(maxSlope, "real");
  return all;
}

/** Another pair of prompts of the same base for every checkpoint. */
const anotherPair = (own: Lab, name: string) => own.with({ real: `another-real#${1 + placeOf(name)}` });

const control = {
  name: "the trained model itself, with another pair of prompts, in the place of every checkpoint",
  of: (lab: Lab) => lab.inPlaceOfModels(anotherPair),
};

/** Shares of the trained model's sharpness that rise with the checkpoint. */
const planted = {
  name: "the trained model's responses mixed with straight lines, the less the later the checkpoint",
  of: (lab: Lab) =>
    lab.inPlaceOfModels((own, name) => own.reshaped({ real: partOf(placeOf(name) / CHECKPOINTS.length) })),
};

criterion(paper, "sharpens-in-training.emerges", {
  hypothesis: "A2",
  where: WHERE,
  authors: null,
  statement: "Boundaries between the same prompts are sharper in the trained model than before its training.",
  statistic: leastShareInOrder([first, "trained"], "max slope"),
  threshold: {
    above: EFFECTS.mediumShare,
    because: "half a standard deviation between two normal groups, a medium effect; no difference gives 0.5",
  },
  observe: (lab) => atCheckpoints(lab, [first]),
  beside: [medianOf(first, maxSlope), medianOf("trained", maxSlope)],
  control,
  planted,
});

criterion(paper, "sharpens-in-training.at-every-checkpoint", {
  hypothesis: "A2",
  where: WHERE,
  authors: null,
  statement:
    "From every checkpoint of the training to the next, boundaries between the same prompts become sharper.",
  statistic: leastShareInOrder([...CHECKPOINTS, "trained"], "max slope"),
  threshold: {
    above: 0.5,
    because:
      "a rise at every step, however small, as the sentence has it; where nothing changes the least of four shares lies below 0.5",
  },
  observe: (lab) => atCheckpoints(lab, CHECKPOINTS),
  beside: [...CHECKPOINTS, "trained" as const].map((name) => medianOf(name, maxSlope)),
  control,
  planted,
});
