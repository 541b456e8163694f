import { InvalidInputError, NotEnoughPromptsError, TooFewRowsError } from "../errors/index.ts";
import { MOST_PAIRS_DRAWN } from "../limits.ts";
import type { Rng } from "../math/rng.ts";
import { type Activation, distance } from "../math/vec.ts";
import type { Tokens } from "../model/language-model.ts";
import type { PromptSource, RunPrompts, WantedPrompts } from "./prompt-source.ts";

/** The activations of a run's pairs at the place where it perturbs, one by one as its prompts are. */
export interface PairActivations {
  readonly bases: readonly Activation[];
  readonly targets: readonly Activation[];
}

/** The prompts of a run whose pairs all differ in what is measured. */
export interface DifferentPairs {
  readonly prompts: RunPrompts;
  readonly activations: PairActivations;
  /** Pairs that were passed over before as many as there are had been found. */
  readonly passedOver: number;
}

/**
 * Draws prompts and passes over every pair whose two activations are the same or are not finite: there is no way from
 * one to the other. As many pairs more are drawn from the end; where nothing is passed over the draw is the source's own.
 *
 * `stream` gives the source's stream afresh; `at` the activations of prompts, asked for once a prompt.
 * Throws: InvalidInputError where too few pairs differ; what the source throws.
 */
export async function drawDifferentPairs(
  source: PromptSource,
  want: WantedPrompts,
  {
    stream,
    at,
  }: {
    readonly stream: () => Rng;
    readonly at: (prompts: readonly Tokens[]) => Promise<readonly Activation[]>;
  },
): Promise<DifferentPairs> {
  const { bases: least, upTo = least } = want;
  const most = Math.max(least, upTo);
  const found: Pair[] = [];
  let ask = { bases: least, upTo: most };
  for (;;) {
    const prompts = await drawn(source, { ...want, ...ask }, stream).catch((error: unknown) => {
      const givesOut = error instanceof NotEnoughPromptsError || error instanceof TooFewRowsError;
      throw found.length > 0 && givesOut ? tooFew(source, found, least) : error;
    });
    const more = prompts.bases.slice(found.length);
    const partners = prompts.targets.slice(found.length);
    const ends = await at([...more, ...partners]);
    for (let i = 0; i < more.length; i++) {
      const [base, target] = [ends[i]!, ends[more.length + i]!];
      const length = distance(base, target);
      found.push({ base, target, differs: length > 0 && Number.isFinite(length) });
    }
    const kept = found.flatMap(({ differs }, i) => (differs ? [i] : [])).slice(0, most);
    const passedOver = found.filter(({ differs }) => !differs).length;
    const exhausted = prompts.bases.length < ask.upTo;
    if (kept.length >= least && (kept.length === most || exhausted || passedOver === 0))
      return {
        prompts:
          passedOver === 0
            ? prompts
            : {
                ...prompts,
                bases: kept.map((i) => prompts.bases[i]!),
                targets: kept.map((i) => prompts.targets[i]!),
              },
        activations: {
          bases: kept.map((i) => found[i]!.base),
          targets: kept.map((i) => found[i]!.target),
        },
        passedOver,
      };
    if (found.length > MOST_PAIRS_DRAWN * most) throw tooFew(source, found, least);
    const needed = kept.length < least ? least + passedOver : prompts.bases.length;
    ask = { bases: needed, upTo: Math.max(needed, most + passedOver) };
  }
}

interface Pair {
  readonly base: Activation;
  readonly target: Activation;
  readonly differs: boolean;
}

/** A draw whose source may throw at once or later. */
async function drawn(source: PromptSource, want: WantedPrompts, stream: () => Rng): Promise<RunPrompts> {
  return source.draw(stream(), want);
}

function tooFew(source: PromptSource, found: readonly Pair[], least: number): InvalidInputError {
  const differ = found.filter(({ differs }) => differs).length;
  return new InvalidInputError({
    what: `the number of pairs from ${source.description} whose activations differ where the run perturbs`,
    got: differ,
    want: `at least ${least}; ${found.length} pairs were tried`,
    hint: "Hint: at the very first hook an activation is its last token alone: give prompts that end in different tokens, an --sae of a later hook, or fewer --bases.",
  });
}
