import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import * as errors from "../../../src/errors/index.ts";
import { hubFile } from "../../../src/hub/download.ts";
import { hubTools } from "../../../src/hub/hub-tools.ts";
import { type HubScene, hubScene } from "../../support/hub-scene.ts";
import { type Fault, sha256 } from "../../support/hub-server.ts";

let scene: HubScene;
beforeEach(async () => {
  scene = await hubScene();
});
afterEach(() => scene.stop());

const fetchWith = async (...faults: Fault[]) => {
  scene.server.faults.push(...faults);
  return hubFile(scene.file(), scene.tools());
};

/** The file is whole, under its own name, and nothing half-made is left beside it. */
async function expectWhole(path: string, contents = scene.large): Promise<void> {
  expect((await readFile(path)).equals(contents)).toBe(true);
  expect(await scene.blobs()).toEqual([sha256(contents)]);
}

async function errorOf(promise: Promise<unknown>): Promise<errors.BagOfLatentsError> {
  const error = await promise.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(errors.BagOfLatentsError);
  return error as errors.BagOfLatentsError;
}

describe("a download survives", () => {
  it("fault 1, a connection dropped twice in mid-file: it continues where it was", async () => {
    await expectWhole(
      await fetchWith(
        { on: "bytes", kind: "drop", after: 100_000 },
        { on: "bytes", kind: "drop", after: 65_536 },
      ),
    );
    const ranges = scene.server.log("bytes");
    expect(ranges).toHaveLength(3);
    expect(ranges[0]).toBeNull();
    expect(ranges[1]).toMatch(/^bytes=[1-9]\d*-399999$/);
    expect(ranges[2]).toMatch(/^bytes=[1-9]\d*-399999$/);
  });

  it("fault 2, a connection that stalls: it is dropped after the time allowed and continued", async () => {
    scene.server.faults.push({ on: "bytes", kind: "stall", after: 100_000 });
    await expectWhole(await hubFile(scene.file(), scene.tools({ stallMs: 400 })));
    expect(scene.server.log("bytes").at(-1)).toMatch(/^bytes=[1-9]\d*-399999$/);
  });

  it("fault 3, a server that never answers", async () => {
    scene.server.faults.push({ on: "info", kind: "silence" }, { on: "bytes", kind: "silence" });
    await expectWhole(await hubFile(scene.file(), scene.tools({ stallMs: 400 })));
    expect(scene.waits.length).toBeGreaterThanOrEqual(2);
  });

  it("fault 4, a connection refused before any answer", async () => {
    await expectWhole(await fetchWith({ on: "info", kind: "refuse" }, { on: "bytes", kind: "refuse" }));
    expect(scene.waits).toEqual([1000, 1000]);
  });

  it("fault 5, a Content-Length that is too short", async () => {
    await expectWhole(await fetchWith({ on: "bytes", kind: "announce-less", by: 1000 }));
    expect(scene.server.log("bytes")[1]).toBe("bytes=399000-399999");
  });

  it("fault 6, a Content-Length that is too long", async () => {
    await expectWhole(await fetchWith({ on: "bytes", kind: "announce-more", by: 1000 }));
  });

  it("fault 7, bytes beyond the end of the file", async () => {
    await expectWhole(await fetchWith({ on: "bytes", kind: "send-more", by: 10 }));
  });

  it("fault 8, status 416 to the request that continues: it starts again from 0", async () => {
    await expectWhole(
      await fetchWith(
        { on: "bytes", kind: "drop", after: 100_000 },
        { on: "bytes", kind: "status", status: 416 },
      ),
    );
    expect(scene.server.log("bytes")).toEqual([null, expect.stringMatching(/^bytes=/), null]);
  });

  it("fault 9, a server that ignores Range: the whole file is not appended to its part", async () => {
    await expectWhole(
      await fetchWith({ on: "bytes", kind: "drop", after: 100_000 }, { on: "bytes", kind: "ignore-range" }),
    );
    expect(scene.waits).toEqual([1000, 0]);
  });

  it("fault 10, a server that ignores Range when asked for the size", async () => {
    await expectWhole(
      await fetchWith(
        { on: "info", kind: "ignore-range" },
        { on: "info", kind: "without-headers", names: ["x-linked-size"] },
      ),
    );
  });

  it("fault 11, a server that continues at another place", async () => {
    await expectWhole(
      await fetchWith(
        { on: "bytes", kind: "drop", after: 100_000 },
        { on: "bytes", kind: "shift-range", by: 4096 },
      ),
    );
    expect(scene.waits).toEqual([1000, 0]);
  });

  it("fault 12, status 429: it waits as long as Retry-After says", async () => {
    const limited = { on: "info", kind: "status", status: 429 } as const;
    await expectWhole(
      await fetchWith({ ...limited, headers: { "retry-after": "7" } }, { ...limited, on: "bytes" }),
    );
    expect(scene.waits).toEqual([7000, 1000]);
  });

  it("fault 13, status 500, 502 and 503: it waits longer each time", async () => {
    await expectWhole(
      await fetchWith(
        { on: "info", kind: "status", status: 500 },
        { on: "info", kind: "status", status: 502 },
        { on: "info", kind: "status", status: 503, headers: { "retry-after": "3" } },
      ),
    );
    expect(scene.waits).toEqual([1000, 2000, 3000]);
  });

  it("fault 14, a branch whose file changes between two requests: old and new bytes are never joined", async () => {
    const contents = Buffer.from(scene.large.map((byte) => byte ^ 255));
    scene.server.faults.push(
      { on: "bytes", kind: "drop", after: 100_000 },
      { on: "bytes", kind: "replace", contents, commit: "c".repeat(40) },
    );
    const path = await hubFile(scene.file({ revision: "main" }), scene.tools());
    expect((await readFile(path)).equals(contents)).toBe(true);
    expect(path).toContain(sha256(contents));
  });

  it("fault 15, a commit that the answer does not name", async () => {
    const headers: Fault = { on: "info", kind: "without-headers", names: ["x-repo-commit"] };
    await expectWhole(await fetchWith(headers));
  });
});

