import { generators } from "../activations/index.ts";
import { InvalidInputError } from "../errors/index.ts";
import type { Perturbation } from "../experiment/perturbation.ts";
import type { Multiverse } from "../experiment/readings/reading.ts";

/** What readings are checked against. */
export interface ReadingsOfPaper {
  readonly id: string;
  readonly readings?: Multiverse;
  readonly hypotheses: readonly { readonly id: string }[];
  readonly perturbations: readonly Perturbation[];
}

/**
 * Checks the readings of a paper, where it has some.
 *
 * Throws: InvalidInputError for a key that stands twice, a hypothesis or perturbation that the paper does not list, a
 * choice that is no option of its dimension, two readings with equal choices, two metrics of one key, a group that is not
 * registered, or an effect that no registered reading stands for.
 */
export function checkReadings({ id, readings, hypotheses, perturbations }: ReadingsOfPaper): void {
  if (readings === undefined) return;
  const refuse = (what: string, got: unknown, want: string): never => {
    throw new InvalidInputError({
      what: `${what} of the readings of "${id}"`,
      got,
      want,
      hint: `Hint: src/papers/${id}/paper.ts puts them together.`,
    });
  };
  const { dimensions, effects } = readings;
  for (const [what, keys] of [
    ["a dimension", dimensions.map(({ key }) => key)],
    ["an effect", effects.map(({ key }) => key)],
    ...dimensions.map(({ key, options }) => [`an option of ${key}`, options.map((one) => one.key)] as const),
    ...effects.map(({ key, readings: all }) => [`the choices of ${key}`, all.map(choicesText)] as const),
  ] as const) {
    const twice = keys.find((key, i) => keys.indexOf(key) !== i);
    if (twice !== undefined) refuse(what, twice, "one that no other has");
  }
  const metrics = new Map<string, unknown>();
  for (const { key, hypothesis, readings: all } of effects) {
    if (!hypotheses.some((one) => one.id === hypothesis))
      refuse(`the hypothesis of ${key}`, hypothesis, "one that the paper lists");
    if (!all.some(({ isRegistered }) => isRegistered))
      refuse(`the readings of ${key}`, all.length, "at least one that a criterion has");
    for (const { choices, metric, groups } of all) {
      for (const [dimension, option] of Object.entries(choices))
        if (!dimensions.find((one) => one.key === dimension)?.options.some((one) => one.key === option))
          refuse(`a choice of ${key}`, `${dimension}: ${option}`, "an option of its dimension");
      for (const type of groups)
        if (!Object.hasOwn(generators, type.split(/[@#]/)[0]!))
          refuse(`a group of ${key}`, type, `one of ${Object.keys(generators).join(", ")}`);
      if (!perturbations.includes(metric.along))
        refuse(`the perturbation of ${key}`, metric.along.key, "one that the paper lists");
      if ((metrics.get(metric.key) ?? metric) !== metric)
        refuse(`a metric of ${key}`, metric.key, "a key of one metric");
      metrics.set(metric.key, metric);
    }
  }
}

/** Equal for equal choices, whatever their order. */
function choicesText({ choices }: Multiverse["effects"][number]["readings"][number]): string {
  return Object.entries(choices)
    .map(([dimension, option]) => `${dimension}: ${option}`)
    .sort()
    .join(", ");
}
