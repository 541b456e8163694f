import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MalformedFileError } from "../../src/errors/index.ts";
import { memoryCurveStore } from "../../src/experiment/curve-store.ts";
import { basesOfShard } from "../../src/experiment/shard.ts";
import { curveLine, type StoredCurve } from "../../src/store/curve-lines.ts";
import { type Part, readPart, writePart } from "../../src/store/part-file.ts";
import { checkParts, partsCurveStore } from "../../src/store/parts.ts";
import { type RunIdentity, runKeyOf } from "../../src/store/run-identity.ts";
import { openRunStore, readStoredCurves } from "../../src/store/run-store.ts";
import { checkAsyncProperty } from "../../src/vitest/property.ts";
import { childScript } from "../support/child.ts";
import { temporaryFolder } from "../support/files.ts";
import { measureToy, toyBases, toyLab, toyReport } from "../support/toy-run.ts";

const sizes = fc.record({
  bases: fc.integer({ min: 2, max: 9 }),
  points: fc.integer({ min: 10, max: 24 }),
  order: fc.nat({ max: 1000 }),
  atOnce: fc.integer({ min: 1, max: 16 }),
});

/** What a kill loses is the end of a store: by shard, the shares of it that are left, each time it is killed. */
const killsOfShards = fc.array(fc.array(fc.nat({ max: 1000 }), { minLength: 1, maxLength: 3 }), {
  minLength: 1,
  maxLength: 7,
});

const refusal = async (): Promise<never> => {
  throw new Error("a row was measured");
};

describe("a run", () => {
  it("gives the same bytes whatever is asked first, and however many bases are under way", async () => {
    await checkAsyncProperty(
      fc.asyncProperty(sizes, async ({ bases, points, order, atOnce }) => {
        expect(await toyReport(toyLab({ bases, points, atOnce }), order)).toBe(
          await toyReport(toyLab({ bases, points })),
        );
      }),
      { numRuns: 30 },
    );
  });

  it("gives the same bytes after its store was cut at any byte, and again, and its bits flipped", async () => {
    const damage = fc.array(
      fc.record({ at: fc.integer({ min: 0, max: 999 }), kind: fc.constantFrom("cut", "flip") }),
      { minLength: 1, maxLength: 3 },
    );
    await checkAsyncProperty(
      fc.asyncProperty(sizes, damage, async ({ bases, points, order, atOnce }, damages) => {
        const expected = await toyReport(toyLab({ bases, points }));
        const folder = temporaryFolder();
        const run = async (questions: number): Promise<string> => {
          const store = await openRunStore(folder, { onWarning: () => {} });
          const report = await toyReport(toyLab({ bases, points, store, atOnce }), questions);
          await store.close();
          return report;
        };
        await run(0);
        for (const { at, kind } of damages) {
          damageFile(join(folder, "curves.jsonl"), at / 1000, kind);
          expect(await run(order)).toBe(expected);
        }
      }),
      { numRuns: 40 },
    );
  });

  it("gives the curves of a store or part whose bytes were changed as they were, or none, or a sentence", async () => {
    const changes = fc.array(
      fc.record({
        at: fc.nat({ max: 9999 }),
        byte: fc.nat({ max: 255 }),
        kind: fc.constantFrom("set", "insert", "delete", "repeat"),
      }),
      { minLength: 1, maxLength: 6 },
    );
    const folder = temporaryFolder();
    const store = await openRunStore(join(folder, "store"), { onWarning: () => {} });
    await measureToy(toyLab({ bases: 3, points: 10, store }));
    await store.close();
    const file = join(folder, "store/curves.jsonl");
    const curves = await readStoredCurves(join(folder, "store"));
    const part = join(folder, "part.jsonl");
    const [shard, identity] = [
      { index: 1, of: 1 },
      { bases: 3, moreBases: toyBases(3), points: 10 },
    ];
    const bases = basesOfShard(toyBases(3), shard);
    await writePart(part, { runKey: runKeyOf(identity), identity, shard, bases, options: {} }, curves);
    const texts = (all: readonly StoredCurve[]) => new Set(all.map(curveLine));
    const [kept, stored, parted] = [texts(curves), readFileSync(file), readFileSync(part)];
    await checkAsyncProperty(
      fc.asyncProperty(changes, async (all) => {
        writeFileSync(file, changed(stored, all));
        const found = await readStoredCurves(join(folder, "store"), { points: 10, bases: toyBases(3) });
        for (const text of texts(found)) expect(kept).toContain(text);
        writeFileSync(part, changed(parted, all));
        const read = await readPart(part).catch((error: unknown) => error);
        if (read instanceof Error) expect(read).toBeInstanceOf(MalformedFileError);
        else expect(texts((read as Part).curves)).toEqual(kept);
      }),
      { numRuns: 60 },
    );
  });

  it("measures nothing that its store holds whole", async () => {
    const store = memoryCurveStore();
    const expected = await toyReport(toyLab({ bases: 4, points: 10, store }));
    expect(await toyReport(toyLab({ bases: 4, points: 10, store, resumeFrom: refusal }))).toBe(expected);
  });

  it("merged from 1 to 7 shards, each killed and continued, gives the bytes of the whole, and measures nothing for it", async () => {
    await checkAsyncProperty(
      fc.asyncProperty(sizes, killsOfShards, async ({ bases, points, order, atOnce }, kills) => {
        const of = Math.min(kills.length, bases);
        const folder = temporaryFolder();
        const files = Array.from({ length: of }, (_, i) => join(folder, `part-${i}.jsonl`));
        for (const [i, file] of files.entries())
          await writeToyPart(file, { bases, points, index: i + 1, of, kills: kills[i]!, atOnce });
        const parts = await Promise.all(files.reverse().map(readPart));
        checkParts(parts);
        const merged = toyLab({ bases, points, store: partsCurveStore(parts), resumeFrom: refusal });
        expect(await toyReport(merged, order)).toBe(await toyReport(toyLab({ bases, points })));
      }),
      { numRuns: 30 },
    );
  });

  it("killed by SIGKILL at random moments and started again gives the same bytes", async () => {
    const [bases, points] = [8, 12];
    const expected = await toyReport(toyLab({ bases, points }));
    const folder = temporaryFolder();
    const result = join(folder, "result.json");
    const moments = fc.sample(fc.integer({ min: 0, max: 60 }), { seed: 5, numRuns: 4 });
    for (const moment of moments) await killedRun(folder, result, { bases, points, moment });
    expect(existsSync(result)).toBe(false);
    expect((await readStoredCurves(join(folder, "store"))).length).toBeGreaterThan(0);
    await killedRun(folder, result, { bases, points, moment: null });
    expect(readFileSync(result, "utf8")).toBe(expected);
  });
});

