import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe } from "vitest";
import { basesOfShard } from "../../src/experiment/shard.ts";
import { readReport } from "../../src/files/report-files.ts";
import { readStanding } from "../../src/files/standing-file.ts";
import { readVectorFile } from "../../src/files/vector-file.ts";
import { readLock } from "../../src/hub/lock-file.ts";
import { renderHtml } from "../../src/report/html/render-html.ts";
import { renderMarkdown } from "../../src/report/markdown/render-markdown.ts";
import { renderTerminal } from "../../src/report/terminal.ts";
import { readPromptsFile } from "../../src/run/prompts-file.ts";
import { checksummedLine, curveLine, type StoredCurve } from "../../src/store/curve-lines.ts";
import { partFileName, readPart, writePart } from "../../src/store/part-file.ts";
import { checkParts } from "../../src/store/parts.ts";
import { runKeyOf } from "../../src/store/run-identity.ts";
import { openRunStore } from "../../src/store/run-store.ts";
import { temporaryFolder } from "../support/files.ts";
import { type FuzzTarget, fuzz, jsonFile } from "../support/fuzz/fuzz.ts";
import { withFile } from "../support/fuzz/with-file.ts";

const dir = temporaryFolder();
const POINTS = 3;

const curveOf = (base: number, arm: string): StoredCurve => ({
  lab: "model",
  base,
  arm,
  distance: 1 + base,
  curve: Float64Array.from({ length: POINTS }, (_, i) => i * base),
});

/** Checksummed lines whose values are mutated and summed up anew: lines that are whole and not what is expected. */
function linesFile(
  original: Buffer,
  mayDiffer: (pointer: string, mutant: unknown) => boolean,
): Pick<FuzzTarget, "original" | "json"> {
  const text = (file: Buffer) =>
    `[${file
      .toString("utf8")
      .trimEnd()
      .split("\n")
      .map((line) => line.slice(line.indexOf(" ") + 1))
      .join(",")}]`;
  return {
    original,
    json: {
      document: JSON.parse(text(original)),
      text,
      mayDiffer,
      file(mutant) {
        const values = JSON.parse(mutant) as unknown;
        return Buffer.from((Array.isArray(values) ? values : [values]).map(checksummedLine).join(""));
      },
    },
  };
}

/** A number in a whole record, forged with its checksum, is another number: nothing could tell. */
const isNumberOf = (name: string) => (pointer: string) => new RegExp(`^/\\d+/${name}$`).test(pointer);
const plain = (_: string, value: unknown) =>
  ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : value;

const contentsOf = ({ arm, distance, curve }: Pick<StoredCurve, "arm" | "distance" | "curve">) =>
  JSON.stringify([arm, distance, curve], plain);

describe("a run's store", () => {
  const records = [0, 1, 2].flatMap((base) => ["a", "b"].map((arm) => curveOf(base, arm)));
  fuzz({
    name: "curves.jsonl, where damaged records are dropped",
    ...linesFile(Buffer.from(records.map(curveLine).join("")), isNumberOf("distance")),
    async read(file) {
      const folder = join(dir, "store");
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, "curves.jsonl"), file);
      const store = await openRunStore(folder, { onWarning: () => undefined });
      try {
        const wrong = records.filter((record) => {
          const kept = store.get(record.lab, record.arm, record.base);
          return kept !== undefined && contentsOf(kept) !== contentsOf(record);
        });
        return JSON.stringify(wrong, plain); // none: whatever is kept is what was written
      } finally {
        await store.close();
      }
    },
  });
});

