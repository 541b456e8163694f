import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { HubNotFoundError, HubServerError } from "../../../src/errors/index.ts";
import { listHubFiles, openRange } from "../../../src/hub/range-reader.ts";
import { COMMIT, type HubScene, hubScene } from "../../support/hub-scene.ts";

const SET = "someone/rows";
let scene: HubScene;
beforeEach(async () => {
  scene = await hubScene();
  for (const name of ["b", "a", "c"])
    scene.server.put(`datasets/${SET}`, COMMIT, `data/train-${name}.parquet`, scene.large, true);
  scene.server.put(`datasets/${SET}`, COMMIT, "README.md", scene.small, false);
});
afterEach(() => scene.stop());

const open = (own = {}) =>
  openRange({ repo: SET, type: "dataset", revision: "main", path: "data/train-a.parquet" }, scene.tools(own));

describe("openRange", () => {
  it("fetches the bytes asked for and no others, from the commit it was opened at", async () => {
    const reader = await open();
    expect([reader.byteLength, reader.commit]).toEqual([scene.large.length, COMMIT]);
    expect(Buffer.from(await reader.slice(1000, 1500)).equals(scene.large.subarray(1000, 1500))).toBe(true);
    expect(Buffer.from(await reader.slice(-8)).equals(scene.large.subarray(-8))).toBe(true);
    expect(Buffer.from(await reader.slice(399_990)).equals(scene.large.subarray(399_990))).toBe(true);
    expect((await reader.slice(5, 5)).byteLength).toBe(0);
    expect(scene.server.log("bytes", "storage")).toEqual([
      "bytes=1000-1499",
      "bytes=399992-399999",
      "bytes=399990-399999",
    ]);
    expect(scene.server.seen.at(-1)!.path).toContain(COMMIT);
  });

  it("tries again when a part stalls", async () => {
    const reader = await open({ stallMs: 400 });
    scene.server.faults.push({ on: "bytes", kind: "stall", after: 10 });
    expect(Buffer.from(await reader.slice(7, 77)).equals(scene.large.subarray(7, 77))).toBe(true);
    // on a busy machine an answer that comes may look like one that stalls
    expect(scene.server.log("bytes").length).toBeGreaterThanOrEqual(2);
  });

  it("tries again when a part is dropped, comes with another length, or the server fails", async () => {
    const reader = await open();
    scene.server.faults.push(
      { on: "bytes", kind: "drop", after: 10 },
      { on: "bytes", kind: "ignore-range" },
      { on: "bytes", kind: "status", status: 503 },
    );
    expect(Buffer.from(await reader.slice(7, 77)).equals(scene.large.subarray(7, 77))).toBe(true);
    expect(scene.server.log("bytes")).toHaveLength(4);
  });

  it("tries again when another part comes, though it is as long as the one asked for", async () => {
    const reader = await open();
    scene.server.faults.push({ on: "bytes", kind: "shift-range", by: 3, whole: true });
    expect(Buffer.from(await reader.slice(7, 77)).equals(scene.large.subarray(7, 77))).toBe(true);
    scene.server.faults.push({ on: "bytes", kind: "shift-range", by: 3, whole: true, times: 9 });
    await expect(reader.slice(7, 77)).rejects.toThrow(
      "the bytes from 10 on arrive where those from 7 on were asked for; given up at try 5.",
    );
  });

  it("gives up with the error of a download", async () => {
    const reader = await open();
    scene.server.faults.push({ on: "bytes", kind: "status", status: 500, times: 9 });
    await expect(reader.slice(0, 10)).rejects.toThrow(HubServerError);
  });
});

describe("listHubFiles", () => {
  it("lists a folder over all pages, in the order of names", async () => {
    scene.server.faults.push({ on: "list", kind: "status", status: 502 });
    const at = { repo: SET, type: "dataset", revision: "main" } as const;
    const files = await listHubFiles({ ...at, folder: "data" }, scene.tools());
    expect(files.map((file) => file.path)).toEqual(
      ["a", "b", "c"].map((name) => `data/train-${name}.parquet`),
    );
    expect(files[0]!.bytes).toBe(scene.large.length);
    expect(await listHubFiles(at, scene.tools())).toHaveLength(4);
  });

  it("names a data set that the Hub does not have", async () => {
    const at = { repo: "someone/none", type: "dataset", revision: "main" } as const;
    await expect(listHubFiles(at, scene.tools())).rejects.toThrow(HubNotFoundError);
  });
});
