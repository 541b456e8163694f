import { chmod, lstat, mkdir, readFile, readlink, symlink, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { scanCacheDir } from "@huggingface/hub";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { fetchHubFile, hubFile } from "../../../src/hub/download.ts";
import { COMMIT, type HubScene, hubScene, REPO } from "../../support/hub-scene.ts";
import { gitHash, sha256 } from "../../support/hub-server.ts";

let scene: HubScene;
beforeEach(async () => {
  scene = await hubScene();
});
afterEach(() => scene.stop());

const repoDir = () => join(scene.cacheDir, "models--someone--tiny-gpt2");

describe("hubFile", () => {
  it("lays a file out as Python does: blob by hash, relative symlink in the snapshot, ref without line end", async () => {
    const path = await hubFile(scene.file({ revision: "main" }), scene.tools());
    const pointer = join(repoDir(), "snapshots", COMMIT, "model.safetensors");
    expect(path).toBe(join(repoDir(), "blobs", sha256(scene.large)));
    expect((await readFile(path)).equals(scene.large)).toBe(true);
    expect(await readlink(pointer)).toBe(join("..", "..", "blobs", sha256(scene.large)));
    expect(await readFile(join(repoDir(), "refs", "main"), "utf8")).toBe(COMMIT);
    expect(await scene.blobs()).toEqual([sha256(scene.large)]);
  });

  it("names a small file by its git hash and keeps its folders", async () => {
    scene.server.put(REPO, COMMIT, "blocks.1/cfg.json", scene.small, false);
    const path = await hubFile(scene.file({ path: "blocks.1/cfg.json" }), scene.tools());
    expect(path).toBe(join(repoDir(), "blobs", gitHash(scene.small)));
    expect(await readlink(join(repoDir(), "snapshots", COMMIT, "blocks.1", "cfg.json"))).toBe(
      join("..", "..", "..", "blobs", gitHash(scene.small)),
    );
  });

  it("is read without a warning by the client's own scan of the cache", async () => {
    await hubFile(scene.file({ revision: "main" }), scene.tools());
    const scan = await scanCacheDir(scene.cacheDir);
    expect(scan.warnings).toEqual([]);
    expect(scan.repos.map((repo) => [repo.id.name, repo.size])).toEqual([[REPO, scene.large.length]]);
    expect(scan.repos[0]!.revisions[0]!.refs).toEqual(["main"]);
  });

  it("makes no request at all for a commit that is cached", async () => {
    const first = await hubFile(scene.file(), scene.tools());
    scene.server.seen.length = 0;
    expect(await hubFile(scene.file(), scene.tools())).toBe(first);
    expect(scene.server.seen).toEqual([]);
  });

  it("asks once, and fetches nothing, for a branch that has not moved", async () => {
    await hubFile(scene.file({ revision: "main" }), scene.tools());
    scene.server.seen.length = 0;
    await hubFile(scene.file({ revision: "main" }), scene.tools());
    expect(scene.server.log("bytes")).toEqual([]);
    expect(scene.server.log("info")).toHaveLength(1);
  });

  it("fetches a blob once for two commits that share it", async () => {
    await hubFile(scene.file(), scene.tools());
    const other = "b".repeat(40);
    scene.server.move(REPO, other, "README.md", scene.small, false);
    scene.server.seen.length = 0;
    await hubFile(scene.file({ revision: other }), scene.tools());
    expect(scene.server.log("bytes")).toEqual([]);
    expect(await scene.blobs()).toHaveLength(1);
  });

  it("reads a cache written by Python, refs and symlinks, without a request when offline", async () => {
    const blobs = join(repoDir(), "blobs");
    const snapshot = join(repoDir(), "snapshots", COMMIT);
    for (const folder of [blobs, snapshot, join(repoDir(), "refs")]) await mkdir(folder, { recursive: true });
    await writeFile(join(blobs, "0123abcd"), "from python");
    await symlink("../../blobs/0123abcd", join(snapshot, "vocab.bpe"));
    await writeFile(join(repoDir(), "refs", "main"), COMMIT);
    const environment = { ...scene.tools().environment, offline: true };
    const path = await hubFile(
      scene.file({ revision: "main", path: "vocab.bpe" }),
      scene.tools({ environment }),
    );
    expect(path).toBe(join(blobs, "0123abcd"));
    expect(scene.server.seen).toEqual([]);
  });

  it("fetches again when a snapshot's link points to a blob that is gone", async () => {
    const snapshot = join(repoDir(), "snapshots", COMMIT);
    await mkdir(snapshot, { recursive: true });
    await symlink("../../blobs/gone", join(snapshot, "config.json"));
    const path = await hubFile(scene.file({ path: "config.json" }), scene.tools());
    expect(await readFile(path, "utf8")).toBe(scene.small.toString());
  });

  it("copies where the platform has no symlinks", async () => {
    const noLinks = async () => {
      throw Object.assign(new Error("operation not permitted"), { code: "EPERM" });
    };
    const path = await hubFile(scene.file(), scene.tools({ symlink: noLinks }));
    const pointer = join(repoDir(), "snapshots", COMMIT, "model.safetensors");
    expect((await lstat(pointer)).isSymbolicLink()).toBe(false);
    expect(path).toBe(pointer);
    expect((await readFile(path)).equals(scene.large)).toBe(true);
  });

  it("understands the Hub's answer for files in Xet storage and fetches them by plain ranges", async () => {
    scene.server.xet = true;
    const path = await hubFile(scene.file(), scene.tools());
    expect(path).toBe(join(repoDir(), "blobs", sha256(scene.large)));
    expect(scene.server.log("info", "storage")).toEqual([]);
    expect(scene.server.log("bytes", "storage")).toEqual([null]);
  });

  it("reports progress that grows from 0 to the size", async () => {
    await hubFile(scene.file(), scene.tools());
    const have = scene.progress.map((one) => one.have);
    expect(have[0]).toBe(0);
    expect(have.at(-1)).toBe(scene.large.length);
    expect(have.every((bytes, i) => i === 0 || bytes > have[i - 1]!)).toBe(true);
    expect(new Set(scene.progress.map((one) => one.size))).toEqual(new Set([scene.large.length]));
  });

  it("sends the token to the Hub and not to its storage", async () => {
    const environment = { ...scene.tools().environment, token: { value: "hf_abc", from: "HF_TOKEN" } };
    await hubFile(scene.file(), scene.tools({ environment }));
    const sent = (host: string) =>
      scene.server.seen.filter((one) => one.host === host).map((one) => one.authorization);
    expect(sent("hub")).toEqual(["Bearer hf_abc", "Bearer hf_abc"]);
    expect(sent("storage")).toEqual([null, null]);
  });

  it("takes the token from the token file, without its line end", async () => {
    const file = join(scene.cacheDir, "..", "token");
    await writeFile(file, "hf_fromfile\n");
    await hubFile(scene.file({ path: "config.json" }), scene.tools());
    expect(scene.server.seen[0]!.authorization).toBe("Bearer hf_fromfile");
  });

  it("says of a token file that is no text that its token cannot be sent, and not what is in it", async () => {
    const file = join(scene.cacheDir, "..", "token");
    await writeFile(file, Buffer.from("hf_secr\u00e9t\n", "latin1"));
    const error = await hubFile(scene.file(), scene.tools()).catch((thrown: Error) => thrown);
    expect(String(error)).toContain(`The Hub token from ${file} cannot be sent`);
    expect(String(error)).not.toContain("secr");
    expect(scene.server.seen).toEqual([]);
  });

  it("asks anew for a branch whose remembered commit is no text", async () => {
    const { commit } = await fetchHubFile(scene.file({ revision: "main" }), scene.tools());
    const ref = join(scene.cacheDir, "models--someone--tiny-gpt2/refs/main");
    expect(await readFile(ref, "utf8")).toBe(commit);
    await writeFile(ref, Buffer.of(0xff, 0, 0xe9));
    expect(await fetchHubFile(scene.file({ revision: "main" }), scene.tools())).toMatchObject({ commit });
    expect(await readFile(ref, "utf8")).toBe(commit);
  });

  it("checks a pinned hash of a cached file too, and leaves the file where it is", async () => {
    const path = await hubFile(scene.file(), scene.tools());
    await chmod(path, 0o644);
    await writeFile(path, Buffer.alloc(scene.large.length));
    const again = hubFile(scene.file({ sha256: sha256(scene.large) }), scene.tools());
    await expect(again).rejects.toThrow(/its hash is .*the pinned hash says .*left where it is/);
    expect((await lstat(path)).size).toBe(scene.large.length);
  });

  it("uses the cached commit of a branch, with a warning, when the Hub cannot be reached", async () => {
    const first = await fetchHubFile(scene.file({ revision: "main" }), scene.tools());
    scene.server.faults.push({ on: "info", kind: "refuse", times: 5 });
    const again = await fetchHubFile(scene.file({ revision: "main" }), scene.tools());
    expect(again.path).toBe(first.path);
    expect(scene.warnings).toEqual([expect.stringContaining("The cached commit 607a30d783df is used.")]);
  });

  it("continues what a killed process left, from where it stopped", async () => {
    const blobs = join(repoDir(), "blobs");
    await mkdir(blobs, { recursive: true });
    // process ids end at 2^22 on Linux: this one cannot be alive
    const left = join(blobs, `${sha256(scene.large)}.0mh0abcde-ffffffff-99999999-0badcafe.incomplete`);
    await writeFile(left, scene.large.subarray(0, 150_000));
    await utimes(left, new Date(0), new Date(0));
    await hubFile(scene.file(), scene.tools());
    expect(scene.server.log("bytes")).toEqual(["bytes=150000-399999"]);
    expect(await scene.blobs()).toEqual([sha256(scene.large)]);
  });

  it("starts again from 0, once, when the part of a killed process turns out damaged", async () => {
    const blobs = join(repoDir(), "blobs");
    await mkdir(blobs, { recursive: true });
    const left = join(blobs, `${sha256(scene.large)}.0mh0abcde-free-0-0badcafe.incomplete`);
    await writeFile(left, Buffer.alloc(150_000));
    const path = await hubFile(scene.file(), scene.tools());
    expect((await readFile(path)).equals(scene.large)).toBe(true);
    expect(scene.server.log("bytes")).toEqual(["bytes=150000-399999", null]);
  });
});
