import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  HubAccessError,
  HubNotFoundError,
  HubServerError,
  MalformedFileError,
} from "../../../src/errors/index.ts";
import { temporaryFolder } from "../../support/files.ts";
import type { Fault } from "../../support/hub-server.ts";
import {
  everything,
  type OpenWebTextScene,
  openWebTextScene,
  REPO,
  SHAPE,
} from "../../support/openwebtext-scene.ts";
import { DATA_COMMIT, dataPath, madeUpRows, parquetOfRows } from "../../support/parquet-rows.ts";

let scene: OpenWebTextScene;
beforeEach(async () => {
  scene = await openWebTextScene();
});
afterEach(() => scene.stop());

describe("a Hub that fails", () => {
  it("is asked again: drops, stalls, 503, 429, a wrong range, a refused connection", async () => {
    const first = await scene.draw({ cache: temporaryFolder() });
    const faults: readonly Fault[] = [
      { on: "bytes", kind: "drop", after: 100 },
      { on: "bytes", kind: "stall", after: 50 },
      { on: "bytes", kind: "status", status: 503 },
      { on: "bytes", kind: "status", status: 429, headers: { "retry-after": "7" } },
      { on: "bytes", kind: "shift-range", by: 3 },
      { on: "bytes", kind: "shift-range", by: 3, whole: true },
      { on: "bytes", kind: "ignore-range" },
      { on: "bytes", kind: "announce-more", by: 5 },
      { on: "bytes", kind: "refuse" },
    ];
    scene.server.faults.push(
      { on: "list", kind: "status", status: 502 },
      { on: "info", kind: "status", status: 503 },
      { on: "info", kind: "refuse" },
      { on: "bytes", kind: "stall", after: 50 },
    );
    let told = 0;
    const onProgress = () => {
      if (told % 2 === 0 && told / 2 < faults.length) scene.server.faults.push(faults[told / 2]!);
      told++;
    };
    expect(await scene.draw({ tools: { stallMs: 300 }, onProgress })).toEqual(first);
    expect([told, scene.server.faults]).toEqual([64, []]);
    expect(scene.waits).toContain(7000);
  });

  it("ends the draw with the error of a download when it does not recover", async () => {
    scene.server.faults.push({ on: "bytes", kind: "status", status: 500, times: 99 });
    await expect(scene.draw()).rejects.toThrow(HubServerError);
    scene.server.faults.splice(0, 1, { on: "list", kind: "status", status: 403 });
    await expect(scene.draw({ cache: temporaryFolder() })).rejects.toThrow(HubAccessError);
    scene.server.repos.delete(REPO);
    await expect(scene.draw({ cache: temporaryFolder() })).rejects.toThrow(HubNotFoundError);
  });
});

describe("a data set that cannot serve", () => {
  const replaceAll = (contents: (file: number) => Buffer) => {
    for (let file = 0; file < SHAPE.files; file++)
      scene.server.put(REPO, DATA_COMMIT, dataPath(file, SHAPE.files), contents(file), true);
  };

  it("has no parquet file of the split", async () => {
    scene.server.repos.delete(REPO);
    scene.server.put(REPO, DATA_COMMIT, "README.md", Buffer.from("x"), false);
    scene.server.put(REPO, DATA_COMMIT, "data/test-0.parquet", parquetOfRows([[1]]), true);
    scene.server.put(REPO, DATA_COMMIT, "data/constrain.parquet", parquetOfRows([[1]]), true);
    await expect(scene.draw()).rejects.toThrow(
      "datasets/apollo-research/Skylion007-openwebtext-tokenizer-gpt2@main parquet-files: none of its 3 files is a parquet file of the split train.",
    );
  });

  it("lacks the column, or is damaged, and keeps nothing of it", async () => {
    replaceAll(() => parquetOfRows([[1, 2]], { column: "tokens" }));
    await expect(scene.draw()).rejects.toThrow(
      /has no column input_ids of lists of whole numbers, but tokens/,
    );
    replaceAll(() => Buffer.from("this is no parquet file"));
    await expect(scene.draw({ cache: temporaryFolder() })).rejects.toThrow(/cannot be read as parquet/);
    expect(await scene.kept()).toHaveLength(1); // the list
  });

  it("holds ids the model does not know, which are named with their place and not kept", async () => {
    await expect(scene.draw({ vocabulary: 50_000 })).rejects.toThrow(MalformedFileError);
    await expect(scene.draw({ vocabulary: 50_000 })).rejects.toThrow(
      /data\/train-\S+, row group \d+: row \d+ holds token 50\d\d\d; the model's are 0 to 49999\.$/,
    );
  });

  it("holds just the ids the model knows, or one more", async () => {
    replaceAll((file) =>
      parquetOfRows(madeUpRows(file, { ...SHAPE, vocabulary: 300 }), { rowGroupSize: 40 }),
    );
    const largest = Math.max(...everything(await scene.draw({ vocabulary: 300 })).flat());
    expect(largest).toBe(299);
    await expect(scene.draw({ vocabulary: 299 })).rejects.toThrow(
      "holds token 299; the model's are 0 to 298",
    );
  });

  it("holds ids the model does not know in rows that were kept for another model", async () => {
    await scene.draw();
    await expect(scene.draw({ vocabulary: 50_000 })).rejects.toThrow(/the model's are 0 to 49999/);
  });

  it("has rows that are too short, which are left out and counted", async () => {
    replaceAll((file) =>
      parquetOfRows(
        madeUpRows(file, SHAPE).map((row, i) => (i % 8 === 0 ? row.slice(0, 9) : row)),
        { rowGroupSize: SHAPE.rows },
      ),
    );
    const { notes, bases } = await scene.draw();
    expect(bases).toHaveLength(20);
    expect(notes![1]).toBe("160 rows of these groups have fewer than 10 tokens and were left out.");
  });
});
