import { posix, win32 } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { shardFiles } from "../../../src/checkpoint/shard-files.ts";
import { HubAnswerError, HubRateLimitError, MalformedFileError } from "../../../src/errors/index.ts";
import { hubFile } from "../../../src/hub/download.ts";
import { isFileName, isRelativePath } from "../../../src/hub/file-name.ts";
import { listHubFiles } from "../../../src/hub/range-reader.ts";
import { withTries } from "../../../src/hub/tries.ts";
import { HUB_LISTING_PAGES, HUB_PAUSES_MS, HUB_TRIES_IN_ALL } from "../../../src/limits.ts";
import { checkProperty } from "../../../src/vitest/property.ts";
import { type HubScene, hubScene, REPO } from "../../support/hub-scene.ts";

describe("a name from outside", () => {
  const part = fc.oneof(
    fc.constantFrom("..", ".", "", "a", "con", "C:", "a\\b", "\\\\host", "a\0", "\n", "x".repeat(300)),
    fc.string({ maxLength: 6 }),
  );

  it("that is accepted stays one name below its folder on every system, and is accepted whole or not at all", () => {
    checkProperty(
      fc.property(fc.array(part, { maxLength: 4 }), (parts) => {
        const path = parts.join("/");
        for (const platform of ["linux", "win32"]) {
          if (!isRelativePath(path, platform)) continue;
          for (const { join: joined, relative, sep } of [posix, win32]) {
            const below = relative("/cache/blobs", joined("/cache/blobs", path));
            expect(below.split(sep)).toEqual(path.split("/"));
          }
        }
      }),
      { numRuns: 1000 },
    );
  });

  it("may be what the Hub has: hooks, hashes, folders that end in .pt", () => {
    for (const name of ["blocks.1.hook_resid_pre", "a".repeat(64), "v5_32k_layer_0.pt", "k=3", "naïve"])
      for (const platform of ["linux", "win32"]) expect(isFileName(name, platform), name).toBe(true);
  });
});

describe("the index of a sharded checkpoint", () => {
  const indexed = (text: string) => shardFiles("index.json", text);

  it("names each part once, in order", () => {
    const map = { b: "model-2.safetensors", a: "model-1.safetensors", c: "model-2.safetensors" };
    expect(indexed(JSON.stringify({ weight_map: map }))).toEqual([
      "model-1.safetensors",
      "model-2.safetensors",
    ]);
  });

  it("is refused where a part lies elsewhere, is no safetensors file, or there are too many", () => {
    const many = Object.fromEntries(Array.from({ length: 1001 }, (_, i) => [i, `${i}.safetensors`]));
    const wrong: unknown[] = [
      null,
      [],
      {},
      { a: "../x.safetensors" },
      { a: "/x.safetensors" },
      { a: 1 },
      many,
    ];
    wrong.push({ a: "x.bin" }, { a: "a/b.safetensors" }, { a: "a\\b.safetensors" });
    for (const map of wrong)
      expect(() => indexed(JSON.stringify({ weight_map: map }))).toThrow(MalformedFileError);
    expect(() => indexed("{")).toThrow(MalformedFileError);
  });
});

