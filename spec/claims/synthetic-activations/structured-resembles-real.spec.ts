import { criterion, ksCombination } from "#claims";
import { maxSlopeStep, paper, SCHEDULES } from "#papers/synthetic-activations";

/** 0.5 KS(real, random) - KS(real, structured) from the authors' tables D3 (n = 2000) and D5 (run a). */
const authors = { absolute: 0.5 * 0.429 - 0.1035, relative: 0.5 * 0.612 - 0.214 } as const;

for (const schedule of SCHEDULES) {
  const metric = maxSlopeStep[schedule];
  criterion(paper, `structured-resembles-real.${schedule}`, {
    hypothesis: "E3",
    where: "abstract; main figure",
    authors: authors[schedule],
    statement:
      "Synthetic activations with controlled sparsity and cosines resemble real ones: they are less than half as far from real as random ones are.",
    schedule,
    statistic: ksCombination(
      [
        { weight: 0.5, between: ["real", "random"] },
        { weight: -1, between: ["real", "structured"] },
      ],
      metric,
    ),
    threshold: {
      above: 0,
      because: "closely resembles is read as less than half of random's distance, whatever that distance is",
    },
    observe: (lab) => lab.samples(metric, ["real", "random", "structured"]),
    control: {
      name: "a second draw of random in the place of structured",
      of: (lab) => lab.with({ structured: "random#2" }),
    },
  });
}
