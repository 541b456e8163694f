import { allowance, type CheckResult, fails, show } from "./check-result.ts";
import type { ExpectedValues, Measure } from "./expected-values.ts";
import type { Installation } from "./installation.ts";

/** What is measured with the SAE. */
const SAE_MEASURES: ReadonlySet<Measure["kind"]> = new Set<Measure["kind"]>([
  "latent",
  "latents-above",
  "l1-error",
  "mean-l0",
  "decoder-norm",
  "frequency-sum",
  "largest-log10-frequency",
]);

export function healthySummary(
  { model }: Installation,
  { weightsDigest, of }: ExpectedValues,
  checks: readonly CheckResult[],
): string {
  const held = checks.filter(({ ok, decides }) => ok && decides).length;
  const left = checks.filter(({ ok }) => ok === null).length;
  const file =
    weightsDigest === null
      ? ""
      : weightsDigest === model.identity.weightsDigest
        ? " The weights file is the published one, byte for byte."
        : " The weights file is not the published one byte for byte, but its numbers give the same values.";
  return `These weights behave as ${of}: ${count(held, "check holds", "checks hold")}${left > 0 ? `, ${left} could not be run` : ""}.${file}`;
}

/** For what no trap explains. The check furthest beyond its tolerance is named; another SAE alone is told apart. */
export function otherWeightsSummary(expected: ExpectedValues, checks: readonly CheckResult[]): string {
  const failing = checks.filter(fails);
  const worst = failing.reduce((a, b) => (overshoot(b) > overshoot(a) ? b : a));
  const ran = checks.filter(({ ok, decides }) => ok !== null && decides).length;
  const ofSae = new Set(
    expected.checks.filter(({ measure }) => SAE_MEASURES.has(measure.kind)).map(({ name }) => name),
  );
  const whose = failing.every(({ name }) => ofSae.has(name))
    ? "This is another SAE, though the model is right"
    : "These are other weights";
  return `${whose}: ${failing.length} of ${count(ran, "check fails", "checks fail")}, most ${worst.name} (${show(worst.measured)} instead of ${show(worst.expected)}). No known trap explains it.`;
}

/** |measured - expected| in tolerances; 0 for what has none. */
function overshoot({ measured, expected, tolerance }: CheckResult): number {
  if (tolerance === null) return 0;
  return Math.abs(Number(measured) - Number(expected)) / allowance(tolerance, Number(expected));
}

export function count(n: number, one: string, many: string): string {
  return `${n} ${n === 1 ? one : many}`;
}
