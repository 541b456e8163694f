import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  MalformedFileError,
  MissingCurveError,
  MissingFileError,
  MissingPartsError,
  OverlappingPartsError,
  PartsOfDifferentRunsError,
} from "../../../src/errors/index.ts";
import { basesOfShard, type Shard } from "../../../src/experiment/shard.ts";
import { checksummedLine, type StoredCurve, valueOfLine } from "../../../src/store/curve-lines.ts";
import { type Part, partFileName, readPart, writePart } from "../../../src/store/part-file.ts";
import { checkParts, partsCurveStore } from "../../../src/store/parts.ts";
import { allBases, differencesOf, type RunIdentity, runKeyOf } from "../../../src/store/run-identity.ts";
import { temporaryFolder } from "../../support/files.ts";

const identity = {
  weights: "w",
  config: "j",
  sae: "s",
  prompts: "p",
  bases: 6,
  moreBases: 6,
  seed: "0",
  points: 2,
  perturbAt: "blocks.1.hook_resid_pre",
  readAt: "blocks.1.hook_resid_post",
  scale: "scaled",
  grid: "paper",
  convention: "raw",
  threads: 2,
  device: "cpu",
  runtime: "onnxruntime-node 1.30.0 cpu",
  generators: ["random", "real"],
  code: "c",
  claim: null as string | null,
} satisfies RunIdentity;
const options = { model: null, bases: 6 };

const curvesOf = (bases: readonly number[], arms = ["a", "b"]): StoredCurve[] =>
  bases.flatMap((base) =>
    arms.map((arm) => ({
      lab: "model" as const,
      base,
      arm,
      distance: base,
      curve: Float64Array.of(0, base),
    })),
  );

interface Changes {
  readonly identity?: Partial<RunIdentity>;
  readonly curves?: readonly StoredCurve[];
}

async function part(folder: string, shard: Shard, changes: Changes = {}): Promise<Part> {
  const file = join(folder, partFileName(shard));
  const own = { ...identity, ...changes.identity };
  const bases = basesOfShard(allBases(own), shard);
  const header = {
    runKey: runKeyOf(own),
    identity: own,
    shard,
    bases,
    options,
  };
  await writePart(file, header, changes.curves ?? curvesOf(bases));
  return readPart(file);
}

describe("a shard", () => {
  it("holds the bases whose remainder is one below its number", () => {
    expect(basesOfShard(8, { index: 1, of: 3 })).toEqual([0, 3, 6]);
    expect(basesOfShard(8, { index: 3, of: 3 })).toEqual([2, 5]);
    expect(basesOfShard(3, null)).toEqual([0, 1, 2]);
  });
});

describe("a part", () => {
  it("has the same bytes in whatever order its curves were measured", async () => {
    const bytes = async (curves: readonly StoredCurve[]) => {
      const folder = temporaryFolder();
      await part(folder, { index: 1, of: 2 }, { curves });
      return readFileSync(join(folder, "part-1-of-2.jsonl"));
    };
    const curves = curvesOf([0, 2, 4]);
    expect(await bytes(curves)).toEqual(await bytes(curves.toReversed()));
  });

  it("is refused when it is not there, is no part, is damaged or was cut", async () => {
    const folder = temporaryFolder();
    const { file } = await part(folder, { index: 1, of: 2 });
    const lines = readFileSync(file, "utf8").split("\n");
    const refused = async (text: string): Promise<unknown> => {
      writeFileSync(file, text);
      return readPart(file).catch((error: unknown) => error);
    };
    expect(await readPart(join(folder, "none.jsonl")).catch((error: unknown) => error)).toBeInstanceOf(
      MissingFileError,
    );
    expect(await refused("")).toEqual(
      new MalformedFileError({ file, fact: "does not begin as a part does" }),
    );
    const hint = "Hint: copy the file again, or run reproduce with --shard 1/2 again.";
    expect(await refused(lines.with(2, lines[2]!.replace("base", "bass")).join("\n"))).toBeInstanceOf(
      MalformedFileError,
    );
    expect(await refused(`${lines.slice(0, 4).join("\n")}\n`)).toEqual(
      new MalformedFileError({ file, fact: "has 3 records where its first line says 6", hint }),
    );
    expect(await refused(lines.join("\n").slice(0, -9))).toEqual(
      new MalformedFileError({ file, fact: "has 1 damaged records", hint }),
    );
  });
});

