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
import type { StoredCurve } from "../../../src/store/curve-lines.ts";
import { type Part, partFileName, readPart, writePart } from "../../../src/store/part-file.ts";
import { allBases, checkParts, partsCurveStore } from "../../../src/store/parts.ts";
import { differencesOf, type RunIdentity, runKeyOf } from "../../../src/store/run-identity.ts";
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
    const right = await part(folder, { index: 2, of: 2 }, { identity: other[name]! });
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