interface Change {
  /** Where, in ten-thousandths of the file. */
  readonly at: number;
  readonly byte: number;
  readonly kind: "set" | "insert" | "delete" | "repeat";
}

/** Bytes after some of them were set, put in, taken out, or the rest said twice. */
function changed(bytes: Buffer, changes: readonly Change[]): Buffer {
  return changes.reduce((now, { at, byte, kind }) => {
    const i = Math.floor((at / 10_000) * now.length);
    const [head, tail] = [now.subarray(0, i), now.subarray(i)];
    if (kind === "repeat") return Buffer.concat([now, tail]);
    const own = kind === "delete" ? [] : [Buffer.of(byte)];
    return Buffer.concat([head, ...own, kind === "insert" ? tail : tail.subarray(1)]);
  }, bytes);
}

function damageFile(file: string, share: number, kind: "cut" | "flip"): void {
  const bytes = readFileSync(file);
  const at = Math.floor(share * bytes.length);
  if (kind === "cut") truncateSync(file, at);
  else writeFileSync(file, bytes.with(at, bytes[at]! ^ 1));
}

interface ToyPart {
  readonly bases: number;
  readonly points: number;
  readonly index: number;
  readonly of: number;
  readonly kills: readonly number[];
  readonly atOnce: number;
}

/** Measures a shard, which is killed and continued, and writes its part. */
async function writeToyPart(
  file: string,
  { bases, points, index, of, kills, atOnce }: ToyPart,
): Promise<void> {
  const shard = { index, of };
  const folder = temporaryFolder();
  const measure = async () => {
    const store = await openRunStore(folder, { onWarning: () => {} });
    await measureToy(toyLab({ bases, points, store, shard, atOnce }));
    await store.close();
  };
  await measure();
  for (const left of kills) {
    damageFile(join(folder, "curves.jsonl"), left / 1000, "cut");
    await measure();
  }
  const identity = { bases, moreBases: toyBases(bases), points } as RunIdentity;
  await writePart(
    file,
    {
      runKey: runKeyOf(identity),
      identity,
      shard,
      bases: basesOfShard(toyBases(bases), shard),
      options: {
        model: null,
        sae: null,
        prompts: null,
        bases,
        moreBases: null,
        seed: "0",
        threads: 1,
        device: "cpu",
        claim: null,
        authorsGrid: false,
      },
    },
    await readStoredCurves(folder),
  );
}

const script = await childScript("toy-run-child");

/** Runs the toy in a process of its own and kills it `moment` ms after its store has grown; null lets it end. */
async function killedRun(
  folder: string,
  result: string,
  { bases, points, moment }: { bases: number; points: number; moment: number | null },
): Promise<void> {
  const store = join(folder, "store");
  mkdirSync(store, { recursive: true });
  const file = join(store, "curves.jsonl");
  const size = () => statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  const before = size();
  const pause = moment === null ? 0 : 30;
  const { PATH } = process.env;
  const child = spawn(process.execPath, [script.file, store, result, `${bases}`, `${points}`, `${pause}`], {
    stdio: ["ignore", "ignore", "pipe"],
    env: { PATH, ...script.environment },
  });
  const errors: string[] = [];
  child.stderr.on("data", (text) => errors.push(String(text)));
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  if (moment === null) {
    expect({ code: await ended, errors: errors.filter((text) => !text.includes("damaged")) }).toEqual({
      code: 0,
      errors: [],
    });
    return;
  }
  while (size() <= before && child.exitCode === null) await sleep(2);
  await sleep(moment);
  child.kill("SIGKILL");
  await ended;
}
