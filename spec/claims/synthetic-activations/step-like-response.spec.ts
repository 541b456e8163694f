import { defineClaim } from "../../../src/claim/claim.ts";
import { PAPER, type Schedule } from "../../../src/papers/synthetic-activations/setup.ts";
import { medianOf } from "../../../src/stats/median-of.ts";
import { claimTest } from "../../../src/vitest/claim-test.ts";

/** The steepest rise of the authors' mean curve over its initial slope; they printed no median over bases. */
const authorsMeanCurve: Record<Schedule, number | null> = { absolute: 5.8, relative: null };

for (const schedule of ["absolute", "relative"] as const) {
  const claim = defineClaim({
    id: `step-like-response.${schedule}`,
    hypothesis: "E1",
    schedule,
    paper: { arxiv: PAPER.arxiv, where: "abstract; mean L2 curves", value: authorsMeanCurve[schedule] },
    statement:
      "The model's response to a perturbation towards a real activation is step-like: flat, then steep.",
    groups: ["real"],
    statistic: medianOf("real", { of: "q", unit: "ratio" }),
    threshold: {
      above: 3,
      because:
        "q is the largest rise over the mean of the first 9 rises: a straight line gives 1 and the authors' mean curve 5.8; 3 is a step on any reading",
    },
  });

  claimTest(claim, async (lab) => ({ real: await lab.blowUpRatios({ toward: "real", schedule }) }), {
    name: "the untrained model of the same shape",
    of: (lab) => lab.untrained(),
  });
}
