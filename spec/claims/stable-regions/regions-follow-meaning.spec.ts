import { criterion, medianOf, ratioOfMeans } from "#claims";
import { EFFECTS, line, maxSlope, PAPER, paper, stepOfWidth } from "#papers/stable-regions";

const WHERE = `appendix G: a median max slope below ${PAPER.sameLastTokenSlope} for pairs with one last token and above ${PAPER.otherLastTokenSlope} for others (public notes)`;
const BECAUSE =
  "a quarter of the authors' ratio of more than 8 (public notes), rounded; no difference gives 1";
const OTHER_PAIR = "another pair with different last tokens in the place of the one with the same";

criterion(paper, "regions-follow-meaning.last-token", {
  hypothesis: "A4",
  where: WHERE,
  authors: null,
  statement:
    "Between prompts that end in the same token there is no such boundary as between prompts that end in others.",
  statistic: ratioOfMeans("other-last-token", "same-last-token", maxSlope),
  threshold: { above: EFFECTS.slope, because: BECAUSE },
  observe: (lab) => lab.samples(maxSlope, ["other-last-token", "same-last-token"]),
  beside: [medianOf("other-last-token", maxSlope), medianOf("same-last-token", maxSlope)],
  control: { name: OTHER_PAIR, of: (lab) => lab.with({ "same-last-token": "other-last-token#2" }) },
  planted: {
    name: `${OTHER_PAIR}, with straight responses, and steps a tenth of the way wide for the other`,
    of: (lab) =>
      lab
        .with({ "same-last-token": "other-last-token#2" })
        .reshaped({ "same-last-token": line, "other-last-token": stepOfWidth(0.1) }),
  },
});

criterion(paper, "regions-follow-meaning.last-token-at-equal-distance", {
  hypothesis: "A4",
  where: `${WHERE}; with equal distances: ours`,
  authors: null,
  statement:
    "The same at equal distances: prompts that end in the same token lie nearer to each other, which is not the reason.",
  statistic: ratioOfMeans("other-last-token@distance", "same-last-token@distance", maxSlope),
  threshold: { above: EFFECTS.slope, because: BECAUSE },
  observe: (lab) => lab.samples(maxSlope, ["other-last-token@distance", "same-last-token@distance"]),
  beside: [medianOf("other-last-token@distance", maxSlope), medianOf("same-last-token@distance", maxSlope)],
  control: {
    name: OTHER_PAIR,
    of: (lab) => lab.with({ "same-last-token@distance": "other-last-token@distance#2" }),
  },
  planted: {
    name: `${OTHER_PAIR}, with straight responses, and steps a tenth of the way wide for the other`,
    of: (lab) =>
      lab
        .with({ "same-last-token@distance": "other-last-token@distance#2" })
        .reshaped({ "same-last-token@distance": line, "other-last-token@distance": stepOfWidth(0.1) }),
  },
});

criterion(paper, "regions-follow-meaning.topic", {
  hypothesis: "A4",
  where: "abstract: similar prompts cluster within regions; by topic: ours",
  authors: null,
  statement:
    "Among prompts that end in different tokens, boundaries are sharper between topics than within one.",
  statistic: ratioOfMeans("other-topic", "same-topic", maxSlope),
  threshold: { above: 1.1, because: "a tenth sharper: less would be no region; no difference gives 1" },
  observe: (lab) => lab.samples(maxSlope, ["other-topic", "same-topic"]),
  beside: [medianOf("other-topic", maxSlope), medianOf("same-topic", maxSlope)],
  control: {
    name: "another pair of two topics in the place of the one of the same",
    of: (lab) => lab.with({ "same-topic": "other-topic#2" }),
  },
  planted: {
    name: "steps an eighth of the way wide within a topic, a tenth wide between topics",
    of: (lab) =>
      lab
        .with({ "same-topic": "other-topic#2" })
        .reshaped({ "same-topic": stepOfWidth(0.125), "other-topic": stepOfWidth(0.1) }),
  },
});
