import { criterion, medianOf } from "#claims";
import { blowUpRatio, paper, SCHEDULES } from "#papers/synthetic-activations";

/** The steepest rise of the authors' mean curve over its initial slope; they printed no median over bases. */
const authorsMeanCurve = { absolute: 5.8, relative: null } as const;

for (const schedule of SCHEDULES) {
  const metric = blowUpRatio[schedule];
  criterion(paper, `step-like-response.${schedule}`, {
    hypothesis: "E1",
    where: "abstract; mean L2 curves",
    authors: authorsMeanCurve[schedule],
    statement:
      "The model's response to a perturbation towards a real activation is step-like: flat, then steep.",
    schedule,
    statistic: medianOf("real", metric),
    threshold: {
      above: 3,
      because:
        "q is the largest rise over the mean of the first 9 rises: a straight line gives 1 and the authors' mean curve 5.8; 3 is a step on any reading",
    },
    observe: (lab) => lab.samples(metric, ["real"]),
    control: { name: "the untrained model of the same shape", of: (lab) => lab.untrained() },
  });
}