describe("a download ends with an error that names file, fact and way out for", () => {
  const large = "someone/tiny-gpt2@607a30d783df model.safetensors";

  it("fault 16, a hash that is wrong: both are named, the file is deleted", async () => {
    const error = await errorOf(fetchWith({ on: "bytes", kind: "wrong-bytes" }));
    const got = sha256(Buffer.from(scene.large.map((byte) => byte ^ 1)));
    expect(error).toBeInstanceOf(errors.HubHashError);
    expect(error.message).toBe(
      `${large}: its hash is ${got}, but the Hub says ${sha256(scene.large)}; it was deleted.`,
    );
    expect(error.hint).toMatch(/^Hint: run again/);
    expect(await scene.blobs()).toEqual([]);
  });

  it("fault 17, a wrong git hash of a small file", async () => {
    scene.server.faults.push({ on: "bytes", kind: "wrong-bytes" });
    const error = await errorOf(hubFile(scene.file({ path: "config.json" }), scene.tools()));
    expect(error).toBeInstanceOf(errors.HubHashError);
    expect(await scene.blobs()).toEqual([]);
  });

  it("fault 18, contents that are not the pinned ones: nothing is fetched", async () => {
    const pinned = "0".repeat(64);
    const error = await errorOf(hubFile(scene.file({ sha256: pinned }), scene.tools()));
    expect(error.message).toBe(
      `${large}: its hash is ${sha256(scene.large)}, but the pinned hash says ${pinned}; it was not fetched.`,
    );
    expect(scene.server.log("bytes")).toEqual([]);
  });

  it("fault 19, a size that is not the pinned one", async () => {
    const error = await errorOf(hubFile(scene.file({ bytes: 548_105_171 }), scene.tools()));
    expect(error.message).toContain("it announces 400000 bytes, but the file wanted has 548105171");
  });

  it("fault 20, status 401 without and with a token", async () => {
    const refusal: Fault = { on: "info", kind: "status", status: 401 };
    const without = await errorOf(fetchWith(refusal));
    expect(without).toBeInstanceOf(errors.HubAccessError);
    expect(without.message).toBe(`${large}: the Hub refused the request without a token (401).`);
    expect(without.hint).toContain("set HF_TOKEN");
    const environment = { ...scene.tools().environment, token: { value: "hf_old", from: "HF_TOKEN" } };
    scene.server.faults.push(refusal);
    const expired = await errorOf(hubFile(scene.file(), scene.tools({ environment })));
    expect(expired.message).toContain("with the token from HF_TOKEN (401)");
    expect(expired.hint).toContain("may have expired");
    expect(scene.waits).toEqual([]);
  });

  it("fault 21, status 403 of a gated repository", async () => {
    const error = await errorOf(
      fetchWith({ on: "info", kind: "status", status: 403, headers: { "x-error-code": "GatedRepo" } }),
    );
    expect(error.message).toContain("(403, a gated repository)");
    expect(error.hint).toContain("accept the terms");
  });

  it("fault 22, status 404 of repository, revision and file", async () => {
    const missing = async (own: Parameters<HubScene["file"]>[0]) =>
      (await errorOf(hubFile(scene.file(own), scene.tools()))).message;
    expect(await missing({ repo: "someone/else" })).toBe(
      "someone/else@607a30d783df model.safetensors: the Hub has no such repository (404).",
    );
    expect(await missing({ revision: "v9" })).toContain("the Hub has no such revision (404)");
    expect(await missing({ path: "model.bin" })).toContain("the Hub has no such file (404)");
    expect(scene.waits).toEqual([]);
  });

  it("fault 23, status 429 with a wait longer than five minutes: it does not wait", async () => {
    const error = await errorOf(
      fetchWith({ on: "info", kind: "status", status: 429, headers: { "retry-after": "3600" } }),
    );
    expect(error).toBeInstanceOf(errors.HubRateLimitError);
    expect(error.message).toContain("asks to wait 3600 s; given up at try 1");
    expect(scene.waits).toEqual([]);
  });

  it("fault 24, status 500 five times", async () => {
    const error = await errorOf(fetchWith({ on: "info", kind: "status", status: 500, times: 9 }));
    expect(error).toBeInstanceOf(errors.HubServerError);
    expect(error.message).toBe(`${large}: the Hub answered with status 500; given up at try 5.`);
    expect(scene.waits).toEqual([1000, 2000, 4000, 8000]);
  });

  it("fault 25, a server that stalls for good: it gives up and keeps the part", async () => {
    scene.server.faults.push(
      { on: "bytes", kind: "stall", after: 50_000 },
      { on: "bytes", kind: "silence", times: 9 },
    );
    const error = await errorOf(hubFile(scene.file(), scene.tools({ stallMs: 200 })));
    expect(error).toBeInstanceOf(errors.HubConnectionError);
    expect(error.message).toMatch(/nothing arrived for 0.2 s; given up at try 5/);
    expect(await scene.blobs()).toEqual([expect.stringMatching(/-free-0-[0-9a-f]{8}\.incomplete$/)]);
  });

  it("fault 26, a server that always drops at the same place and cannot continue there", async () => {
    for (let i = 0; i < 9; i++)
      scene.server.faults.push(
        { on: "bytes", kind: "drop", after: 65_536 },
        { on: "bytes", kind: "status", status: 416 },
      );
    const error = await errorOf(hubFile(scene.file(), scene.tools()));
    expect(error).toBeInstanceOf(errors.HubConnectionError);
    expect(scene.server.log("bytes")).toHaveLength(5);
  });

  it("fault 27, a full disk: what was fetched is kept and continued", async () => {
    const real = hubTools({ environment: scene.tools().environment });
    const openAppend: typeof real.openAppend = async (path) => {
      const file = await real.openAppend(path);
      let room = 90_000;
      return {
        ...file,
        write: async (bytes) => {
          if (bytes.length > room)
            throw Object.assign(new Error("ENOSPC: no space left on device"), { code: "ENOSPC" });
          room -= bytes.length;
          await file.write(bytes);
        },
      };
    };
    const error = await errorOf(hubFile(scene.file(), scene.tools({ openAppend })));
    expect(error).toBeInstanceOf(errors.HubWriteError);
    expect(error.message).toMatch(/the disk is full, \d+ bytes are still to come/);
    const [left] = await scene.blobs();
    const bytes = (await stat(join(scene.cacheDir, "models--someone--tiny-gpt2", "blobs", left!))).size;
    expect(bytes).toBeGreaterThan(0);
    await expectWhole(await hubFile(scene.file(), scene.tools()));
    expect(scene.server.log("bytes").at(-1)).toBe(`bytes=${bytes}-399999`);
  });

  it("fault 28, a cache that cannot be written", async () => {
    await mkdir(scene.cacheDir, { recursive: true });
    await writeFile(join(scene.cacheDir, "models--someone--tiny-gpt2"), "a file in the folder's place");
    const error = await errorOf(hubFile(scene.file(), scene.tools()));
    expect(error).toBeInstanceOf(errors.HubWriteError);
    expect(error.hint).toContain("HF_HUB_CACHE");
  });

  it("fault 29, a file that the cache lacks when offline: no request is made", async () => {
    const environment = { ...scene.tools().environment, offline: true };
    const error = await errorOf(hubFile(scene.file(), scene.tools({ environment })));
    expect(error).toBeInstanceOf(errors.HubOfflineError);
    expect(error.message).toContain("HF_HUB_OFFLINE forbids fetching it");
    expect(scene.server.seen).toEqual([]);
  });

  it("fault 30, names that leave the repository or the cache", async () => {
    const refused = [
      { repo: "a/b/c" },
      { repo: "../../etc" },
      { repo: "" },
      { repo: "a--b" },
      { path: "../model.safetensors" },
      { path: "/etc/passwd" },
      { path: "a\\b" },
      { revision: "../main" },
      { revision: "" },
    ];
    for (const own of refused)
      expect(await errorOf(hubFile(scene.file(own), scene.tools()))).toBeInstanceOf(errors.HubNameError);
    expect(scene.server.seen).toEqual([]);
  });

  it("fault 31, a token that no header can hold: it is not sent and not shown", async () => {
    for (const value of ["sec\u0000ret", "hf_zwei\u2013W\u00f6rter", "hf_\nx"]) {
      const environment = { ...scene.tools().environment, token: { value, from: "HF_TOKEN" } };
      const error = await errorOf(hubFile(scene.file(), scene.tools({ environment })));
      expect(error).toBeInstanceOf(errors.HubTokenError);
      expect(error.message).toContain("from HF_TOKEN cannot be sent");
      expect(error.message).not.toContain(value);
    }
    expect(scene.server.seen).toEqual([]);
  });

  it("fault 32, redirects in a circle", async () => {
    const to = `${scene.server.url}/someone/tiny-gpt2/resolve/main/model.safetensors`;
    const error = await errorOf(fetchWith({ on: "info", kind: "redirect", to, times: 20 }));
    expect(error).toBeInstanceOf(errors.HubAnswerError);
    expect(error.message).toContain("redirects more than 5 times");
  });

  it("fault 33, no one at the address", async () => {
    const environment = { ...scene.tools().environment, endpoint: "http://127.0.0.1:9" };
    const error = await errorOf(hubFile(scene.file(), scene.tools({ environment })));
    expect(error).toBeInstanceOf(errors.HubConnectionError);
    expect(error.message).toMatch(/the connection broke \(.*\); given up at try 5/);
    expect(error.hint).toContain("HF_ENDPOINT");
  });
});
