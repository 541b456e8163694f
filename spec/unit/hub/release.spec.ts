import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { HubLockError, HubOfflineError, UnknownReleaseError } from "../../../src/errors/index.ts";
import { fetchResolved } from "../../../src/hub/fetch-release.ts";
import { checkHubFile } from "../../../src/hub/hub-file.ts";
import { MODEL_RELEASES, SAE_RELEASES } from "../../../src/hub/releases.ts";
import { resolveModel, resolveSae } from "../../../src/hub/resolve-release.ts";
import { parseHookPoint } from "../../../src/model/hook-point.ts";
import { COMMIT, type HubScene, hubScene, REPO } from "../../support/hub-scene.ts";
import { sha256 } from "../../support/hub-server.ts";

const nowhere = () => false;

describe("resolveModel", () => {
  it("pins gpt2 to the commit, hash and size of the paper's weights, under both of its names", () => {
    for (const name of ["gpt2", "openai-community/gpt2"]) {
      const resolved = resolveModel(name, nowhere);
      if (resolved.from !== "hub") throw new Error("not of the Hub");
      expect(resolved.files.find((file) => file.path === "model.safetensors")).toEqual({
        repo: "openai-community/gpt2",
        type: "model",
        revision: "607a30d783dfa663caf39e06633721c8d4cfcd7e",
        path: "model.safetensors",
        optional: false,
        formerly: ["gpt2"],
        sha256: "248dfc3911869ec493c76e65bf2fcf7f615828b0254c12b473182f0f81d3a707",
        bytes: 548_105_171,
      });
    }
  });

  it("takes another revision without the pinned hash", () => {
    const resolved = resolveModel("gpt2@main", nowhere);
    if (resolved.from !== "hub") throw new Error("not of the Hub");
    expect(new Set(resolved.files.map((file) => file.revision))).toEqual(new Set(["main"]));
    expect(resolved.files.every((file) => file.sha256 == null)).toBe(true);
  });

  it("takes a directory when there is one, or when it is written as a path", () => {
    expect(resolveModel("gpt2", () => true)).toEqual({ from: "directory", dir: "gpt2" });
    for (const dir of ["./gpt2", "../x", "/models/gpt2", "."])
      expect(resolveModel(dir, nowhere)).toEqual({ from: "directory", dir });
  });

  it("takes any org/name of the Hub, and names what it knows for a bare name it does not", () => {
    expect(resolveModel("me/my-gpt2@v1", nowhere)).toMatchObject({ from: "hub", name: "me/my-gpt2" });
    expect(() => resolveModel("gpt3", nowhere)).toThrow(UnknownReleaseError);
    expect(() => resolveModel("gpt3", nowhere)).toThrow(
      'There is no model "gpt3"; known are gpt2, gpt2-medium, gpt2-large, gpt2-xl, distilgpt2.',
    );
    expect(() => resolveModel("constructor", nowhere)).toThrow(UnknownReleaseError);
  });
});

