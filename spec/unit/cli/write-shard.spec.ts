import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { EXIT } from "../../../src/cli/exit-code.ts";
import { writeShard } from "../../../src/cli/write-shard.ts";
import type { KeptRun } from "../../../src/run/kept-run.ts";
import { defaultRunOptions, NOTHING_TYPED, partOptions, typedOfPart } from "../../../src/run/run-options.ts";
import { readPart } from "../../../src/store/part-file.ts";
import { openRunStore } from "../../../src/store/run-store.ts";
import type { PaperOutcome } from "../../../src/vitest/claim-reporter.ts";
import { temporaryFolder } from "../../support/files.ts";

const FIRST = "synthetic-activations";
const SECOND = "second";
const options = partOptions({ ...NOTHING_TYPED, bases: 4, seed: "x" });

let scene: string;
let run: ReturnType<typeof defaultRunOptions>;
let said: string;
beforeEach(() => {
  scene = temporaryFolder();
  run = { ...defaultRunOptions("."), out: join(scene, "out"), shard: { index: 2, of: 2 } };
  said = "";
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, "write").mockImplementation((text) => {
      said += text;
      return true;
    });
});
afterEach(() => vi.restoreAllMocks());

/** A store with one curve of a paper's run, as a measured shard leaves it. */
async function measured(paper: string): Promise<PaperOutcome & { readonly kept: KeptRun }> {
  const folder = join(scene, "runs", paper, "2-of-2");
  const store = await openRunStore(folder, { onWarning: () => {} });
  await store.put("model", 1, [{ arm: paper, distance: 1, curve: Float64Array.of(0, 1) }]);
  await store.close();
  return { paper, written: null, kept: { folder, identity: { bases: 4, moreBases: 4, points: 2, paper } } };
}

const partOf = (...path: string[]) => readPart(join(run.out, ...path, "part-2-of-2.jsonl"));

describe("a measured shard of two papers", () => {
  it("is two parts, each with the curves of its paper, which a merge then opens alone", async () => {
    const papers = [await measured(FIRST), await measured(SECOND)];
    expect(await writeShard(run, { papers, errors: [] }, options)).toBe(EXIT.asExpected);
    for (const [paper, part] of [
      [FIRST, await partOf()],
      [SECOND, await partOf(SECOND)],
    ] as const) {
      expect(part.curves.map(({ arm }) => arm)).toEqual([paper]);
      expect(part.header).toMatchObject({ identity: { paper }, bases: [1, 3] });
      const typed = typedOfPart(part.header.options as typeof options);
      expect(typed).toEqual({ ...NOTHING_TYPED, bases: 4, seed: "x", papers: [paper] });
    }
    const [one, other] = [await partOf(), await partOf(SECOND)];
    expect(one.header.runKey).not.toBe(other.header.runKey);
    expect(said.match(/^Shard 2\/2: 2 of 4 bases measured, nothing judged\.$/gm)).toHaveLength(2);
    for (const { kept } of papers) expect(existsSync(kept.folder)).toBe(false);
  });

  it("is no part, and keeps its stores, where something went wrong", async () => {
    const papers = [await measured(FIRST), await measured(SECOND)];
    const errors = [{ message: "The disk is full.", hint: "Hint: make room." }];
    expect(await writeShard(run, { papers, errors }, options)).toBe(EXIT.failed);
    expect(said).toBe("The disk is full.\nHint: make room.\n");
    for (const { kept } of papers) expect(readdirSync(kept.folder)).toEqual(["curves.jsonl"]);
    expect(existsSync(run.out)).toBe(false);
  });

  it("fails where nothing was measured", async () => {
    expect(await writeShard(run, { papers: [], errors: [] }, options)).toBe(EXIT.failed);
  });
});
