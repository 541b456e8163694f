import { InvalidInputError, NotEnoughPromptsError } from "../errors/index.ts";
import { permutation, type Rng } from "../math/rng.ts";
import type { Tokens } from "../model/language-model.ts";

/** The prompts of one run; no prompt occurs twice in it. */
export interface RunPrompts {
  /** Base i and target i are a pair. */
  readonly bases: readonly Tokens[];
  readonly targets: readonly Tokens[];
  /** For the mean and covariance of real activations. */
  readonly population: readonly Tokens[];
  /** What a prompt is about, where the source knows it: equal numbers for one topic, null for a prompt without one. */
  readonly topicOf?: (tokens: Tokens) => number | null;
  /** What the report must say about how they were drawn; default: nothing. */
  readonly notes?: readonly string[];
}

/** How many prompts are wanted, and of how many dimensions a covariance is estimated from them. */
export interface WantedPrompts {
  /** Pairs that there must be. */
  readonly bases: number;
  /** As many pairs as the source has, up to this; default: `bases`. */
  readonly upTo?: number;
  readonly dModel: number;
}

/** Where prompts come from. Equal streams give equal prompts, and more bases only add pairs at the end. */
export interface PromptSource {
  /** For the report: "the organism's language", "prompts.json". */
  readonly description: string;
  /** Prompts of a run, from streams of `rng`. Throws: NotEnoughPromptsError, TooFewRowsError. */
  draw(rng: Rng, want: WantedPrompts): RunPrompts | Promise<RunPrompts>;
}

/** A source that has its prompts at hand. */
export interface ReadyPromptSource extends PromptSource {
  draw(rng: Rng, want: WantedPrompts): RunPrompts;
}

/** Activations behind the covariance: more than the 8,000 under which a 64-dimensional one is visibly noisy. */
export const POPULATION_PROMPTS = 10_000;
/** Under this many a covariance is not estimated at all, in multiples of d_model. */
export const SMALLEST_POPULATION_PER_DIMENSION = 10;

/**
 * Prompts from a list: pairs first (base i at 2i, target i at 2i + 1 of a random order), and the population from
 * the end of it, at most 10,000. Pairs beyond those that must be are taken only where they leave it that many.
 *
 * Throws: NotEnoughPromptsError when fewer than 10 d_model prompts are left for the covariance.
 */
export function listedPrompts(description: string, prompts: readonly Tokens[]): ReadyPromptSource {
  const distinct = distinctPrompts(prompts);
  return {
    description,
    draw(rng, { bases, upTo = bases, dModel }) {
      const smallest = SMALLEST_POPULATION_PER_DIMENSION * dModel;
      if (distinct.length < 2 * bases + smallest)
        throw new NotEnoughPromptsError({
          source: description,
          distinct: distinct.length,
          pairs: bases,
          population: smallest,
        });
      const toSpare = Math.floor((distinct.length - Math.max(smallest, POPULATION_PROMPTS)) / 2);
      const pairs = Math.max(bases, Math.min(upTo, toSpare));
      const order = permutation(rng, distinct.length);
      const at = (i: number) => distinct[order[i]!]!;
      return {
        bases: Array.from({ length: pairs }, (_, i) => at(2 * i)),
        targets: Array.from({ length: pairs }, (_, i) => at(2 * i + 1)),
        population: Array.from(
          { length: Math.min(POPULATION_PROMPTS, distinct.length - 2 * pairs) },
          (_, i) => at(distinct.length - 1 - i),
        ),
      };
    },
  };
}

/**
 * Prompts from an unlimited source: `drawFresh(rng, count)` gives the first `count` prompts of a stream. They are taken
 * one by one, and few sources repeat themselves, so what draws each when it is asked for draws half as many.
 *
 * Bases, targets and population have streams of their own; a prompt that occurred before is passed over. Pairs are
 * taken one after the other, so that more bases change no earlier pair.
 * Throws: InvalidInputError when the source repeats itself so much that not enough distinct prompts come.
 */
export function freshPrompts(
  description: string,
  drawFresh: (rng: Rng, count: number) => Iterable<Tokens>,
): ReadyPromptSource {
  return {
    description,
    draw(rng, { bases, upTo = bases, dModel }) {
      const all = Math.max(bases, upTo);
      const seen = new Set<string>();
      const open = (name: string, count: number): (() => Tokens) => {
        const candidates = drawFresh(rng.fork(name), 2 * count)[Symbol.iterator]();
        let taken = 0;
        return () => {
          for (let next = candidates.next(); !next.done; next = candidates.next()) {
            const prompt = next.value;
            const key = prompt.join(" ");
            if (seen.has(key)) continue;
            seen.add(key);
            taken++;
            return prompt;
          }
          throw new InvalidInputError({
            what: `the number of distinct prompts in ${description}`,
            got: taken,
            want: `at least ${count}`,
            hint: "Hint: the source repeats itself; use fewer bases.",
          });
        };
      };
      const base = open("bases", all);
      const target = open("targets", all);
      const pairs = Array.from({ length: all }, () => [base(), target()] as const);
      const size = Math.max(POPULATION_PROMPTS, SMALLEST_POPULATION_PER_DIMENSION * dModel);
      const another = open("population", size);
      return {
        bases: pairs.map(([prompt]) => prompt),
        targets: pairs.map(([, prompt]) => prompt),
        population: Array.from({ length: size }, another),
      };
    },
  };
}

function distinctPrompts(prompts: readonly Tokens[]): readonly Tokens[] {
  return [...new Map(prompts.map((prompt) => [prompt.join(" "), prompt])).values()];
}
