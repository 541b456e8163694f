import { criterion, ratioOfMeans } from "#claims";
import { jumps, PAPER, paper, risesTo, signChanges } from "#papers/stable-regions";

criterion(paper, "larger-than-polytopes", {
  hypothesis: "A6",
  where:
    "abstract; appendix F: hundreds to thousands of sign changes a path, gates of Qwen2 0.5B (public notes)",
  authors: null,
  statement:
    "For every jump of the output the way between two prompts' activations crosses many boundaries of polytopes.",
  statistic: ratioOfMeans("sign changes", "jumps"),
  threshold: {
    above: PAPER.signChanges,
    because:
      "the lower end of the authors' hundreds to thousands a path (public notes); a region that is a polytope has 1",
  },
  observe: async (lab) => ({
    "sign changes": await lab.sample(signChanges, "real"),
    jumps: await lab.sample(jumps, "real"),
  }),
  control: {
    name: "a thousandth of the same way, which lies within a few polytopes: rounding alone would change signs there too",
    of: (lab) => lab.with({ real: "nearby" }),
  },
  planted: {
    name: "a thousandth of the same way with 120 sign changes and a straight response",
    of: (lab) => lab.with({ real: "nearby" }).reshaped({ real: risesTo(120) }),
  },
});
