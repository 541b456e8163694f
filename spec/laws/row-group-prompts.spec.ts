import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rngFromSeed } from "../../src/math/rng.ts";
import type { Tokens } from "../../src/model/language-model.ts";
import { POPULATION_PROMPTS } from "../../src/prompts/prompt-source.ts";
import { type DrawnRows, drawFromRowGroups, type RowGroupSet } from "../../src/prompts/row-group-prompts.ts";
import {
  candidateRows,
  FIRST_GROUPS,
  ROWS_PER_CANDIDATE,
  type RowGroup,
  randomRowGroups,
} from "../../src/prompts/row-groups.ts";
import { checkAsyncProperty, checkProperty } from "../../src/vitest/property.ts";

/** What a made-up data set is like. */
interface MadeUp {
  /** Rows of every group, by file. */
  readonly files: readonly (readonly number[])[];
  /** Whether this row has the prompt of row 0 of the first group. */
  readonly isRepeat?: (row: number) => boolean;
  readonly isShort?: (row: number) => boolean;
  readonly bytesPerRow?: number;
  readonly limit?: number;
}

interface Asked {
  readonly footers: string[];
  readonly read: string[];
  readonly fetched: { done: number; of: number }[];
}

/** A prompt says where it stands: file, group and row. */
function madeUp(of: MadeUp): RowGroupSet & { readonly asked: Asked } {
  const { isRepeat = () => false, isShort = () => false, bytesPerRow = 1, limit = 1e9 } = of;
  const files = of.files.map((_, file) => `f${file}`);
  const asked: Asked = { footers: [], read: [], fetched: [] };
  return {
    description: "made up",
    files,
    limit,
    asked,
    async groupsIn(file) {
      asked.footers.push(file);
      return of.files[files.indexOf(file)]!.map((rows, index) => ({
        file,
        index,
        rows,
        bytes: rows * bytesPerRow,
      }));
    },
    async promptsIn({ file, index, rows }, fetched) {
      asked.read.push(`${file} ${index}`);
      asked.fetched.push(fetched);
      return Array.from({ length: rows }, (_, row): Tokens | null => {
        if (isShort(row)) return null;
        return isRepeat(row) ? [0, 0, 0] : [files.indexOf(file), index, row];
      });
    },
  };
}

const groupOf = ([file, index]: Tokens) => `${file} ${index}`;
const all = ({ bases, targets, population }: DrawnRows) => [...bases, ...targets, ...population];
const draw = (set: RowGroupSet, seed: number, bases: number) =>
  drawFromRowGroups(rngFromSeed(seed), { bases, dModel: 2 }, set);

/** 8 files of 6 to 9 groups of 20 to 60 rows: some 60 groups, of which 32 give at least 32 pairs. */
const sets = fc.array(fc.array(fc.integer({ min: 20, max: 60 }), { minLength: 6, maxLength: 9 }), {
  minLength: 8,
  maxLength: 8,
});
const large: MadeUp["files"] = Array.from({ length: 40 }, () => [40, 40, 40]);

