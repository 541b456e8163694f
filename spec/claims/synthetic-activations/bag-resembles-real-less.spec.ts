import { criterion, ksCombination } from "#claims";
import { maxSlopeStep, paper, SCHEDULES } from "#papers/synthetic-activations";

/** KS(real, baseline) - KS(real, structured), D5 run a; under the absolute step the baseline was not printed. */
const authors = { absolute: null, relative: 0.26 - 0.214 } as const;

for (const schedule of SCHEDULES) {
  const metric = maxSlopeStep[schedule];
  criterion(paper, `bag-resembles-real-less.${schedule}`, {
    hypothesis: "E5",
    where: "abstract; main figure",
    authors: authors[schedule],
    statement:
      "A simple bag of SAE latents, matched in sparsity and firing frequency, resembles real activations less than structured synthetic ones do.",
    schedule,
    statistic: ksCombination(
      [
        { weight: 1, between: ["real", "baseline"] },
        { weight: -1, between: ["real", "structured"] },
      ],
      metric,
    ),
    threshold: {
      above: 0,
      because: "the sentence says less, not by how much; the authors found 0.046 in relative steps",
    },
    // at n = 1000 an effect of the authors' size is little better than a coin toss
    observe: (lab) => lab.withMoreBases().samples(metric, ["real", "structured", "baseline"]),
    control: {
      name: "structured on a dictionary whose cosines and frequencies are shuffled",
      of: (lab) => lab.with({ structured: "structured-on-shuffled-dictionary" }),
    },
  });
}
