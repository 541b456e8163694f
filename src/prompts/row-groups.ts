import { DownloadLimitError, TooFewRowsError } from "../errors/index.ts";
import type { Rng } from "../math/rng.ts";

/** A run of rows of a data set that is fetched as one piece. */
export interface RowGroup {
  readonly file: string;
  /** Its number within the file, from 0. */
  readonly index: number;
  readonly rows: number;
  /** What fetching it costs. */
  readonly bytes: number;
}

/** One row in this many may become a base or a target: documents run on over several rows. */
export const ROWS_PER_CANDIDATE = 10;

/** How many row groups a run draws from, unless its pairs need more. */
export const FIRST_GROUPS = 32;

/**
 * All row groups of a data set in random order; a file is asked for its groups when it is first drawn.
 *
 * A file is drawn among those that are not exhausted, then one of its groups: every group is as likely as any other
 * where files have equally many, and one of a file with half as many is twice as likely.
 */
export async function* randomRowGroups(
  rng: Rng,
  files: readonly string[],
  groupsIn: (file: string) => Promise<readonly RowGroup[]>,
): AsyncGenerator<RowGroup, undefined> {
  const open = [...files];
  const left = new Map<string, RowGroup[]>();
  while (open.length > 0) {
    const at = rng.integer(open.length);
    const file = open[at]!;
    const groups = left.get(file) ?? (await groupsIn(file)).filter(({ rows }) => rows > 0);
    left.set(file, groups);
    const [group] = groups.length === 0 ? [] : groups.splice(rng.integer(groups.length), 1);
    if (groups.length === 0) open.splice(at, 1);
    if (group !== undefined) yield group;
  }
}

/** Row groups that are drawn from together: bases from the even ones, targets from the odd ones. */
type Block = readonly RowGroup[];

/**
 * Takes row groups from an order: first FIRST_GROUPS, then two at a time.
 *
 * The first block never depends on what a run needs. It is smaller where the data set is, and where more would cost
 * over `limit` bytes.
 */
export interface RowGroupPlan {
  readonly blocks: readonly Block[];
  readonly bytes: number;
  /** Adds blocks until their candidates make this many pairs. Throws: DownloadLimitError, TooFewRowsError. */
  reach(pairs: number): Promise<void>;
  /** Adds one block more, on the way to this many pairs. Throws: as `reach`. */
  add(pairs: number): Promise<void>;
}

export function planRowGroups(
  source: string,
  order: AsyncIterator<RowGroup, undefined>,
  limit: number,
): RowGroupPlan {
  const blocks: Block[] = [];
  let bytes = 0;
  let candidates = 0;
  let tooLarge: RowGroup | undefined;

  async function take(most: number): Promise<Block> {
    const block: RowGroup[] = [];
    let total = bytes;
    while (block.length < most && tooLarge === undefined) {
      const { value: group } = await order.next();
      if (group === undefined) break;
      if (total + group.bytes > limit) tooLarge = group;
      else {
        block.push(group);
        total += group.bytes;
      }
    }
    return tooLarge === undefined ? block : block.slice(0, block.length - (block.length % 2));
  }

  async function add(pairs: number): Promise<void> {
    const block = await take(blocks.length === 0 ? FIRST_GROUPS : 2);
    if (block.length < 2) {
      const groups = blocks.flat();
      if (tooLarge === undefined)
        throw new TooFewRowsError({
          source,
          groups: groups.length + block.length,
          pairs: candidates,
          wanted: pairs,
        });
      const needs = candidates === 0 ? bytes + 2 * tooLarge.bytes : (bytes / candidates) * pairs;
      throw new DownloadLimitError({ source, pairs, needs, limit });
    }
    blocks.push(block);
    bytes += block.reduce((sum, group) => sum + group.bytes, 0);
    candidates += pairsOf(block);
  }

  return {
    blocks,
    get bytes() {
      return bytes;
    },
    async reach(pairs) {
      while (candidates < pairs || blocks.length === 0) await add(pairs);
    },
    add,
  };
}

/** The groups of a block that give bases, and those that give targets. */
export function sidesOf<T>(block: readonly T[]): {
  readonly bases: readonly T[];
  readonly targets: readonly T[];
} {
  return { bases: block.filter((_, i) => i % 2 === 0), targets: block.filter((_, i) => i % 2 === 1) };
}

/** How many pairs a block gives when no row is short and no prompt comes twice. */
function pairsOf(block: Block): number {
  const count = (groups: readonly RowGroup[]) =>
    groups.reduce((sum, { rows }) => sum + Math.floor(rows / ROWS_PER_CANDIDATE), 0);
  const { bases, targets } = sidesOf(block);
  return Math.min(count(bases), count(targets));
}

/** The rows of a group that may become bases or targets: every tenth from a random one on, so never two neighbours. */
export function candidateRows(rng: Rng, group: Pick<RowGroup, "file" | "index" | "rows">): readonly number[] {
  const first = rng.fork(`${group.file} ${group.index}`).integer(ROWS_PER_CANDIDATE);
  return Array.from(
    { length: Math.floor(group.rows / ROWS_PER_CANDIDATE) },
    (_, i) => first + ROWS_PER_CANDIDATE * i,
  );
}
