import { criterion, meanDifference } from "#claims";
import { later, maxSlopeStep, paper, SCHEDULES } from "#papers/synthetic-activations";

/** About a quarter of the authors' effect on GPT-2 small, rounded up. */
const rules = {
  absolute: { above: 3, authors: 10.9 },
  relative: { above: 4, authors: 13.3 },
} as const;

for (const schedule of SCHEDULES) {
  const { above, authors } = rules[schedule];
  const metric = maxSlopeStep[schedule];
  criterion(paper, `earlier-towards-real.${schedule}`, {
    hypothesis: "E2",
    where: "abstract; main figure",
    authors,
    statement: "The model blows up earlier on the way to a real activation than on the way to a random one.",
    schedule,
    statistic: meanDifference("random", "real", metric),
    threshold: {
      above,
      because: `the sentence says earlier, not by how much; ${above} steps is about a quarter of the authors' ${authors}`,
    },
    observe: (lab) => lab.samples(metric, ["real", "random"]),
    control: {
      name: "a second set of real targets in the place of random",
      of: (lab) => lab.with({ random: "another-real" }),
    },
    planted: {
      name: `real targets whose responses come ${3 * above} steps later in the place of random`,
      of: (lab) => lab.with({ random: "another-real" }).reshaped({ random: later(3 * above) }),
    },
  });
}
