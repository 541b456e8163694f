import { criterion, meanDifference } from "#claims";
import { paper, plateauLength, sooner } from "#papers/synthetic-activations";

const LENGTHS = [
  { part: "as-drawn", structured: "structured", where: "" },
  { part: "at-equal-norm", structured: "structured@norm", where: ", brought to the norm of real ones," },
] as const;

/** A second set of real bases in the place of structured ones, of whatever norm. */
const substitute = { structured: "another-real", "structured@norm": "another-real" } as const;

/** Steps by which the planted plateau is shorter: twice the threshold. */
const PLANTED = 4;

for (const { part, structured, where } of LENGTHS)
  criterion(paper, `longer-plateaus-around-real.${part}`, {
    hypothesis: "E8",
    where: "abstract, last sentence; plateau figure",
    authors: part === "as-drawn" ? 16.35 - 8.9 : null,
    statement: `Activation plateaus around structured synthetic activations${where} are shorter than around real ones.`,
    statistic: meanDifference("real", structured, plateauLength),
    threshold: {
      above: 2,
      because: "less pronounced has no size; 2 steps is about a quarter of the authors' 7.45",
    },
    observe: (lab) => lab.samples(plateauLength, ["real", structured]),
    alsoShown: {
      observe: (lab) => lab.samples(plateauLength, ["native"]),
      beside: [meanDifference("native", "real", plateauLength)],
    },
    control: {
      name: "a second set of real bases in the place of structured",
      of: (lab) => lab.with(substitute),
    },
    planted: {
      name: `real bases whose plateaus end ${PLANTED} steps sooner in the place of structured`,
      of: (lab) =>
        lab.with(substitute).reshaped({ structured: sooner(PLANTED), "structured@norm": sooner(PLANTED) }),
    },
  });
