import type { Beside } from "../beside.ts";

/** Bases that two runs have in common, and of how many. */
export interface Sharing {
  /** Numbers of bases that are of one prompt in both runs, ascending. */
  readonly bases: readonly number[];
  /** Bases of each run; null where its prompts are not kept beside its report. */
  readonly of: readonly [number | null, number | null];
}

/** What two runs share: base i of both where its tokens are the same, and nothing where prompts are not kept. */
export function sharedBases(a: Pick<Beside, "bases">, b: Pick<Beside, "bases">): Sharing {
  const [first, second] = [promptsOf(a), promptsOf(b)];
  const of = [first?.length ?? null, second?.length ?? null] as const;
  if (first === null || second === null) return { bases: [], of };
  const same = first.flatMap((tokens, base) => (isSame(tokens, second[base]) ? [base] : []));
  return { bases: same, of };
}

/** Prompts as token ids; null where a file holds none. */
function promptsOf({ bases }: Pick<Beside, "bases">): readonly unknown[] | null {
  const tokens: unknown = bases?.tokens;
  return Array.isArray(tokens) ? tokens : null;
}

function isSame(tokens: unknown, others: unknown): boolean {
  return Array.isArray(tokens) && Array.isArray(others) && tokens.join() === others.join();
}
