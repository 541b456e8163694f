/**
 * The text of a new claim file of a paper.
 *
 * As it stands it is refused, one missing thing after the other, until statement, place, threshold, reason and control
 * are the newcomer's own. The measurement is a working example.
 */
export function claimSkeleton(paper: string, name: string): string {
  return `import { criterion, meanDifference } from "#claims";
import { paper } from "#papers/${paper}";

const metric = paper.metrics[0]; // any metric of src/papers/${paper}/metrics, shown in reports or not

criterion(paper, "${name}", {
  hypothesis: "new", // what it goes by in the paper and in reports, such as "E11"
  where: "", // section, figure or sentence
  authors: null, // the authors' own value, in the statistic's unit
  statement: "", // one sentence that can be false
  statistic: meanDifference("random", "real", metric),
  threshold: { above: Number.NaN, because: "" }, // set both before any run; \`within\` says "no larger than"
  observe: (lab) => lab.samples(metric, ["real", "random"]),
  // what takes the effect out, and its name: lab.untrained(), or lab.with({ real: "random#2" })
  control: { name: "", of: (lab) => lab },
});
`;
}
