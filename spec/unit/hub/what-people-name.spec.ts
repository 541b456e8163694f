import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { HubHashError, HubNotFoundError } from "../../../src/errors/index.ts";
import { fetchResolved } from "../../../src/hub/fetch-release.ts";
import { plannedDownloads } from "../../../src/hub/planned-downloads.ts";
import { resolveModel, resolveSae } from "../../../src/hub/resolve-release.ts";
import { COMMIT, type HubScene, hubScene, REPO } from "../../support/hub-scene.ts";
import { sha256 } from "../../support/hub-server.ts";

const HOOK = "blocks.1.hook_resid_pre";
const nowhere = () => false;
let scene: HubScene;
let lockFile: string;
beforeEach(async () => {
  scene = await hubScene();
  lockFile = join(scene.cacheDir, "..", "lock.json");
});
afterEach(() => scene.stop());

const put = (repo: string, ...paths: string[]) => {
  for (const path of paths)
    scene.server.put(repo, COMMIT, path, path.endsWith(".json") ? scene.small : scene.large, false);
};
const offline = () => scene.tools({ environment: { ...scene.tools().environment, offline: true } });
const fetchSae = (name: string, tools = scene.tools()) =>
  fetchResolved(resolveSae(name, HOOK, nowhere), { tools, lockFile });
const fetchModel = (name: string, tools = scene.tools()) =>
  fetchResolved(resolveModel(name, nowhere), { tools, lockFile });
const namesIn = async (dir: string) => (await readdir(dir)).sort();

describe("an SAE of any repository", () => {
  it("is read from the folder that is named, however deep, at any commit, and from the top", async () => {
    put("me/saes", "layer_0/width_64/cfg.json", "layer_0/width_64/sae_weights.safetensors");
    put("me/top", "cfg.json", "sae_weights.safetensors", "activation_scaler.json");
    for (const name of [
      "me/saes/layer_0/width_64",
      "me/saes/layer_0/width_64@main",
      `me/saes/layer_0/width_64@${COMMIT}`,
      `me/saes@${COMMIT}/layer_0/width_64`,
    ]) {
      const fetched = await fetchSae(name);
      expect(fetched.name).toBe("me/saes/layer_0/width_64");
      expect(await namesIn(fetched.dir)).toEqual(["cfg.json", "sae_weights.safetensors"]);
    }
    const top = await fetchSae("me/top");
    expect(top.name).toBe("me/top");
    expect(await namesIn(top.dir)).toEqual(["activation_scaler.json", "cfg.json", "sae_weights.safetensors"]);
    expect((await fetchSae("me/top", offline())).dir).toBe(top.dir);
  });

  it("is the hook's folder before the top, and sparsify's weights where SAELens's are not", async () => {
    put("me/both", "cfg.json", `${HOOK}/cfg.json`, `${HOOK}/sae.safetensors`);
    const fetched = await fetchSae("me/both");
    expect(fetched.name).toBe(`me/both/${HOOK}`);
    expect(await namesIn(fetched.dir)).toEqual(["cfg.json", "sae.safetensors"]);
  });

  it("that is not there is answered by the folders that hold one", async () => {
    put("me/saes", "layer_0/cfg.json", "layer_1/width_2/cfg.json", "README.md");
    for (const name of ["me/saes", "me/saes/layer_7"]) {
      const error = await fetchSae(name).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(HubNotFoundError);
      expect((error as HubNotFoundError).hint).toBe(
        "Hint: --sae takes a folder with a cfg.json; there are me/saes/layer_0, me/saes/layer_1/width_2.",
      );
    }
  });

  it("is a path where its first folder is on this machine", () => {
    expect(resolveSae("models/mine/sae", HOOK, (path) => path === "models")).toEqual({
      from: "directory",
      dir: "models/mine/sae",
    });
  });
});

describe("a model of any repository", () => {
  it("comes in parts where it is published in parts, with the tokenizer in its older form", async () => {
    const index = {
      weight_map: { a: "model-00001-of-00002.safetensors", b: "model-00002-of-00002.safetensors" },
    };
    put("me/large", "config.json", "model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors");
    put("me/large", "vocab.json", "merges.txt");
    scene.server.put(
      "me/large",
      COMMIT,
      "model.safetensors.index.json",
      Buffer.from(JSON.stringify(index)),
      false,
    );
    const { dir, files } = await fetchModel("me/large");
    expect(await namesIn(dir)).toEqual([
      "config.json",
      "merges.txt",
      "model-00001-of-00002.safetensors",
      "model-00002-of-00002.safetensors",
      "model.safetensors.index.json",
      "vocab.json",
    ]);
    expect(files).toHaveLength(6);
    expect((await fetchModel("me/large", offline())).dir).toBe(dir);
  });

  it("without weights that are read is answered by what it has", async () => {
    put("me/old", "config.json", "pytorch_model.bin");
    const error = await fetchModel("me/old").catch((thrown: unknown) => thrown);
    expect((error as HubNotFoundError).message).toContain("me/old@607a30d783df model.safetensors");
    expect((error as HubNotFoundError).hint).toContain("has config.json, pytorch_model.bin");
  });
});