describe("prompts from row groups", () => {
  it("are all different, bases and targets from groups that share none, at most one row in ten", async () => {
    const repeats = fc.integer({ min: 3, max: 9 });
    await checkAsyncProperty(
      fc.asyncProperty(
        sets,
        fc.nat(),
        fc.integer({ min: 1, max: 50 }),
        repeats,
        async (files, seed, bases, r) => {
          const set = madeUp({ files, isRepeat: (row) => row % r === 0 });
          const drawn = await draw(set, seed, bases);
          expect([drawn.bases.length, drawn.targets.length]).toEqual([bases, bases]);
          expect(new Set(all(drawn).map(String)).size).toBe(all(drawn).length);
          const ownRows = (prompts: readonly Tokens[]) => prompts.filter((prompt) => `${prompt}` !== "0,0,0");
          const groups = (prompts: readonly Tokens[]) => new Set(ownRows(prompts).map(groupOf));
          for (const group of groups(drawn.bases)) expect(groups(drawn.targets)).not.toContain(group);
          const rows = new Map<string, number[]>();
          for (const prompt of ownRows([...drawn.bases, ...drawn.targets]))
            rows.set(groupOf(prompt), [...(rows.get(groupOf(prompt)) ?? []), prompt[2]!]);
          for (const [, used] of rows) {
            const sorted = used.sort((a, b) => a - b);
            for (const [i, row] of sorted.slice(1).entries())
              expect(row - sorted[i]!).toBeGreaterThanOrEqual(10);
          }
        },
      ),
      { numRuns: 20 },
    );
  });

  it("keep every pair and the population when there are more bases, also beyond the first groups", async () => {
    await checkAsyncProperty(
      fc.asyncProperty(fc.nat(), fc.integer({ min: 1, max: 100 }), async (seed, bases) => {
        const set = () => madeUp({ files: large, isRepeat: (row) => row % 7 === 0 });
        const few = await draw(set(), seed, bases);
        const many = await draw(set(), seed, 150);
        expect(many.groups.length).toBeGreaterThan(FIRST_GROUPS);
        expect(many.bases.slice(0, bases)).toEqual(few.bases);
        expect(many.targets.slice(0, bases)).toEqual(few.targets);
        expect(many.population).toEqual(few.population);
        expect(many.groups.slice(0, few.groups.length)).toEqual(few.groups);
        expect(new Set(all(many).map(String)).size).toBe(all(many).length);
        expect(await draw(set(), seed, bases)).toEqual(few);
      }),
      { numRuns: 15 },
    );
  });

  it("leave the rows of pairs out of the population, also those that no pair uses", async () => {
    const drawn = await draw(madeUp({ files: [[40, 40, 40]] }), 3, 1);
    const candidates = new Set(
      drawn.groups.flatMap((group) =>
        candidateRows(rngFromSeed(3).fork("candidates"), group).map((row) => `${group.index} ${row}`),
      ),
    );
    expect(candidates.size).toBe(12); // two groups of bases, one of targets: 4 of the 12 have no partner
    expect(drawn.population).toHaveLength(108);
    for (const [, index, row] of drawn.population) expect(candidates).not.toContain(`${index} ${row}`);
  });

  it("are at most 10,000 for the population, and 10 d_model of a wide model", async () => {
    const files = Array.from({ length: 32 }, () => [1000]);
    expect((await draw(madeUp({ files }), 0, 5)).population).toHaveLength(POPULATION_PROMPTS);
    const want = { bases: 5, dModel: 1010 };
    const wide = await drawFromRowGroups(rngFromSeed(0), want, madeUp({ files }));
    expect(wide.population).toHaveLength(10_100);
  });

  it("come from few files: a footer is asked for once, and only of files with a drawn group", async () => {
    const set = madeUp({ files: Array.from({ length: 500 }, () => [40, 40]) });
    const { groups } = await draw(set, 1, 10);
    expect(groups).toHaveLength(FIRST_GROUPS);
    expect(set.asked.footers.sort()).toEqual([...new Set(groups.map(({ file }) => file))].sort());
    expect(set.asked.read).toEqual(groups.map(({ file, index }) => `${file} ${index}`));
  });

  it("say before each group how many bytes are fetched, of how many", async () => {
    const set = madeUp({ files: large, bytesPerRow: 3 });
    const { groups } = await draw(set, 1, 100);
    expect(groups).toHaveLength(50);
    expect(set.asked.fetched).toEqual(groups.map((_, i) => ({ done: 120 * i, of: 120 * 50 })));
  });

  it("pass over rows that are too short, and count them", async () => {
    const set = madeUp({ files: large, isShort: (row) => row % 3 === 0 });
    const drawn = await draw(set, 2, 30);
    expect(drawn.bases).toHaveLength(30);
    expect(drawn.short).toBe(drawn.groups.length * 14);
    expect(all(drawn).filter(([, , row]) => row! % 3 === 0)).toEqual([]);
  });

  it("take more groups where repeats leave too few pairs in those that should do", async () => {
    const isRepeat = (row: number) => row >= 20;
    const set = madeUp({ files: large, isRepeat });
    const drawn = await draw(set, 2, 60);
    expect(drawn.bases).toHaveLength(60);
    expect(drawn.groups.length).toBeGreaterThan(FIRST_GROUPS);
  });

  it("come from all groups of a small set, and two are the fewest", async () => {
    const want = { bases: 4, dModel: 2 };
    const three = await drawFromRowGroups(rngFromSeed(0), want, madeUp({ files: [[40, 40], [40]] }));
    expect(three.groups).toHaveLength(3);
    const two = madeUp({ files: [[40, 40]] });
    expect((await drawFromRowGroups(rngFromSeed(0), want, two)).bases).toHaveLength(4);
    await expect(drawFromRowGroups(rngFromSeed(0), { ...want, bases: 5 }, two)).rejects.toThrow(
      "made up: 2 row groups give 4 pairs of prompts; the run needs 5.",
    );
    await expect(draw(madeUp({ files: [[40, 0]] }), 0, 1)).rejects.toThrow(
      "made up: 1 row group gives 0 pairs of prompts; the run needs 1.",
    );
    await expect(draw(madeUp({ files: [] }), 0, 1)).rejects.toThrow("made up: 0 row groups give 0 pairs");
  });

  it("are refused when the covariance would lack rows", async () => {
    const want = { bases: 4, dModel: 8 };
    await expect(drawFromRowGroups(rngFromSeed(0), want, madeUp({ files: [[40, 40]] }))).rejects.toThrow(
      "made up: 2 row groups give 72 prompts for the covariance; it needs at least 80 (10 d_model).",
    );
  });
});