describe("resolveSae", () => {
  it.each([
    ["gpt2-small-res-jb", "blocks.1.hook_resid_pre", "blocks.1.hook_resid_pre"],
    ["gpt2-small-res-jb", "blocks.11.hook_resid_post", "blocks.11.hook_resid_post"],
    ["gpt2-small-resid-post-v5-32k", "blocks.0.hook_resid_post", "v5_32k_layer_0.pt"],
    ["gpt2-small-resid-post-v5-128k", "blocks.11.hook_resid_post", "v5_128k_layer_11"],
    ["me/my-saes", "blocks.3.hook_resid_mid", "blocks.3.hook_resid_mid"],
    ["gpt2-small-resid-post-v5-32k", "blocks.1.hook_resid_pre", "v5_32k_layer_0.pt"],
    ["gpt2-small-resid-post-v5-128k", "blocks.1.hook_resid_pre", "v5_128k_layer_0"],
    ["gpt2-small-res-jb", "blocks.0.hook_resid_post", "blocks.1.hook_resid_pre"],
    ["gpt2-small-res-jb/blocks.7.hook_resid_pre", "blocks.1.hook_resid_pre", "blocks.7.hook_resid_pre"],
    ["gpt2-small-resid-post-v5-32k/blocks.7.hook_resid_pre", "blocks.1.hook_resid_pre", "v5_32k_layer_6.pt"],
  ])("of %s at %s is the folder %s", (release, hook, folder) => {
    const resolved = resolveSae(release, hook, nowhere);
    if (resolved.from !== "hub") throw new Error("not of the Hub");
    expect(resolved.folder).toBe(folder);
    const usual = resolved.files.filter(({ insteadOf }) => insteadOf === undefined);
    expect(usual.map((file) => file.path)).toEqual(
      ["cfg.json", "sae_weights.safetensors", "sparsity.safetensors", "activation_scaler.json"].map(
        (name) => `${folder}/${name}`,
      ),
    );
  });

  it("is named by the hook that the release has, and comes from its pinned commit", () => {
    const resolved = resolveSae("gpt2-small-resid-post-v5-32k", "blocks.1.hook_resid_pre", nowhere);
    expect(resolved).toMatchObject({ name: "gpt2-small-resid-post-v5-32k/blocks.0.hook_resid_post" });
    expect(resolved).toMatchObject({
      files: Array(5).fill({ revision: "21df74db7b9f690cd2403a20485cf75f46330d0d" }),
    });
  });

  it("of every known release of all blocks is there at every hook of them", () => {
    const whole = Object.entries(SAE_RELEASES).filter(([, { folders }]) => Object.keys(folders).length > 3);
    expect(whole).toHaveLength(3);
    for (const [name] of whole)
      for (let layer = 1; layer < 12; layer++)
        expect(resolveSae(name, `blocks.${layer}.hook_resid_pre`, nowhere)).toHaveProperty("folder");
  });

  it.each(["sce", "scefr", "scl", "sle", "slefr", "sll"])(
    "of %s of the end-to-end paper is there at the three blocks it was trained at, and at no other",
    (kind) => {
      const name = `gpt2-small-res_${kind}-ajt`;
      for (const layer of [2, 6, 10])
        expect(resolveSae(name, `blocks.${layer}.hook_resid_pre`, nowhere)).toMatchObject({
          name: `${name}/blocks.${layer}.hook_resid_pre`,
          folder: `${layer}-res_${kind}-ajt`,
        });
      expect(() => resolveSae(name, "blocks.5.hook_resid_pre", nowhere)).toThrow(
        /at "blocks.5.hook_resid_pre"; known are blocks.2.hook_resid_pre, blocks.6.hook_resid_pre, blocks.10/,
      );
    },
  );

  it("refuses a hook the release has no SAE of, and lists those it has", () => {
    expect(() => resolveSae("gpt2-small-res-jb", "blocks.1.hook_resid_mid", nowhere)).toThrow(
      /^There is no SAE of gpt2-small-res-jb at "blocks.1.hook_resid_mid"; known are blocks.0.hook_resid_pre, /,
    );
    expect(() => resolveSae("gpt2-small-res-jb/blocks.5", "blocks.1.hook_resid_pre", nowhere)).toThrow(
      /^There is no SAE of gpt2-small-res-jb at "blocks\.5"; known are /,
    );
    expect(() => resolveSae("gpt2-large-res", "blocks.1.hook_resid_pre", nowhere)).toThrow(
      UnknownReleaseError,
    );
  });
});

describe("the tables of releases", () => {
  it("hold only names the Hub can have, whole commits and hooks of a 12-block model", () => {
    for (const { repo, revision } of [...Object.values(MODEL_RELEASES), ...Object.values(SAE_RELEASES)]) {
      checkHubFile({ repo, type: "model", revision: revision ?? "main", path: "config.json" });
      expect(revision ?? "0".repeat(40)).toMatch(/^[0-9a-f]{40}$/);
    }
    for (const { folders } of Object.values(SAE_RELEASES))
      for (const hook of Object.keys(folders)) parseHookPoint(hook, 12);
    expect(Object.keys(SAE_RELEASES["gpt2-small-res-jb"]!.folders)).toHaveLength(13);
  });
});