describe("what a server answers", () => {
  let scene: HubScene;
  beforeEach(async () => {
    scene = await hubScene();
  });
  afterEach(() => scene.stop());

  /** A Hub that gives these pages; its requests are counted. */
  function pagesOf(page: (n: number) => { body: string; next: string | null }) {
    const asked: string[] = [];
    const answering = async (input: unknown) => {
      asked.push(String(input));
      const { body, next } = page(asked.length);
      const headers = new Headers({ "content-type": "application/json" });
      if (next !== null) headers.set("link", `<${scene.server.url}${next}>; rel="next"`);
      return new Response(body, { headers });
    };
    const tools = scene.tools({ fetch: answering as typeof fetch });
    return { asked, listed: listHubFiles({ repo: REPO, type: "model", revision: "main" }, tools) };
  }

  it("ends: a list whose pages come again, or have no end, is refused after a bounded number", async () => {
    const circle = pagesOf((n) => ({ body: "[]", next: `/page${n % 3}` }));
    await expect(circle.listed).rejects.toThrow(/points back to a page that was seen/);
    expect(circle.asked.length).toBeLessThan(6);
    const endless = pagesOf((n) => ({ body: "[]", next: `/page${n}` }));
    await expect(endless.listed).rejects.toThrow(`has over ${HUB_LISTING_PAGES} pages`);
    expect(endless.asked).toHaveLength(HUB_LISTING_PAGES);
  });

  it("is a list, of paths that git can have, on pages that fit in memory", async () => {
    const wrong = [
      "{}",
      "nonsense",
      '["a"]',
      "[null]",
      '[{"type":"file","path":"a/../../b","size":1}]',
      '[{"type":"file","path":"/etc/passwd","size":1}]',
      '[{"type":"file","path":"a","size":-1}]',
      '[{"type":"file","path":"a","size":"1"}]',
      `[${" ".repeat(1 << 24)}]`,
    ];
    for (const body of wrong)
      await expect(pagesOf(() => ({ body, next: null })).listed, body.slice(0, 60)).rejects.toThrow(
        HubAnswerError,
      );
  });

  it("is no ETag that names another place, and no size that cannot be", async () => {
    const body = Buffer.from("{}");
    const answerWith = (headers: Record<string, string>) => {
      const answering = async () =>
        new Response(body, {
          headers: { "x-repo-commit": "a".repeat(40), "content-length": "2", ...headers },
        });
      return hubFile(
        scene.file({ revision: "main", path: "config.json", most: 1000 }),
        scene.tools({ fetch: answering as typeof fetch }),
      );
    };
    for (const etag of [".", "..", "a/b", "a\\b", "con", "a:b", "", "é"])
      await expect(answerWith({ etag: `"${etag}"` }), etag).rejects.toThrow(HubAnswerError);
    for (const size of ["1001", "9007199254740993"])
      await expect(answerWith({ etag: '"abc"', "x-linked-size": size }), size).rejects.toThrow(
        HubAnswerError,
      );
    expect(await scene.blobs()).toEqual([]);
  });

  it("without a hash is used with a remark, and never stands for another file with the same ETag", async () => {
    const answering = (async (input: unknown) => {
      const body = String(input).includes("config") ? "config" : "tokens";
      const headers = { "x-repo-commit": "a".repeat(40), etag: '"abc"', "content-length": "6" };
      return new Response(body, { headers });
    }) as typeof fetch;
    const { readFile } = await import("node:fs/promises");
    for (const [path, text] of [
      ["config.json", "config"],
      ["tokenizer.json", "tokens"],
    ] as const) {
      const at = await hubFile(scene.file({ revision: "main", path }), scene.tools({ fetch: answering }));
      expect(await readFile(at, "utf8")).toBe(text);
    }
    expect(scene.warnings).toHaveLength(2);
    expect(scene.warnings[0]).toContain("compared with nothing");
  });

  it("to a request for a part is dropped once it is longer than the part", async () => {
    scene.server.put(`datasets/${REPO}`, "a".repeat(40), "x.parquet", scene.large, true);
    const { openRange } = await import("../../../src/hub/range-reader.ts");
    const reader = await openRange(
      { repo: REPO, type: "dataset", revision: "main", path: "x.parquet" },
      scene.tools(),
    );
    scene.server.faults.push({ on: "bytes", kind: "ignore-range", times: 9 });
    await expect(reader.slice(0, 10)).rejects.toThrow("more than the 10 bytes asked for arrive");
  });
});

describe("pauses between tries", () => {
  it("have an end in sum and in time, however often the server asks to wait", async () => {
    let clock = 0;
    let tried = 0;
    const sleep = async (ms: number) => {
      clock += ms;
    };
    const tools = { now: () => clock, sleep };
    const work = async (one: { progressed(): void }) => {
      tried++;
      one.progressed(); // each try brings a little
      throw new HubRateLimitError({ file: "x", waitMs: 290_000, attempt: tried });
    };
    await expect(withTries(work, tools)).rejects.toThrow(HubRateLimitError);
    expect(clock).toBeLessThanOrEqual(HUB_PAUSES_MS);
    expect(tried).toBeLessThan(HUB_TRIES_IN_ALL);
  });
});
