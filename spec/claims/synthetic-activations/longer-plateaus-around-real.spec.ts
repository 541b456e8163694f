import { criterion, meanDifference } from "#claims";
import { paper, plateauLength } from "#papers/synthetic-activations";

criterion(paper, "longer-plateaus-around-real", {
  hypothesis: "E8",
  where: "abstract, last sentence; plateau figure",
  authors: 16.35 - 8.9,
  statement: "Activation plateaus around structured synthetic activations are shorter than around real ones.",
  statistic: meanDifference("real", "structured", plateauLength),
  threshold: {
    above: 2,
    because: "less pronounced has no size; 2 steps is about a quarter of the authors' 7.45",
  },
  observe: (lab) => lab.samples(plateauLength, ["real", "structured"]),
  control: {
    name: "SAE reconstruction in the place of structured",
    of: (lab) => lab.with({ structured: "reconstruction" }),
  },
});
