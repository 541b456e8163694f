import { criterion, meanDifference } from "#claims";
import { paper, plateauLength } from "#papers/synthetic-activations";

criterion(paper, "plateau-order.structured-over-baseline", {
  hypothesis: "E9",
  where: "plateau figure",
  authors: 8.9 - 6.4,
  statement: "Plateaus around structured synthetic activations are longer than around a bag of latents.",
  statistic: meanDifference("structured", "baseline", plateauLength),
  threshold: {
    above: 1,
    because: "longer has no size; 1 step is about a quarter of the authors' 2.5, rounded up",
  },
  observe: (lab) => lab.samples(plateauLength, ["structured", "baseline"]),
  control: { name: "two independent draws of the bag", of: (lab) => lab.with({ structured: "baseline#2" }) },
});

criterion(paper, "plateau-order.real-over-random", {
  hypothesis: "E9",
  where: "plateau figure",
  authors: 16.35 - 9.6,
  statement: "Plateaus around real activations are longer than around random ones.",
  statistic: meanDifference("real", "random", plateauLength),
  threshold: {
    above: 2,
    because: "longer has no size; 2 steps is about a quarter of the authors' 6.75, rounded up",
  },
  observe: (lab) => lab.samples(plateauLength, ["real", "random"]),
  alsoShown: {
    observe: (lab) => lab.samples(plateauLength, ["structured"]),
    beside: [meanDifference("random", "structured", plateauLength)],
  },
  control: {
    name: "two independent draws of the bag",
    of: (lab) => lab.with({ real: "baseline", random: "baseline#2" }),
  },
  controlWithoutLatents: {
    name: "two independent draws of random",
    of: (lab) => lab.with({ real: "random", random: "random#2" }),
  },
});
