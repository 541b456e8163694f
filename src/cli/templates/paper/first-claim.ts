/** The text of a new paper's first claim: a whole example but for its threshold, without which it is refused. */
export function firstClaimTemplate(paper: string, name: string): string {
  return `import { criterion, meanDifference } from "#claims";
import { halfWayStep, paper } from "#papers/${paper}";

criterion(paper, "${name}", {
  hypothesis: "H1",
  where: "set: section, figure or sentence of the paper",
  authors: null, // the authors' own value, in steps
  statement: "Towards a random activation the output stays behind for longer than towards a real one.",
  statistic: meanDifference("random", "real", halfWayStep),
  threshold: { above: Number.NaN, because: "" }, // set your threshold, and why there, before any run
  observe: (lab) => lab.samples(halfWayStep, ["real", "random"]),
  control: { name: "the untrained model of the same shape", of: (lab) => lab.untrained() },
});
`;
}