describe("a part of a run", () => {
  const identity = { bases: 4, moreBases: 4, points: POINTS, weights: "w", seed: "0" };
  const shards = [1, 2].map((index) => ({ index, of: 2 }));
  const files = shards.map((shard) => join(dir, partFileName(shard)));
  const written = Promise.all(
    shards.map((shard, i) => {
      const bases = basesOfShard(4, shard);
      const header = { runKey: runKeyOf(identity), identity, shard, bases, options: { bases: 4 } };
      return writePart(
        files[i]!,
        header,
        bases.flatMap((base) => ["a", "b"].map((arm) => curveOf(base, arm))),
      );
    }),
  );
  const own = written.then(() => readFileSync(files[0]!));

  describe("beside the other one", async () => {
    fuzz({
      name: "part-1-of-2.jsonl",
      ...linesFile(
        await own,
        (pointer) => /^\/0\/(options|processor)/.test(pointer) || isNumberOf("distance")(pointer),
      ),
      read: (file) =>
        withFile(dir, "mutant.jsonl", file, async (path) => {
          const parts = [await readPart(path), await readPart(files[1]!)];
          checkParts(parts);
          return JSON.stringify(
            parts.map(({ header, curves }) => [header.identity, header.bases, curves]),
            plain,
          );
        }),
    });
  });
});

describe("prompts", () => {
  const shape = { layers: 1, heads: 1, dModel: 4, positions: 8, vocabulary: 20 };
  const prompts = [
    [1, 2, 3],
    [4, 5, 6],
    [7, 8, 19],
  ];
  const read = (name: string) => (file: Buffer) =>
    withFile(dir, name, file, async (path) => {
      const { prompts: read } = await readPromptsFile(path, { shape, tokenizerDir: dir });
      const runs = (id: number) => Number.isInteger(id) && id >= 0 && id < shape.vocabulary;
      const all = read.every((tokens) => tokens.length > 0 && tokens.every(runs));
      return all ? "prompts that the model can run" : "a prompt that the model cannot run";
    });
  fuzz({ name: "prompts.json", ...jsonFile(prompts), read: read("p.json") });
  fuzz({
    name: "prompts.jsonl",
    original: Buffer.from(prompts.map((prompt) => `${JSON.stringify(prompt)}\n`).join("")),
    read: read("p.jsonl"),
  });
});

describe("a report", () => {
  const report = JSON.parse(readFileSync("fixtures/report/frozen-report.json", "utf8")) as unknown;
  fuzz({
    name: "report.json, whose text is shown as text",
    ...jsonFile(report),
    read: (file) =>
      withFile(dir, "report.json", file, async (path) => {
        const read = await readReport(path);
        const page = renderHtml(read) + renderMarkdown(read);
        if (/[^\P{Cc}\n\t]/u.test(renderTerminal(read))) return "a control character on the terminal";
        return /<b>`/.test(page) ? "a tag from a file" : "a page";
      }),
  });
});

describe("what is remembered", () => {
  const sha256 = "a".repeat(64);
  const KEY = "models/a/b@main/config.json";
  const entry = { sha256, bytes: 3, commit: "c" };
  fuzz({
    name: "hub-lock.json, which is not compared with where it is damaged",
    ...jsonFile({ format: 1, files: { [KEY]: entry } }, (pointer) =>
      /\/(sha256|bytes|commit)$/.test(pointer),
    ),
    read: (file) =>
      withFile(dir, "lock.json", file, async (path) => {
        const { sha256, bytes, commit } = (await readLock(path)).files.get(KEY) ?? entry;
        return JSON.stringify([sha256, bytes, commit]);
      }),
  });
  fuzz({
    name: "standing.json",
    ...jsonFile(
      {
        [sha256]: {
          paper: {
            claim: {
              verdict: "contradicted",
              date: "2026-01-01",
              value: null,
              interval: [0, 1],
              reason: "x",
            },
          },
        },
      },
      (pointer) => /\/(reason|value|interval|date|verdict)/.test(pointer) || pointer.split("/").length <= 4,
    ),
    read: (file) =>
      withFile(dir, "standing.json", file, async () =>
        JSON.stringify((await readStanding(dir, sha256, "paper"))?.expectedOf("claim")),
      ),
  });
  fuzz({
    name: "a vector",
    ...jsonFile(
      [0.5, 1, -2],
      (pointer, value) => /^\/\d$/.test(pointer) && (value as number[]).every(Number.isFinite),
    ),
    read: (file) =>
      withFile(dir, "vector.json", file, async (path) =>
        JSON.stringify(await readVectorFile(path, 3), plain),
      ),
  });
});