describe("what Python has fetched under a former name", () => {
  const FORMER = "models--someone--old-name";
  const at = (sum: string) => {
    const resolved = resolveModel(`${REPO}@${COMMIT}`, nowhere);
    if (resolved.from !== "hub") throw new Error("not of the Hub");
    const files = resolved.files.map((file) => ({
      ...file,
      formerly: ["someone/old-name"],
      sha256: file.path === "model.safetensors" ? sum : null,
    }));
    return { ...resolved, files };
  };
  const cachedByPython = async (weights = scene.large) => {
    const snapshot = join(scene.cacheDir, FORMER, "snapshots", COMMIT);
    await mkdir(snapshot, { recursive: true });
    await writeFile(join(snapshot, "config.json"), scene.small);
    await writeFile(join(snapshot, "model.safetensors"), weights);
  };

  it("is used, in one folder with what is fetched besides", async () => {
    await cachedByPython();
    scene.server.put(REPO, COMMIT, "tokenizer.json", scene.small, false);
    const { dir } = await fetchResolved(at(sha256(scene.large)), { tools: scene.tools(), lockFile });
    expect(await namesIn(dir)).toEqual(["config.json", "model.safetensors", "tokenizer.json"]);
    expect((await readFile(join(dir, "model.safetensors"))).equals(scene.large)).toBe(true);
    expect(scene.server.seen.filter(({ path }) => path.includes("model.safetensors"))).toEqual([]);
  });

  it("is held against the pinned hash: refused by its path offline, fetched anew online", async () => {
    await cachedByPython(Buffer.from("other weights"));
    const pinned = at(sha256(scene.large));
    const error = await fetchResolved(pinned, { tools: offline(), lockFile }).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(HubHashError);
    expect((error as HubHashError).message).toContain(FORMER);
    const { dir } = await fetchResolved(pinned, { tools: scene.tools(), lockFile });
    expect((await readFile(join(dir, "model.safetensors"))).equals(scene.large)).toBe(true);
  });
});

describe("a cache", () => {
  const repo = () => join(scene.cacheDir, "models--someone--tiny-gpt2");

  const copies = async () => Promise.reject(new Error("EPERM"));
  it.each([
    ["links", {}],
    ["copies, where there are no links,", { symlink: copies }],
  ])("of %s that holds everything is not written", async (_kind, own) => {
    const { dir } = await fetchModel(REPO, scene.tools(own));
    const folders = [dir, join(repo(), "blobs"), join(repo(), "refs"), join(repo(), ".no_exist", COMMIT)];
    const times = () => Promise.all(folders.map(async (folder) => (await stat(folder)).ctimeMs));
    const before = await times();
    expect((await fetchModel(REPO, scene.tools(own))).dir).toBe(dir);
    expect(await times()).toEqual(before);
  });

  it("that cannot keep notes and branches costs questions, not the run", async () => {
    await mkdir(repo(), { recursive: true });
    for (const name of ["refs", ".no_exist"])
      await writeFile(join(repo(), name), "a file in the folder's place");
    const { dir } = await fetchModel(REPO);
    expect((await fetchModel(REPO)).dir).toBe(dir);
  });
});

describe("a plan", () => {
  const plan = (names: { model?: string; sae?: string }, tools = scene.tools()) =>
    plannedDownloads({ model: names.model ?? null, sae: names.sae ?? null, hook: HOOK }, tools);

  it("says each file's size, what is here, and what is still to come, and fetches and writes nothing", async () => {
    const before = await plan({ model: REPO });
    expect(before).toMatchObject({
      hub: { answers: true },
      releases: [{ repo: REPO, missing: null, toFetch: scene.large.length + scene.small.length }],
    });
    expect(before.releases[0]!.files.map(({ path, cached }) => [path, cached])).toEqual([
      ["config.json", false],
      ["model.safetensors", false],
    ]);
    expect(scene.server.log("bytes")).toEqual([]);
    await expect(readdir(scene.cacheDir)).rejects.toThrow("ENOENT");
    await fetchModel(REPO);
    const after = await plan({ model: REPO });
    expect(after.releases[0]).toMatchObject({ toFetch: 0, missing: null });
    expect(after.releases[0]!.files.every(({ cached }) => cached)).toBe(true);
  });

  it("asks a Hub that does not answer once, and none when offline", async () => {
    let asked = 0;
    const nobody = async () => {
      asked++;
      throw new Error("no network");
    };
    const silent = await plan(
      { model: "gpt2", sae: "gpt2-small-res-jb" },
      scene.tools({ fetch: nobody as typeof fetch }),
    );
    expect([asked, silent.hub.answers]).toEqual([1, false]);
    expect(silent.releases.map(({ toFetch }) => toFetch)).toEqual([null, null]);
    expect(silent.releases[0]!.files[1]).toMatchObject({ bytes: 548_105_171, cached: false });
    expect((await plan({ model: REPO }, offline())).hub).toEqual({
      answers: null,
      fact: "HF_HUB_OFFLINE is set",
    });
    expect((await plan({ model: "./here" })).hub.answers).toBeNull();
  });

  it("says why a release cannot be had", async () => {
    put("me/saes", "layer_0/cfg.json");
    const { releases, hub } = await plan({ model: "someone/none", sae: "me/saes" });
    expect(hub.answers).toBe(true);
    expect(releases.map(({ missing }) => missing)).toEqual([
      expect.stringContaining("the Hub has no such repository"),
      expect.stringContaining("the Hub has no such file"),
    ]);
  });
});