describe("a part whose every line is whole", () => {
  const own = { index: 1, of: 2 };
  const base64 = (...values: readonly number[]) =>
    Buffer.from(Float64Array.from(values).buffer).toString("base64");

  /** What reading says of a part with another header, or with another record 5. */
  async function told(header: object | null, record?: unknown): Promise<string> {
    const folder = temporaryFolder();
    const { file } = await part(folder, own);
    const lines = readFileSync(file, "utf8").trimEnd().split("\n");
    const at = (i: number) => valueOfLine(lines[i]!) as object;
    lines[0] = checksummedLine(header && { ...at(0), ...header }).trimEnd();
    if (record !== undefined)
      lines[6] = checksummedLine(isObject(record) ? { ...at(6), ...record } : record).trimEnd();
    writeFileSync(file, `${lines.join("\n")}\n`);
    const error: unknown = await readPart(file).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(MalformedFileError);
    return (error as Error).message.slice(file.length).replace(/^:? /, "");
  }
  const isObject = (value: unknown) => typeof value === "object" && value !== null && !Array.isArray(value);

  it.each([
    [null, "does not begin as a part does."],
    [{ format: "bag-of-latents part 2" }, "does not begin as a part does."],
    [{ identity: undefined }, "its first line has no identity of a run."],
    [{ identity: { bases: 6, moreBases: 6 } }, "its identity has no number of points."],
    [{ identity: { bases: 1e15, moreBases: 6, points: 2 } }, "its identity has no number of bases."],
    [{ identity: { bases: 6, moreBases: 6, points: 2 } }, "its key is not that of its identity."],
    [{ shard: undefined }, "its first line says of no shard which it is."],
    [{ shard: { index: 3, of: 2 } }, "its first line names a shard that is none."],
    [{ shard: { index: 2, of: 2 } }, "its bases are not those of shard 2/2."],
    [{ bases: null }, "its bases are not those of shard 1/2."],
    [{ bases: [0, 2] }, "its bases are not those of shard 1/2."],
    [{ options: undefined }, "its first line does not say which options it was measured with."],
    [{ records: "6" }, "its first line has no number of records."],
    [{ processor: null }, "its first line names no processor."],
  ])("is refused with the header %j", async (header, message) => {
    expect(await told(header)).toBe(message);
  });

  it.each([
    [null, "record 5 is no record of a curve (line 7)."],
    [[], "record 5 is no record of a curve (line 7)."],
    [{ curve: base64(1, 2, 3) }, "record 5 has 3 points where the run has 2 (line 7)."],
    [{ curve: "" }, "record 5 has 0 points where the run has 2 (line 7)."],
    [{ curve: base64(1, Number.NaN) }, "record 5 holds NaN at point 1 (line 7)."],
    [{ curve: "AAAA" }, "record 5 has a curve that is not base64 of float64 numbers (line 7)."],
    [{ curve: ["1"] }, "record 5 has a curve that is not base64 of float64 numbers (line 7)."],
    [{ base: 1.5 }, "record 5 has no base (line 7)."],
    [{ base: 3 }, "record 5 is of another shard (line 7)."],
    [{ base: 0 }, "record 5 is of a path that is there already (line 7)."],
    [{ lab: "other" }, "record 5 is of no model but model and untrained (line 7)."],
    [{ arm: 3 }, "record 5 does not say which path it is of (line 7)."],
    [{ distance: -1 }, "record 5 has no distance (line 7)."],
  ])("is refused with the record %j", async (record, message) => {
    expect(await told({}, record)).toBe(message);
  });
});

