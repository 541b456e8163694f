import { type Control, criterion, type Lab, meanCombination, meanDifference } from "#claims";
import {
  activeLatents,
  cosineOfPairs,
  cosineToStrongest,
  goesWithStrongest,
  paper,
  shareOfStrongest,
} from "#papers/synthetic-activations";

/** Codes of the same size and values, whose latents are as frequent as real ones (baseline) or any (uniform). */
const NULLS = ["uniform", "random"] as const;
const secondBag: Control = {
  name: "a second frequency-matched draw of latents in the place of real codes",
  of: (lab) => lab.with({ real: "baseline#2" }),
};
const nearest: Control = {
  name: "the strongest latent and those nearest to it in cosine in the place of real codes",
  of: (lab) => lab.with({ real: "nearest-to-top" }),
};

const against = [
  {
    part: "cosines-to-top",
    metric: cosineToStrongest,
    above: 0.05,
    authors: 0.18,
    statement:
      "The latents that are active together with the strongest one point its way more than latents as frequent as they do.",
    because:
      "more has no size; a quarter of the authors' 0.180, of which random latents have none, rounded up",
    planted: nearest,
  },
  {
    part: "cosines-of-pairs",
    metric: cosineOfPairs,
    above: 0.08,
    authors: 0.2866,
    statement:
      "Latents that are active together point the same way more than latents as frequent as they do.",
    because:
      "more has no size; a quarter of the authors' 0.287, of which random latents have none, rounded up",
    planted: nearest,
  },
  {
    part: "co-occurrence",
    metric: goesWithStrongest,
    above: 0.125,
    authors: null,
    statement:
      "The latents that are active together with the strongest one go with it elsewhere more often than latents as frequent as they do.",
    because: "a quarter of the way from the half that chance gives to all of them",
    planted: {
      name: "a latent and those that most often go with it in the place of real codes",
      of: (lab: Lab) => lab.with({ real: "graph" }),
    },
  },
] as const;

for (const { part, metric, above, authors, statement, because, planted } of against)
  criterion(paper, `code-structure.${part}`, {
    hypothesis: "E15",
    where: "abstract, geometric and statistical properties; appendix on latents",
    authors,
    statement,
    statistic: meanDifference("real", "baseline", metric),
    threshold: { above, because },
    observe: async (lab) => ({
      real: await lab.codes(metric, "real"),
      baseline: await lab.codes(metric, "baseline"),
    }),
    alsoShown: {
      observe: async (lab) => ({
        uniform: await lab.codes(metric, "uniform"),
        random: await lab.codes(metric, "random"),
      }),
      beside: [
        ...["real", "baseline", ...NULLS].map((of) => meanCombination([{ weight: 1, of }], metric)),
        ...NULLS.map((one) => meanDifference("real", one, metric)),
      ],
    },
    control: secondBag,
    planted,
  });

criterion(paper, "code-structure.share-of-strongest", {
  hypothesis: "E15",
  where: "abstract, geometric and statistical properties; appendix on latents",
  authors: null,
  statement:
    "The strongest latent of a real activation has a larger share of the whole code than that of a Gaussian one.",
  statistic: meanDifference("real", "random", shareOfStrongest),
  threshold: {
    above: 0.11,
    because: "a quarter of what lies between the authors' 0.489 and equal shares of 21.2 latents",
  },
  observe: async (lab) => ({
    real: await lab.codes(shareOfStrongest, "real"),
    random: await lab.codes(shareOfStrongest, "random"),
  }),
  alsoShown: {
    observe: async (lab) => ({
      "L0, real": await lab.codes(activeLatents, "real"),
      "L0, random": await lab.codes(activeLatents, "random"),
    }),
    beside: [
      ...["real", "random"].map((of) => meanCombination([{ weight: 1, of }], shareOfStrongest)),
      ...["L0, real", "L0, random"].map((of) => meanCombination([{ weight: 1, of }], activeLatents)),
    ],
    ofAnotherQuantity: true,
  },
  control: {
    name: "a second Gaussian draw in the place of real codes",
    of: (lab) => lab.with({ real: "random#2" }),
  },
  planted: {
    name: "single latents in the place of real codes",
    of: (lab) => lab.with({ real: "single-latent" }),
  },
});
