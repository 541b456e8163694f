import { criterion, ratioOfMeans, spearman } from "#claims";
import {
  EFFECTS,
  endsWithLength,
  klBetweenEnds,
  maxSlope,
  paper,
  risesTo,
  sharperWithLength,
} from "#papers/stable-regions";

criterion(paper, "same-region-same-prediction.pairs", {
  hypothesis: "A5",
  where: "abstract: activations from the same region lead to similar next token predictions",
  authors: null,
  statement:
    "The sharper the boundary between two unrelated prompts' activations, the further apart are their predictions.",
  statistic: spearman("max slope", "KL"),
  threshold: {
    above: 0.1,
    because:
      "a small correlation; the sentence gives no size, and pairs without a relation give 0 with a standard error of 0.03",
  },
  // "real#1" is the draw of "real" under a second name, so that a control can exchange one of the two readings alone
  observe: async (lab) => ({
    "max slope": await lab.sample(maxSlope, "real"),
    KL: await lab.sample(klBetweenEnds, "real#1"),
  }),
  control: {
    name: "the predictions of another pair of the same base",
    of: (lab) => lab.with({ "real#1": "another-real" }),
  },
  planted: {
    name: "boundaries that are sharper, and predictions that are further apart, the longer the way is",
    of: (lab) => lab.reshaped({ real: sharperWithLength, "real#1": endsWithLength }),
  },
});

criterion(paper, "same-region-same-prediction.last-token", {
  hypothesis: "A5",
  where:
    "abstract: activations from the same region lead to similar next token predictions; by last token: ours",
  authors: null,
  statement:
    "Predictions lie further apart between prompts that end in different tokens than between those that end in the same.",
  statistic: ratioOfMeans("other-last-token", "same-last-token", klBetweenEnds),
  threshold: {
    above: EFFECTS.slope,
    because:
      "twice as far, as for the boundaries themselves; the sentence gives no size, no difference gives 1",
  },
  observe: (lab) => lab.samples(klBetweenEnds, ["other-last-token", "same-last-token"]),
  control: {
    name: "another pair with different last tokens in the place of the one with the same",
    of: (lab) => lab.with({ "same-last-token": "other-last-token#2" }),
  },
  planted: {
    name: "predictions that lie 1 nat apart with the same last token and 2.5 nats with others",
    of: (lab) => lab.reshaped({ "same-last-token": risesTo(1), "other-last-token": risesTo(2.5) }),
  },
});
