import { DownloadLimitError, TooFewRowsError } from "../errors/index.ts";
import { permutation, type Rng } from "../math/rng.ts";
import type { Tokens } from "../model/language-model.ts";
import {
  POPULATION_PROMPTS,
  type RunPrompts,
  SMALLEST_POPULATION_PER_DIMENSION,
  type WantedPrompts,
} from "./prompt-source.ts";
import { candidateRows, planRowGroups, type RowGroup, randomRowGroups, sidesOf } from "./row-groups.ts";

/** How far fetching is. */
export interface FetchedBytes {
  /** Before the group at hand. */
  readonly done: number;
  /** For all groups that are planned. */
  readonly of: number;
}

/** A data set whose rows come in groups, each in a file. */
export interface RowGroupSet {
  readonly description: string;
  readonly files: readonly string[];
  /** What fetching the drawn groups may cost at most, bytes. */
  readonly limit: number;
  groupsIn(file: string): Promise<readonly RowGroup[]>;
  /** The prompt of every row; null for a row that is too short. */
  promptsIn(group: RowGroup, fetched: FetchedBytes): Promise<readonly (Tokens | null)[]>;
}

/** The prompts of a run and what they were drawn from. */
export interface DrawnRows extends RunPrompts {
  readonly groups: readonly RowGroup[];
  /** Rows of these groups that were too short for a prompt. */
  readonly short: number;
}

/**
 * Draws a run's prompts from random row groups.
 *
 * Pairs come from every tenth row, bases and targets from different groups, shuffled over the groups of a block. The
 * population comes from the other rows of the first block. More bases add pairs at the end and change nothing else:
 * the first block is paired and the population drawn before another group is looked at.
 * Throws: DownloadLimitError before any row is fetched (later where short or repeated rows make more groups necessary); TooFewRowsError; what the set throws.
 */
export async function drawFromRowGroups(rng: Rng, want: WantedPrompts, set: RowGroupSet): Promise<DrawnRows> {
  const source = set.description;
  const order = randomRowGroups(rng.fork("groups"), set.files, (file) => set.groupsIn(file));
  const plan = planRowGroups(source, order, set.limit);
  const { bases, upTo = bases } = want;
  await plan.reach(bases);
  await fits(() => plan.reach(upTo));

  const seen = new Set<string>();
  const pairs: (readonly [Tokens, Tokens])[] = [];
  let population: readonly Tokens[] = [];
  let read = 0; // blocks
  let done = 0; // bytes
  let short = 0;
  for (; read === 0 || pairs.length < upTo; read++) {
    if (read === plan.blocks.length) {
      if (pairs.length < bases) await plan.add(bases);
      else if (!(await fits(() => plan.add(upTo)))) break;
    }
    const rows: BlockRows[] = [];
    for (const group of plan.blocks[read]!) {
      const prompts = await set.promptsIn(group, { done, of: plan.bytes });
      rows.push(splitRows(rng.fork("candidates"), group, prompts));
      done += group.bytes;
      short += prompts.filter((prompt) => prompt === null).length;
    }
    pairs.push(...pairUp(rng.fork("pairs").fork(read), rows, seen));
    if (read > 0) continue;
    const least = SMALLEST_POPULATION_PER_DIMENSION * want.dModel;
    const others = rows.flatMap((group) => group.others);
    population = takeDistinct(
      shuffled(rng.fork("population"), others),
      seen,
      Math.max(POPULATION_PROMPTS, least),
    );
    if (population.length < least)
      throw new TooFewRowsError({
        source,
        groups: rows.length,
        pairs: pairs.length,
        wanted: bases,
        others: { there: population.length, wanted: least },
      });
  }
  return {
    bases: pairs.slice(0, Math.max(bases, upTo)).map(([base]) => base),
    targets: pairs.slice(0, Math.max(bases, upTo)).map(([, target]) => target),
    population,
    groups: plan.blocks.slice(0, read).flat(),
    short,
  };
}

/** Whether there are groups enough, and room for them under the limit. */
async function fits(take: () => Promise<void>): Promise<boolean> {
  try {
    await take();
    return true;
  } catch (error) {
    if (error instanceof DownloadLimitError || error instanceof TooFewRowsError) return false;
    throw error;
  }
}

/** The prompts of one group: what may become a base or a target, and the rest. */
interface BlockRows {
  readonly candidates: readonly Tokens[];
  readonly others: readonly Tokens[];
}

function splitRows(rng: Rng, group: RowGroup, prompts: readonly (Tokens | null)[]): BlockRows {
  const rows = new Set(candidateRows(rng, group));
  const those = (wanted: boolean) =>
    prompts.filter((prompt, row) => prompt !== null && rows.has(row) === wanted);
  return { candidates: those(true) as Tokens[], others: those(false) as Tokens[] };
}

/** Pairs of a block until one side is exhausted; a prompt that occurred before is passed over. */
function pairUp(rng: Rng, block: readonly BlockRows[], seen: Set<string>): (readonly [Tokens, Tokens])[] {
  const { bases, targets } = sidesOf(block);
  const side = (name: string, groups: readonly BlockRows[]) =>
    shuffled(
      rng.fork(name),
      groups.flatMap((group) => group.candidates),
    )[Symbol.iterator]();
  const base = side("bases", bases);
  const target = side("targets", targets);
  const pairs: (readonly [Tokens, Tokens])[] = [];
  for (;;) {
    const [left] = takeDistinct(base, seen, 1);
    const [right] = takeDistinct(target, seen, 1);
    if (left === undefined || right === undefined) return pairs;
    pairs.push([left, right]);
  }
}

/** The next `count` prompts that are not in `seen`, which they join; fewer where there are not so many. */
function takeDistinct(prompts: Iterable<Tokens>, seen: Set<string>, count: number): Tokens[] {
  const taken: Tokens[] = [];
  const rest = prompts[Symbol.iterator]();
  while (taken.length < count) {
    const { value: prompt, done } = rest.next();
    if (done) break;
    const key = prompt.join(" ");
    if (seen.has(key)) continue;
    seen.add(key);
    taken.push(prompt);
  }
  return taken;
}

function shuffled(rng: Rng, prompts: readonly Tokens[]): Tokens[] {
  return Array.from(permutation(rng, prompts.length), (i) => prompts[i]!);
}
