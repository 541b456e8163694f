import { defineClaim } from "../../../src/claim/claim.ts";
import { PAPER } from "../../../src/papers/synthetic-activations/setup.ts";
import { meanDifference } from "../../../src/stats/mean-difference.ts";
import { claimTest } from "../../../src/vitest/claim-test.ts";

const claim = defineClaim({
  id: "longer-plateaus-around-real",
  hypothesis: "E8",
  schedule: null,
  paper: { arxiv: PAPER.arxiv, where: "abstract, last sentence; plateau figure", value: 16.35 - 8.9 },
  statement: "Activation plateaus around structured synthetic activations are shorter than around real ones.",
  groups: ["real", "structured"],
  statistic: meanDifference("real", "structured", { of: "AP", nullAs: PAPER.plateauLengthIfNever }),
  threshold: {
    above: 2,
    because: "less pronounced has no size; 2 steps is about a quarter of the authors' 7.45",
  },
});

claimTest(
  claim,
  async (lab) => ({
    real: await lab.plateauLengths({ around: "real" }),
    structured: await lab.plateauLengths({ around: "structured" }),
  }),
  {
    name: "SAE reconstruction in the place of structured",
    of: (lab) => lab.with({ structured: "reconstruction" }),
  },
);