describe("fetchResolved", () => {
  let scene: HubScene;
  let lockFile: string;
  beforeEach(async () => {
    scene = await hubScene();
    lockFile = join(scene.cacheDir, "..", "lock.json");
  });
  afterEach(() => scene.stop());
  const fetchRepo = (name = REPO, own = {}) =>
    fetchResolved(resolveModel(name, nowhere), { tools: scene.tools(), lockFile, ...own });

  it("brings all files into one folder, skips optional ones, and records their hashes", async () => {
    const fetched = await fetchRepo();
    expect(fetched).toEqual({
      name: REPO,
      dir: join(scene.cacheDir, "models--someone--tiny-gpt2", "snapshots", COMMIT),
      source: { repo: REPO, revision: "main", commit: COMMIT },
      files: [
        { path: "config.json", sha256: sha256(scene.small), bytes: scene.small.length },
        { path: "model.safetensors", sha256: sha256(scene.large), bytes: scene.large.length },
      ],
    });
    expect((await readdir(fetched.dir)).sort()).toEqual(["config.json", "model.safetensors"]);
    expect(Object.keys(JSON.parse(await readFile(lockFile, "utf8")).files)).toHaveLength(2);
  });

  it("makes no request the second time for a pinned commit, although an optional file is missing", async () => {
    const pinned = `${REPO}@${COMMIT}`;
    await fetchRepo(pinned);
    scene.server.seen.length = 0;
    await fetchRepo(pinned);
    expect(scene.server.seen).toEqual([]);
  });

  it("works offline from what was fetched before, and says what is missing otherwise", async () => {
    const tools = () => scene.tools({ environment: { ...scene.tools().environment, offline: true } });
    await expect(fetchRepo(REPO, { tools: tools() })).rejects.toThrow(HubOfflineError);
    const fetched = await fetchRepo();
    scene.server.seen.length = 0;
    expect(await fetchRepo(REPO, { tools: tools() })).toEqual(fetched);
    expect(scene.server.seen).toEqual([]);
  });

  it("takes all files from the commit of the first, although the branch moves meanwhile", async () => {
    const onProgress = () => {
      if (scene.server.repos.get(REPO)!.commit === COMMIT)
        scene.server.move(REPO, "d".repeat(40), "model.safetensors", scene.small, true);
    };
    const fetched = await fetchRepo(REPO, { tools: scene.tools({ onProgress }) });
    expect(fetched.source?.commit).toBe(COMMIT);
    expect((await readFile(join(fetched.dir, "model.safetensors"))).equals(scene.large)).toBe(true);
    const next = await fetchRepo(REPO, { acceptChanged: true });
    expect((await readFile(join(next.dir, "model.safetensors"))).equals(scene.small)).toBe(true);
  });

  it("refuses a file that changed since it was recorded, and takes it when told to", async () => {
    await fetchRepo();
    const changed = Buffer.from('{"model_type":"gpt2","n_layer":3}');
    scene.server.move(REPO, "e".repeat(40), "config.json", changed, false);
    await expect(fetchRepo()).rejects.toThrow(HubLockError);
    expect((await fetchRepo(REPO, { acceptChanged: true })).source?.commit).toBe("e".repeat(40));
    await fetchRepo();
  });

  it("notices a cached file that was altered on this machine", async () => {
    const fetched = await fetchRepo(`${REPO}@${COMMIT}`);
    await writeFile(join(fetched.dir, "config.json"), "{}");
    await expect(fetchRepo(`${REPO}@${COMMIT}`)).rejects.toThrow(HubLockError);
  });

  it("returns a directory as it is", async () => {
    expect(await fetchResolved({ from: "directory", dir: "/models/own" })).toEqual({
      name: null,
      dir: "/models/own",
      source: null,
      files: [],
    });
  });
});
