import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  HubAccessError,
  HubLockError,
  HubNotFoundError,
  HubOfflineError,
  HubServerError,
  HubWriteError,
  MalformedFileError,
} from "../../../src/errors/index.ts";
import { hubEnvironment } from "../../../src/hub/hub-environment.ts";
import type { HubTools } from "../../../src/hub/hub-tools.ts";
import { rngFromSeed } from "../../../src/math/rng.ts";
import { OPENWEBTEXT } from "../../../src/openwebtext/data-set.ts";
import { openWebTextPrompts, takesOpenWebText } from "../../../src/openwebtext/openwebtext-prompts.ts";
import type { RunPrompts } from "../../../src/prompts/prompt-source.ts";
import { FIRST_GROUPS } from "../../../src/prompts/row-groups.ts";
import { promptsDigest } from "../../../src/store/run-identity.ts";
import { start } from "../../support/commands.ts";
import { temporaryFolder } from "../../support/files.ts";
import { type HubScene, hubScene } from "../../support/hub-scene.ts";
import type { Fault } from "../../support/hub-server.ts";
import { DATA_COMMIT, dataPath, madeUpRows, parquetOfRows, putRows } from "../../support/parquet-rows.ts";

/** 4 files of 12 groups of 40 rows of 64 tokens: 48 groups, of which 32 give 64 pairs and 1152 other rows. */
const SHAPE = { files: 4, groups: 12, rows: 40, length: 64, vocabulary: 50257 };
const REPO = `datasets/${OPENWEBTEXT.repo}`;
const MOVED = "cd".repeat(20);

let scene: HubScene;
let cache: string;
let progress: { what: string; done: number; of: number; unit: string }[];
let warnings: string[];
beforeEach(async () => {
  scene = await hubScene();
  putRows(scene.server, SHAPE);
  cache = temporaryFolder();
  progress = [];
  warnings = [];
});
afterEach(() => scene.stop());

interface Draw {
  readonly bases?: number;
  readonly seed?: number;
  readonly vocabulary?: number;
  readonly tools?: Partial<HubTools>;
  readonly cache?: string;
  readonly onProgress?: () => void;
}

async function draw({
  bases = 20,
  seed = 0,
  vocabulary = 50257,
  tools = {},
  ...own
}: Draw = {}): Promise<RunPrompts> {
  const source = openWebTextPrompts({
    tokens: 10,
    vocabulary,
    tools: scene.tools(tools),
    cache: own.cache ?? cache,
    onProgress: (one) => {
      progress.push(one);
      own.onProgress?.();
    },
    onWarning: ({ message }) => warnings.push(message),
  });
  return source.draw(rngFromSeed(seed), { bases, dModel: 16 });
}

