import { criterion, meanDifference } from "#claims";
import { paper, plateauLength, sooner } from "#papers/synthetic-activations";

criterion(paper, "plateau-order.structured-over-baseline", {
  hypothesis: "E9",
  where: "plateau figure",
  authors: null,
  statement:
    "Plateaus around structured synthetic activations are longer than around a bag of latents of the same norm.",
  statistic: meanDifference("structured@norm", "baseline@norm", plateauLength),
  threshold: {
    above: 1,
    because: "longer has no size; 1 step is about a quarter of the authors' 2.5 at unequal norms, rounded up",
  },
  observe: (lab) => lab.samples(plateauLength, ["structured@norm", "baseline@norm"]),
  alsoShown: {
    observe: (lab) => lab.samples(plateauLength, ["structured", "baseline"]),
    beside: [meanDifference("structured", "baseline", plateauLength)],
  },
  control: {
    name: "two independent draws of the bag, at the norm of real ones",
    of: (lab) => lab.with({ "structured@norm": "baseline@norm#2" }),
  },
  planted: {
    name: "structured bases whose plateaus end 3 steps sooner in the place of the bag",
    of: (lab) => lab.with({ "baseline@norm": "structured@norm#2" }).reshaped({ "baseline@norm": sooner(3) }),
  },
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
    observe: (lab) => lab.samples(plateauLength, ["random@norm"]),
    beside: [meanDifference("real", "random@norm", plateauLength)],
  },
  control: {
    name: "two independent draws of random",
    of: (lab) => lab.with({ real: "random#2" }),
  },
  planted: {
    name: "real bases whose plateaus end 4 steps sooner in the place of random",
    of: (lab) => lab.with({ random: "another-real" }).reshaped({ random: sooner(4) }),
  },
});
