import { generators } from "../activations/index.ts";
import { InvalidInputError } from "../errors/index.ts";
import type { TypeDraw } from "../experiment/draw.ts";
import type { Ladder } from "../experiment/ladder/ladder.ts";
import { MOST_FEATURES } from "../stats/across/shapley.ts";

/** What a ladder is checked against. */
export interface LadderOfPaper {
  readonly id: string;
  readonly ladder?: Ladder;
  /** The first is the reference. */
  readonly types: readonly { readonly key: TypeDraw }[];
  /** Those that reports show. */
  readonly metrics: readonly { readonly key: string }[];
}

/**
 * Checks the ladder of a paper, where it has one.
 *
 * Throws: InvalidInputError for a type that is not registered, one that stands twice or is the reference, a feature that is
 * not listed or stands twice, too many features, rungs that keep the same or more than an earlier one, a metric that
 * reports do not show, or a list that is too short.
 */
export function checkLadder({ id, ladder, types, metrics }: LadderOfPaper): void {
  if (ladder === undefined) return;
  const refuse = (what: string, got: unknown, want: string): never => {
    throw new InvalidInputError({
      what: `${what} of the ladder of "${id}"`,
      got,
      want,
      hint: `Hint: src/papers/${id}/paper.ts puts it together.`,
    });
  };
  const { floor, rungs, features } = ladder;
  const drawn = [types[0]!.key, floor, ...rungs.map(({ type }) => type)];
  for (const type of drawn)
    if (!Object.hasOwn(generators, type.split(/[@#]/)[0]!))
      refuse("an activation type", type, `one of ${Object.keys(generators).join(", ")}`);
  const keys = features.map(({ key }) => key);
  const shown = metrics.map(({ key }) => key);
  for (const [what, list] of [
    ["an activation type", drawn],
    ["a feature", keys],
    ["a metric", ladder.metrics.map(({ key }) => key)],
  ] as const) {
    const twice = list.find((key, i) => (list as readonly string[]).indexOf(key) !== i);
    if (twice !== undefined) refuse(what, twice, "named once, and the reference as no rung");
  }
  if (rungs.length < 2) refuse("the number of rungs", rungs.length, "at least 2");
  if (ladder.metrics.length === 0) refuse("the number of metrics", 0, "at least 1");
  if (keys.length > MOST_FEATURES)
    refuse(
      "the number of features",
      keys.length,
      `at most ${MOST_FEATURES}, since every set of them is read`,
    );
  for (const { key } of ladder.metrics)
    if (!shown.includes(key)) refuse("a metric", key, "one that reports show");
  for (const { keeps, type } of rungs)
    for (const [i, feature] of keeps.entries())
      if (!keys.includes(feature) || keeps.indexOf(feature) !== i)
        refuse(`what "${type}" keeps`, feature, "features that are listed, each once");
  checkOrder(ladder, refuse);
}

/** Two rungs that keep the same leave nothing between them, and one that gains without a loss is no rung down. */
function checkOrder({ rungs }: Ladder, refuse: (what: string, got: unknown, want: string) => never): void {
  for (const [i, above] of rungs.entries())
    for (const below of rungs.slice(i + 1))
      if (above.keeps.every((feature) => below.keeps.includes(feature)))
        refuse(
          "the rungs",
          [above.type, below.type],
          "rungs of which no later one keeps all that an earlier one does",
        );
}
