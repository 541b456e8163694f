/** What decides a new paper's first claim. */
export interface FirstThreshold {
  readonly above: number;
  readonly because: string;
}

/**
 * The text of a new paper's first claim: a whole example. Without a threshold it is refused, as is every claim that says
 * none; the repository that `init` writes has one.
 */
export function firstClaimTemplate(paper: string, name: string, threshold?: FirstThreshold): string {
  const decides =
    threshold === undefined
      ? '{ above: Number.NaN, because: "" }, // set your threshold, and why there, before any run'
      : `{ above: ${threshold.above}, because: ${JSON.stringify(threshold.because)} },`;
  return `import { criterion, meanDifference } from "#claims";
import { halfWayStep, paper } from "#papers/${paper}";

criterion(paper, "${name}", {
  hypothesis: "H1",
  where: "set: section, figure or sentence of the paper",
  authors: null, // the authors' own value, in steps
  statement: "Towards a random activation the output stays behind for longer than towards a real one.",
  statistic: meanDifference("random", "real", halfWayStep),
  threshold: ${decides}
  observe: (lab) => lab.samples(halfWayStep, ["real", "random"]),
  control: { name: "the untrained model of the same shape", of: (lab) => lab.untrained() },
  planted: {
    name: "other real activations in the place of random ones, their responses 9 steps later",
    of: (lab) =>
      lab
        .with({ random: "another-real" })
        .reshaped({ random: (curve) => curve.map((_, n) => curve[Math.max(0, n - 9)]!) }),
  },
});
`;
}