const offline = () => ({
  environment: hubEnvironment(
    { HF_HOME: cache, HF_ENDPOINT: scene.server.url, HF_HUB_OFFLINE: "1" },
    "/nowhere",
  ),
});
/** The files kept, as paths within the cache. */
const kept = async () =>
  (await readdir(join(cache, "prompts"), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
const everything = (prompts: RunPrompts) => [...prompts.bases, ...prompts.targets, ...prompts.population];

/** Bytes of data files that the server was asked for, by ranges. */
function bytesAsked(): number {
  return scene.server.log("bytes", "storage").reduce((sum, range) => {
    const [, start, end] = /^bytes=(\d+)-(\d+)$/.exec(range ?? "") ?? [];
    if (start === undefined) throw new Error(`a request for a whole file: ${range}`);
    return sum + Number(end) - Number(start) + 1;
  }, 0);
}

function change(path: string, contents: Buffer): void {
  scene.server.put(REPO, DATA_COMMIT, path, contents, true);
}

describe("prompts from OpenWebText", () => {
  it("are the first ten tokens of rows of the set, all different, in the split asked for", async () => {
    const drawn = await draw();
    const rows = new Set(
      Array.from({ length: SHAPE.files }, (_, file) => madeUpRows(file, SHAPE))
        .flat()
        .map((row) => row.slice(0, 10).join(" ")),
    );
    const keys = everything(drawn).map((prompt) => prompt.join(" "));
    expect(keys.filter((key) => !rows.has(key))).toEqual([]);
    expect(new Set(keys).size).toBe(keys.length);
    expect([drawn.bases.length, drawn.targets.length, drawn.population.length]).toEqual([20, 20, 1152]);
  });

  it("name the set, its commit and what was drawn from as a deviation", async () => {
    const { notes } = await draw();
    expect(notes).toHaveLength(1);
    expect(notes![0]).toMatch(
      /^Prompts are the first 10 tokens of rows of apollo-research\/Skylion007-openwebtext-tokenizer-gpt2, commit abababababab\. The authors drew from all rows; here they come from 32 random row groups \(0\.\d of 0\.\d MB\): at most one row in ten, no base and target from one group, the covariance from other rows of the same groups\.$/,
    );
  });

  it("come from more than 32 groups where the pairs need it, and the covariance from the first 32", async () => {
    const few = await draw();
    const many = await draw({ bases: 80 });
    expect(many.bases).toHaveLength(80);
    expect(many.bases.slice(0, 20)).toEqual(few.bases);
    expect(many.population).toEqual(few.population);
    expect(many.notes![0]).toMatch(
      / from 40 random row groups .*, the covariance from other rows of the first 32\.$/,
    );
  });

  it("are fetched by ranges: a footer of every file with a drawn group, and those groups", async () => {
    const path = dataPath(0, 1);
    const large = { files: 1, groups: 150, rows: 40, length: 256, vocabulary: 50257 };
    scene.server.repos.delete(REPO);
    putRows(scene.server, large);
    const { notes } = await draw();
    const bytes = scene.server.repos.get(REPO)!.files.get(path)!.contents.length;
    expect(bytes).toBeGreaterThan(4e6);
    expect(scene.server.log("bytes", "storage")).toHaveLength(1 + FIRST_GROUPS);
    const asked = scene.server.seen.filter(({ kind, path }) => kind === "info" && /\/resolve\//.test(path));
    expect(asked.filter(({ host }) => host === "hub")).toHaveLength(2); // at main for the commit, at the commit
    expect(bytesAsked() / bytes).toBeLessThan(0.24); // 32 of 150 are 0.213
    expect(notes![0]).toMatch(/32 random row groups \((0\.9|1\.\d) of \d\.\d MB\)/);
    for (const seen of scene.server.seen.filter(({ kind, host }) => kind === "bytes" && host === "storage"))
      expect(seen.path).toContain(`${DATA_COMMIT}/${path}`);
  });

  it("say how far fetching is, in MiB, and nothing when all is kept", async () => {
    await draw();
    expect(progress[0]).toEqual({ what: "OpenWebText rows", done: 0, of: 1, unit: "MiB" });
    expect(progress.length).toBe(64);
    progress = [];
    await draw();
    expect(progress).toEqual([]);
  });
});

describe("rows that were fetched", () => {
  it("need no network again: not for the same run, nor offline, nor for another seed's groups among them", async () => {
    const first = await draw();
    scene.server.seen.length = 0;
    expect(await draw()).toEqual(first);
    expect(await draw({ tools: offline() })).toEqual(first);
    expect(scene.server.seen).toEqual([]);
    await draw({ seed: 1 });
    expect(scene.server.log("bytes", "storage").length).toBeLessThan(20);
  });

  it("are kept as footers and first tokens, a small share of what was fetched", async () => {
    await draw();
    const names = await kept();
    expect(names.filter((name) => name.endsWith(".footer"))).toHaveLength(SHAPE.files);
    expect(names.filter((name) => name.endsWith(".first-10"))).toHaveLength(32);
    expect(names.filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });

  it("are missed offline, by the name of the file", async () => {
    await expect(draw({ tools: offline() })).rejects.toThrow(HubOfflineError);
    expect(scene.server.seen).toEqual([]);
    await draw();
    const [rows] = (await kept()).filter((name) => name.endsWith(".first-10"));
    await rm(rows!);
    await expect(draw({ tools: offline() })).rejects.toThrow(
      /^datasets\/apollo-research\/\S+@abababababab data\/train-\S+ is not in .*, and HF_HUB_OFFLINE forbids/,
    );
    const [footer] = (await kept()).filter((name) => name.endsWith(".footer"));
    await rm(footer!);
    await expect(draw({ tools: offline() })).rejects.toThrow(HubOfflineError);
    await rm(join(cache, "prompts"), { recursive: true });
    scene.server.seen.length = 0;
    await expect(draw({ tools: offline() })).rejects.toThrow(HubOfflineError);
    expect(scene.server.seen).toEqual([]);
  });

  it("are noticed, removed and fetched again when they are damaged, whatever part it is", async () => {
    const first = await draw();
    const names = await kept();
    const damaged = [
      names.find((name) => name.endsWith("parquet-files"))!,
      names.find((name) => name.endsWith(".footer"))!,
      names.find((name) => name.endsWith(".first-10"))!,
    ];
    for (const [i, file] of damaged.entries()) {
      const bytes = await readFile(file);
      if (i === 0) await writeFile(file, bytes.subarray(0, 30));
      else {
        bytes[bytes.length - 5]! ^= 1;
        await writeFile(file, bytes);
      }
      scene.server.seen.length = 0;
      expect(await draw()).toEqual(first);
      expect(warnings).toEqual([`${file} is damaged and was removed.`]);
      expect(scene.server.seen.length).toBeGreaterThan(0);
      expect((await readFile(file)).length).toBeGreaterThan(70);
      warnings = [];
    }
  });

  it("are removed when they are damaged, also where they cannot be fetched again", async () => {
    await draw();
    const [file] = (await kept()).filter((name) => name.endsWith(".first-10"));
    await writeFile(file!, "");
    await expect(draw({ tools: offline() })).rejects.toThrow(HubOfflineError);
    expect(await kept()).not.toContain(file);
  });

  it("are noticed when they lie in the place of others", async () => {
    const first = await draw();
    const [one, other] = (await kept()).filter((name) => name.endsWith(".first-10"));
    await writeFile(one!, await readFile(other!));
    expect(await draw()).toEqual(first);
    expect(warnings).toHaveLength(1);
  });

  it("stay on the commit of their first use when the branch moves on, and take the new one elsewhere", async () => {
    const first = await draw();
    scene.server.move(REPO, MOVED, dataPath(0, SHAPE.files), parquetOfRows([[1, 2]]), true);
    expect(await draw()).toEqual(first);
    expect(JSON.parse(await readFile(join(cache, "hub-lock.json"), "utf8"))).toMatchObject({
      files: { [`datasets/${OPENWEBTEXT.repo}@main/parquet-files`]: { commit: DATA_COMMIT } },
    });
    await draw({ seed: 1 });
    const { notes } = await draw({ cache: temporaryFolder() });
    expect(notes![0]).toContain("commit cdcdcdcdcdcd");
  });

  it.each([5, 8, 12, 40])("come from one commit when the branch moves on at request %i", async (at) => {
    const whole = await draw({ cache: temporaryFolder() });
    let requests = 0;
    const counted: typeof fetch = (...request) => {
      if (++requests === at)
        for (let file = 0; file < SHAPE.files; file++)
          scene.server.move(
            REPO,
            `${file}`.repeat(40),
            dataPath(file, SHAPE.files),
            parquetOfRows([[1]]),
            true,
          );
      return fetch(...request);
    };
    expect(await draw({ tools: { fetch: counted } })).toEqual(whole);
    expect(requests).toBeGreaterThan(40);
  });

  it("are refused when the recorded commit suddenly lists other files", async () => {
    await draw();
    await rm(join(cache, "prompts"), { recursive: true });
    change("data/train-more.parquet", parquetOfRows([[1]]));
    await expect(draw()).rejects.toThrow(HubLockError);
  });

  it("are not fetched again after a run that ended on the way", async () => {
    let told = 0;
    const breakDown = () => {
      if (++told === 20) scene.server.faults.push({ on: "bytes", kind: "status", status: 500, times: 99 });
    };
    await expect(draw({ onProgress: breakDown })).rejects.toThrow(HubServerError);
    scene.server.faults.length = 0;
    scene.server.seen.length = 0;
    const again = await draw();
    expect(scene.server.log("bytes", "storage")).toHaveLength(22);
    expect(again).toEqual(await draw({ cache: temporaryFolder() }));
  });

  it("cannot be kept where a file is in the way, which is said", async () => {
    await writeFile(join(cache, "prompts"), "");
    const failed = draw();
    await expect(failed).rejects.toThrow(HubWriteError);
    await expect(failed).rejects.toMatchObject({
      hint: "Hint: set BAG_OF_LATENTS_CACHE to a folder you may write.",
    });
  });
});

describe("what is taken when no prompts are given", () => {
  it.each([
    ["gpt2-small", null, true],
    ["other", "gpt2-medium", true],
    ["other", "distilbert/distilgpt2", true],
    ["other", "someone/gpt2", false],
    ["other", null, false],
    ["organism", null, false],
  ] as const)("is OpenWebText for a model of kind %s named %s: %s", (kind, name, takes) => {
    expect(takesOpenWebText(kind, name)).toBe(takes);
  });
});

describe("processes of their own", () => {
  const child = () =>
    start([process.execPath, "--import", "tsx", "spec/support/draw-rows.ts", cache], {
      HF_ENDPOINT: scene.server.url,
      HF_HOME: cache,
    });

  it("draw the same at once from nothing kept, and leave whole pieces", async () => {
    scene.server.pieceMs = 1;
    const [one, other] = await Promise.all([child().ended, child().ended]);
    expect(one).toMatchObject({ code: 0, errors: "", out: promptsDigest(await draw()) });
    expect(other).toEqual(one);
    expect(warnings).toEqual([]);
    expect((await kept()).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });

  it("are continued where they were killed", async () => {
    scene.server.pieceMs = 5;
    const { child: killed, ended } = child();
    while (scene.server.log("bytes", "storage").length < 12) await new Promise((done) => setTimeout(done, 5));
    killed.kill("SIGKILL");
    expect((await ended).code).toBeNull();
    scene.server.pieceMs = 0;
    const had = (await kept()).filter((name) => /\.(footer|first-10)$/.test(name)).length;
    expect(had).toBeGreaterThan(5);
    scene.server.seen.length = 0;
    const continued = await draw();
    expect(scene.server.log("bytes", "storage")).toHaveLength(SHAPE.files + 32 - had);
    expect(warnings).toEqual([]);
    expect(continued).toEqual(await draw({ cache: temporaryFolder() }));
  });
});

describe("a Hub that fails", () => {
  it("is asked again: drops, stalls, 503, 429, a wrong range, a refused connection", async () => {
    const first = await draw({ cache: temporaryFolder() });
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
    expect(await draw({ tools: { stallMs: 300 }, onProgress })).toEqual(first);
    expect([told, scene.server.faults]).toEqual([64, []]);
    expect(scene.waits).toContain(7000);
  });

  it("ends the draw with the error of a download when it does not recover", async () => {
    scene.server.faults.push({ on: "bytes", kind: "status", status: 500, times: 99 });
    await expect(draw()).rejects.toThrow(HubServerError);
    scene.server.faults.splice(0, 1, { on: "list", kind: "status", status: 403 });
    await expect(draw({ cache: temporaryFolder() })).rejects.toThrow(HubAccessError);
    scene.server.repos.delete(REPO);
    await expect(draw({ cache: temporaryFolder() })).rejects.toThrow(HubNotFoundError);
  });
});

describe("a data set that cannot serve", () => {
  const replaceAll = (contents: (file: number) => Buffer) => {
    for (let file = 0; file < SHAPE.files; file++) change(dataPath(file, SHAPE.files), contents(file));
  };

  it("has no parquet file of the split", async () => {
    scene.server.repos.delete(REPO);
    scene.server.put(REPO, DATA_COMMIT, "README.md", Buffer.from("x"), false);
    scene.server.put(REPO, DATA_COMMIT, "data/test-0.parquet", parquetOfRows([[1]]), true);
    scene.server.put(REPO, DATA_COMMIT, "data/constrain.parquet", parquetOfRows([[1]]), true);
    await expect(draw()).rejects.toThrow(
      "datasets/apollo-research/Skylion007-openwebtext-tokenizer-gpt2@main parquet-files: none of its 3 files is a parquet file of the split train.",
    );
  });

  it("lacks the column, or is damaged, and keeps nothing of it", async () => {
    replaceAll(() => parquetOfRows([[1, 2]], { column: "tokens" }));
    await expect(draw()).rejects.toThrow(/has no column input_ids of lists of whole numbers, but tokens/);
    replaceAll(() => Buffer.from("this is no parquet file"));
    await expect(draw({ cache: temporaryFolder() })).rejects.toThrow(/cannot be read as parquet/);
    expect(await kept()).toHaveLength(1); // the list
  });

  it("holds ids the model does not know, which are named with their place and not kept", async () => {
    await expect(draw({ vocabulary: 50_000 })).rejects.toThrow(MalformedFileError);
    await expect(draw({ vocabulary: 50_000 })).rejects.toThrow(
      /data\/train-\S+, row group \d+: row \d+ holds token 50\d\d\d; the model's are 0 to 49999\.$/,
    );
  });

  it("holds just the ids the model knows, or one more", async () => {
    replaceAll((file) =>
      parquetOfRows(madeUpRows(file, { ...SHAPE, vocabulary: 300 }), { rowGroupSize: 40 }),
    );
    const largest = Math.max(...everything(await draw({ vocabulary: 300 })).flat());
    expect(largest).toBe(299);
    await expect(draw({ vocabulary: 299 })).rejects.toThrow("holds token 299; the model's are 0 to 298");
  });

  it("holds ids the model does not know in rows that were kept for another model", async () => {
    await draw();
    await expect(draw({ vocabulary: 50_000 })).rejects.toThrow(/the model's are 0 to 49999/);
  });

  it("has rows that are too short, which are left out and counted", async () => {
    replaceAll((file) =>
      parquetOfRows(
        madeUpRows(file, SHAPE).map((row, i) => (i % 8 === 0 ? row.slice(0, 9) : row)),
        { rowGroupSize: SHAPE.rows },
      ),
    );
    const { notes, bases } = await draw();
    expect(bases).toHaveLength(20);
    expect(notes![1]).toBe("160 rows of these groups have fewer than 10 tokens and were left out.");
  });
});
