import { criterion, meanCombination, meanDifference } from "#claims";
import { maxSlopeStep, paper, plateauLength, SCHEDULES } from "#papers/synthetic-activations";

/** A quarter of the whole effect, less what the reconstruction has of it. */
const SHARE = 0.25;
const threshold = {
  above: 0,
  because: "does not explain is read as less than a quarter of what is to be explained, whatever that is",
} as const;

for (const schedule of SCHEDULES) {
  const metric = maxSlopeStep[schedule];
  criterion(paper, `reconstruction-behaves-like-real.max-slope-${schedule}`, {
    hypothesis: "E10",
    where: "appendix; SAE reconstruction",
    authors: null,
    statement:
      "The SAE's reconstruction error explains less than a quarter of how much later the model blows up towards random activations than towards real ones.",
    schedule,
    statistic: meanCombination(
      [
        { weight: SHARE, of: "random" },
        { weight: 1 - SHARE, of: "real" },
        { weight: -1, of: "reconstruction" },
      ],
      metric,
    ),
    threshold,
    beside: [meanDifference("reconstruction", "real", metric), meanDifference("random", "real", metric)],
    observe: (lab) => lab.samples(metric, ["real", "reconstruction", "random"]),
    alsoShown: {
      observe: (lab) => lab.samples(metric, ["real-noise"]),
      beside: [meanDifference("real-noise", "real", metric)],
    },
    control: {
      name: "random in the place of the reconstruction of every other base",
      of: (lab) => lab.with({ reconstruction: "random" }).onOddBases({ reconstruction: "real" }),
    },
    planted: {
      name: "the real activations themselves in the place of the reconstructions",
      of: (lab) => lab.with({ reconstruction: "real" }),
    },
  });
}

criterion(paper, "reconstruction-behaves-like-real.plateau", {
  hypothesis: "E10",
  where: "plateau figure; SAE reconstruction",
  authors: SHARE * (16.35 - 8.9) - (14.2 - 14.0),
  statement:
    "The SAE's reconstruction error explains less than a quarter of how much shorter plateaus are around structured synthetic activations than around real ones.",
  statistic: meanCombination(
    [
      { weight: 1, of: "reconstruction" },
      { weight: SHARE - 1, of: "real" },
      { weight: -SHARE, of: "structured" },
    ],
    plateauLength,
  ),
  threshold,
  beside: [
    meanDifference("real", "reconstruction", plateauLength),
    meanDifference("real", "structured", plateauLength),
  ],
  observe: (lab) => lab.samples(plateauLength, ["real", "reconstruction", "structured"]),
  alsoShown: {
    observe: (lab) => lab.samples(plateauLength, ["real-noise"]),
    beside: [meanDifference("real", "real-noise", plateauLength)],
  },
  control: {
    name: "structured in the place of the reconstruction of every other base",
    of: (lab) => lab.with({ reconstruction: "structured" }).onOddBases({ reconstruction: "real" }),
  },
  planted: {
    name: "the real activations themselves in the place of the reconstructions",
    of: (lab) => lab.with({ reconstruction: "real" }),
  },
});