describe("parts", () => {
  it("make a run when every base is there once, also from two different splits", async () => {
    const folder = temporaryFolder();
    const halves = [await part(folder, { index: 2, of: 2 }), await part(folder, { index: 1, of: 2 })];
    expect(() => checkParts(halves)).not.toThrow();
    const mixed = [
      halves[0]!,
      await part(folder, { index: 1, of: 6 }),
      await part(folder, { index: 3, of: 6 }),
      await part(folder, { index: 5, of: 6 }),
    ];
    expect(() => checkParts(mixed)).not.toThrow();
    const store = partsCurveStore(halves);
    expect(store.get("model", "b", 3)?.curve).toEqual(Float64Array.of(0, 3));
    expect(() => store.get("untrained", "b", 3)).toThrow(
      new MissingCurveError({ what: "b (untrained)", base: 3 }),
    );
  });

  const other: Partial<Record<string, Partial<RunIdentity>>> = Object.fromEntries(
    Object.entries(identity).map(([name, value]) => [
      name,
      {
        [name]:
          typeof value === "number" ? value + 1 : Array.isArray(value) ? [...value, "new"] : `${value}!`,
      },
    ]),
  );

  it.each(Object.keys(identity))("of runs with different %s are refused, by name", async (name) => {
    const folder = temporaryFolder();
    const left = await part(folder, { index: 1, of: 2 });
    const bases = basesOfShard(allBases({ ...identity, ...other[name] }), { index: 2, of: 2 });
    const curves = curvesOf(bases).map((one) => ({
      ...one,
      curve: new Float64Array(name === "points" ? 3 : 2),
    }));
    const right = await part(folder, { index: 2, of: 2 }, { identity: other[name]!, curves });
    expect(() => checkParts([left, right])).toThrow(
      new PartsOfDifferentRunsError({ left: left.file, right: right.file, differ: [name] }),
    );
    expect(differencesOf(left.header.identity, right.header.identity)).toEqual([name]);
    expect(left.header.runKey).not.toBe(right.header.runKey);
  });

  it("that overlap are refused with the bases and both files", async () => {
    const folder = temporaryFolder();
    const left = await part(folder, { index: 1, of: 2 });
    const right = await part(folder, { index: 1, of: 3 });
    expect(() => checkParts([left, right])).toThrow(
      new OverlappingPartsError({ left: left.file, right: right.file, bases: [0] }),
    );
    expect(() => checkParts([left, left])).toThrow(OverlappingPartsError);
  });

  it("may hold other curves for the bases that only some claims use, but the same for all of those", async () => {
    const folder = temporaryFolder();
    const more = { identity: { moreBases: 9 } };
    const beyond = (bases: readonly number[]) => [
      ...curvesOf(bases.filter((base) => base < 6)),
      ...curvesOf(
        bases.filter((base) => base >= 6),
        ["b"],
      ),
    ];
    const shards = [1, 2, 3].map((index) => ({ index, of: 3 }));
    const whole: Part[] = [];
    for (const shard of shards)
      whole.push(await part(folder, shard, { ...more, curves: beyond(basesOfShard(9, shard)) }));
    expect(whole.map(({ header }) => header.bases)).toEqual([
      [0, 3, 6],
      [1, 4, 7],
      [2, 5, 8],
    ]);
    expect(() => checkParts(whole)).not.toThrow();
    expect(() => checkParts(whole.slice(0, 2))).toThrow(
      new MissingPartsError({ bases: [2, 5, 8], shards: ["3/3"] }),
    );
    const lacking = await part(folder, shards[2]!, {
      ...more,
      curves: beyond([2, 5, 8]).filter(({ base }) => base !== 8),
    });
    expect(() => checkParts([...whole.slice(0, 2), lacking])).toThrow(
      new MissingCurveError({ what: "b", base: 8 }),
    );
  });

  it("with a gap are refused with the bases and the shards to measure", async () => {
    const folder = temporaryFolder();
    const parts = [await part(folder, { index: 1, of: 3 }), await part(folder, { index: 3, of: 3 })];
    expect(() => checkParts(parts)).toThrow(new MissingPartsError({ bases: [1, 4], shards: ["2/3"] }));
    const mixed = [await part(folder, { index: 1, of: 2 }), await part(folder, { index: 4, of: 6 })];
    expect(() => checkParts(mixed)).toThrow(new MissingPartsError({ bases: [1, 5], shards: [] }));
  });

  it("that lack a curve the others have are refused", async () => {
    const folder = temporaryFolder();
    const left = await part(folder, { index: 1, of: 2 });
    const right = await part(folder, { index: 2, of: 2 }, { curves: curvesOf([1, 3, 5], ["a"]) });
    expect(() => checkParts([left, right])).toThrow(new MissingCurveError({ what: "b", base: 1 }));
  });
});