describe("the limit on what is fetched", () => {
  const costly = (limit: number) => madeUp({ files: large, bytesPerRow: 100_000, limit });

  it("cuts the first groups to an even number that fits", async () => {
    const { groups } = await draw(costly(39e6), 0, 15);
    expect(groups).toHaveLength(8); // 9 of 4 MB would fit
  });

  it("refuses what does not fit before any row is fetched, with what it would take", async () => {
    const set = costly(39e6);
    await expect(draw(set, 0, 40)).rejects.toThrow(
      "made up: 40 pairs of prompts lie in row groups of about 80 MB; at most 39 MB are fetched.",
    );
    expect(set.asked.read).toEqual([]);
    const tiny = costly(7e6);
    await expect(draw(tiny, 0, 1)).rejects.toThrow(
      "made up: 1 pairs of prompts lie in row groups of about 8 MB; at most 7 MB are fetched.",
    );
  });

  it("gives as many pairs beyond those that must be as fit, and the same ones", async () => {
    const upTo = (bases: number, most: number, limit: number) =>
      drawFromRowGroups(rngFromSeed(0), { bases, upTo: most, dModel: 1 }, costly(limit));
    const must = await draw(costly(1e9), 0, 64);
    expect(must.groups).toHaveLength(FIRST_GROUPS);
    const some = await upTo(64, 100, 139e6); // 32 groups of 4 MB, and two more
    expect([some.bases.length, some.groups.length]).toEqual([68, FIRST_GROUPS + 2]);
    expect(some.bases.slice(0, 64)).toEqual(must.bases);
    expect(some.population).toEqual(must.population);
    expect((await upTo(64, 66, 139e6)).bases).toEqual(some.bases.slice(0, 66));
    const all = await upTo(64, 1000, 1e9);
    expect(all.groups).toHaveLength(120);
    expect(all.bases.length).toBe(240);
    await expect(upTo(69, 100, 139e6)).rejects.toThrow("at most 139 MB");
  });

  it("leaves the first 32 groups alone when only further ones do not fit", async () => {
    const set = costly(129e6);
    expect((await draw(set, 0, 64)).groups).toHaveLength(FIRST_GROUPS);
    await expect(draw(set, 0, 65)).rejects.toThrow("about 130 MB; at most 129 MB");
  });
});

describe("the order of row groups", () => {
  const groupsOf =
    (counts: readonly number[]) =>
    async (file: string): Promise<RowGroup[]> =>
      Array.from({ length: counts[Number(file)]! }, (_, index) => ({ file, index, rows: 1, bytes: 1 }));
  const orderOf = async (counts: readonly number[], seed: number) => {
    const order: string[] = [];
    const files = counts.map((_, i) => `${i}`);
    for await (const { file, index } of randomRowGroups(rngFromSeed(seed), files, groupsOf(counts)))
      order.push(`${file} ${index}`);
    return order;
  };

  it("has every group once", async () => {
    await checkAsyncProperty(
      fc.asyncProperty(fc.array(fc.nat({ max: 5 }), { maxLength: 6 }), fc.nat(), async (counts, seed) => {
        const order = await orderOf(counts, seed);
        const wanted = counts.flatMap((count, file) =>
          Array.from({ length: count }, (_, i) => `${file} ${i}`),
        );
        expect([...order].sort()).toEqual(wanted.sort());
      }),
      { numRuns: 50 },
    );
  });

  it("puts every group among the first equally often where files have equally many", async () => {
    const times = new Map<string, number>();
    for (let seed = 0; seed < 1500; seed++)
      for (const group of (await orderOf([3, 3, 3, 3], seed)).slice(0, 4))
        times.set(group, (times.get(group) ?? 0) + 1);
    expect(times.size).toBe(12);
    // 500 expected, standard deviation 18
    for (const [group, count] of times) expect(Math.abs(count - 500), group).toBeLessThan(80);
  });
});

describe("the candidates of a group", () => {
  it("are one row in ten, ten apart, and each row as likely as any other", () => {
    checkProperty(
      fc.property(fc.nat({ max: 2000 }), fc.nat(), (rows, seed) => {
        const candidates = candidateRows(rngFromSeed(seed), { file: "a", index: 0, rows });
        expect(candidates).toHaveLength(Math.floor(rows / ROWS_PER_CANDIDATE));
        candidates.forEach((row, i) => {
          expect(row).toBeGreaterThanOrEqual(0);
          expect(row).toBeLessThan(rows);
          if (i > 0) expect(row - candidates[i - 1]!).toBe(ROWS_PER_CANDIDATE);
        });
      }),
    );
    const times = new Array<number>(10).fill(0);
    for (let index = 0; index < 2000; index++)
      times[candidateRows(rngFromSeed(0), { file: "a", index, rows: 10 })[0]!]!++;
    for (const count of times) expect(Math.abs(count - 200)).toBeLessThan(60);
  });
});
