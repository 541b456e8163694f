import { defineClaim } from "../../../src/claim/claim.ts";
import { PAPER } from "../../../src/papers/synthetic-activations/setup.ts";
import { meanDifference } from "../../../src/stats/mean-difference.ts";
import { claimTest } from "../../../src/vitest/claim-test.ts";

const AP = { of: "AP", nullAs: PAPER.plateauLengthIfNever };

const structuredOverBaseline = defineClaim({
  id: "plateau-order.structured-over-baseline",
  hypothesis: "E9",
  schedule: null,
  paper: { arxiv: PAPER.arxiv, where: "plateau figure", value: 8.9 - 6.4 },
  statement: "Plateaus around structured synthetic activations are longer than around a bag of latents.",
  groups: ["structured", "baseline"],
  statistic: meanDifference("structured", "baseline", AP),
  threshold: {
    above: 1,
    because: "longer has no size; 1 step is about a quarter of the authors' 2.5, rounded up",
  },
});

claimTest(
  structuredOverBaseline,
  async (lab) => ({
    structured: await lab.plateauLengths({ around: "structured" }),
    baseline: await lab.plateauLengths({ around: "baseline" }),
  }),
  {
    name: "two independent draws of the bag",
    of: (lab) => lab.with({ structured: "baseline#2" }),
  },
);

const realOverRandom = defineClaim({
  id: "plateau-order.real-over-random",
  hypothesis: "E9",
  schedule: null,
  paper: { arxiv: PAPER.arxiv, where: "plateau figure", value: 16.35 - 9.6 },
  statement: "Plateaus around real activations are longer than around random ones.",
  groups: ["real", "random", "structured"],
  statistic: meanDifference("real", "random", AP),
  threshold: {
    above: 2,
    because: "longer has no size; 2 steps is about a quarter of the authors' 6.75, rounded up",
  },
  beside: [meanDifference("random", "structured", AP)],
});

claimTest(
  realOverRandom,
  async (lab) => ({
    real: await lab.plateauLengths({ around: "real" }),
    random: await lab.plateauLengths({ around: "random" }),
    structured: await lab.plateauLengths({ around: "structured" }),
  }),
  {
    name: "two independent draws of the bag",
    of: (lab) => lab.with({ real: "baseline", random: "baseline#2" }),
  },
);
