import { criterion, type Lab, ratioOfMeans } from "#claims";
import { klAt, paper, parabola, stepAt } from "#papers/synthetic-activations";

const [EARLY, LATE] = [20, 60];
/** What a cubic rises by from the one to the other. */
const CUBIC = (LATE / EARLY) ** 3;

criterion(paper, "kl-flat-then-jump", {
  hypothesis: "E16",
  where: "appendix; mean KL curves",
  authors: null,
  statement:
    "On the way to a real activation the prediction hardly moves at first and then jumps: more than a cubic would.",
  schedule: "absolute",
  statistic: ratioOfMeans("at step 60", "at step 20", { symbol: "KL" }),
  threshold: { above: CUBIC, because: "27 is a cubic's; a line has 3, and a parabola, KL's own start, 9" },
  observe: async (lab: Lab) => ({
    "at step 60": await lab.sample(klAt(LATE), "real"),
    "at step 20": await lab.sample(klAt(EARLY), "real"),
  }),
  control: {
    name: "a parabola of the same height in the place of every response",
    of: (lab) => lab.reshaped({ real: parabola }),
  },
  planted: {
    name: "a step half way of the same height in the place of every response",
    of: (lab) => lab.reshaped({ real: stepAt(40) }),
  },
});
