import { defineClaim } from "../../../src/claim/claim.ts";
import type { Lab } from "../../../src/experiment/lab.ts";
import { PAPER } from "../../../src/papers/synthetic-activations/setup.ts";
import { meanDifference } from "../../../src/stats/mean-difference.ts";
import { claimTest } from "../../../src/vitest/claim-test.ts";

const control = {
  name: "the bag in the place of the reconstruction",
  of: (lab: Lab) => lab.with({ reconstruction: "baseline" }),
};

const maxSlope = defineClaim({
  id: "reconstruction-behaves-like-real.max-slope",
  hypothesis: "E10",
  schedule: "absolute",
  paper: { arxiv: PAPER.arxiv, where: "appendix; SAE reconstruction", value: 41.1225 - 41.379 },
  statement:
    "Paths towards SAE reconstructions of real activations blow up where paths towards the real ones do.",
  groups: ["real", "reconstruction"],
  statistic: meanDifference("real", "reconstruction", { of: "MSS", nullAs: PAPER.maxSlopeStepIfNever }),
  threshold: { within: 1.5, because: "half of the smallest effect that E2 counts as earlier" },
});

claimTest(
  maxSlope,
  async (lab) => ({
    real: await lab.maxSlopeSteps({ toward: "real", schedule: "absolute" }),
    reconstruction: await lab.maxSlopeSteps({ toward: "reconstruction", schedule: "absolute" }),
  }),
  control,
);

const plateau = defineClaim({
  id: "reconstruction-behaves-like-real.plateau",
  hypothesis: "E10",
  schedule: null,
  paper: { arxiv: PAPER.arxiv, where: "plateau figure; SAE reconstruction", value: 14.2 - 14.0 },
  statement: "Plateaus around SAE reconstructions are as long as around the real activations themselves.",
  groups: ["real", "reconstruction"],
  statistic: meanDifference("real", "reconstruction", { of: "AP", nullAs: PAPER.plateauLengthIfNever }),
  threshold: { within: 2, because: "the smallest effect that E8 counts as less pronounced" },
});

claimTest(
  plateau,
  async (lab) => ({
    real: await lab.plateauLengths({ around: "real" }),
    reconstruction: await lab.plateauLengths({ around: "reconstruction" }),
  }),
  control,
);
