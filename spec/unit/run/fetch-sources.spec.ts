import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeRandomCheckpoint } from "../../../src/checkpoint/random-checkpoint.ts";
import { hubEnvironment } from "../../../src/hub/hub-environment.ts";
import { hubTools } from "../../../src/hub/hub-tools.ts";
import { SAE_RELEASES } from "../../../src/hub/releases.ts";
import { rngFromSeed } from "../../../src/math/rng.ts";
import { gpt2 } from "../../../src/model/families/gpt2/gpt2.ts";
import { fetchSources, type NamedSources } from "../../../src/run/sources/fetch-sources.ts";
import { directory } from "../../../src/run/sources/source.ts";
import { temporaryFolder } from "../../support/files.ts";
import { HubServer } from "../../support/hub-server.ts";
import { TINY } from "../../support/tiny-models.ts";

const COMMIT = "c".repeat(40);

/** A network that writes down what is asked of it and has nothing. */
function emptyNetwork(cacheDir: string) {
  const asked: string[] = [];
  const tools = hubTools({
    environment: hubEnvironment({ HF_HUB_CACHE: cacheDir, HF_ENDPOINT: "http://127.0.0.1:9" }, cacheDir),
    sleep: async () => undefined,
    fetch: async (url) => {
      asked.push(String(url));
      return new Response("", { status: 404 });
    },
  });
  return { asked, tools };
}

const stream = { write: () => true, isTTY: false } as unknown as NodeJS.WriteStream;

describe("what --model and --sae name", () => {
  it("is a directory where there is one, without a word to the network", async () => {
    const dir = temporaryFolder();
    const { asked, tools } = emptyNetwork(dir);
    const sources = await fetchSources({ model: dir, sae: dir }, stream, { tools });
    expect(sources).toEqual({ model: directory(dir), sae: directory(dir) });
    expect(asked).toEqual([]);
  });

  it("is a path, not a repository, where its first folder is here or it has two slashes", async () => {
    const { asked, tools } = emptyNetwork(temporaryFolder());
    for (const typo of ["fixtures/organsim", "models/mine/first"])
      expect((await fetchSources({ model: typo }, stream, { tools })).model).toEqual(directory(typo));
    expect(asked).toEqual([]);
  });

  it("is nothing where nothing is named", async () => {
    expect(await fetchSources({}, stream)).toEqual({ model: null, sae: null });
  });

  it("is the paper's model on the Hub for gpt2, at its pinned commit", async () => {
    const { asked, tools } = emptyNetwork(temporaryFolder());
    await expect(fetchSources({ model: "gpt2" }, stream, { tools })).rejects.toMatchObject({
      message: expect.stringContaining("openai-community/gpt2"),
    });
    expect(asked[0]).toContain(
      "openai-community/gpt2/resolve/607a30d783dfa663caf39e06633721c8d4cfcd7e/config.json",
    );
  });

  it.each([
    ["gpt2-small-res-jb", "jbloom/GPT2-Small-SAEs-Reformatted", "blocks.1.hook_resid_pre"],
    [
      "gpt2-small-res-jb/blocks.7.hook_resid_pre",
      "jbloom/GPT2-Small-SAEs-Reformatted",
      "blocks.7.hook_resid_pre",
    ],
    ["gpt2-small-resid-post-v5-32k", "jbloom/GPT2-Small-OAI-v5-32k-resid-post-SAEs", "v5_32k_layer_0.pt"],
    ["gpt2-small-resid-post-v5-128k", "jbloom/GPT2-Small-OAI-v5-128k-resid-post-SAEs", "v5_128k_layer_0"],
  ])("is for the SAE %s the folder at the paper's hook", async (sae, repo, folder) => {
    const dir = temporaryFolder();
    const { asked, tools } = emptyNetwork(dir);
    await expect(fetchSources({ model: dir, sae }, stream, { tools })).rejects.toThrow();
    expect(asked[0]).toContain(`/${repo}/resolve/`);
    expect(asked[0]).toContain(`/${folder}/cfg.json`);
  });

  it.each(["distilgpt2", "gpt2-medium", "gpt2-large", "gpt2-xl"])(
    "is %s by its name alone",
    async (model) => {
      const { asked, tools } = emptyNetwork(temporaryFolder());
      await expect(fetchSources({ model }, stream, { tools })).rejects.toThrow();
      expect(asked[0]).toMatch(
        new RegExp(`/(openai-community|distilbert)/${model}/resolve/[0-9a-f]{40}/config\\.json$`),
      );
    },
  );

  it("is refused by name when it is none of these", async () => {
    const { asked, tools } = emptyNetwork(temporaryFolder());
    await expect(fetchSources({ model: "gpt7" }, stream, { tools })).rejects.toMatchObject({
      name: "UnknownReleaseError",
      message: expect.stringContaining("gpt7"),
    });
    expect(asked).toEqual([]);
  });
});

describe("the SAE of a run that names none", () => {
  let server: HubServer;
  let dir: string;
  let published: { readonly sha256: string; readonly bytes: number };
  beforeAll(async () => {
    server = await HubServer.start();
    dir = join(temporaryFolder(), "under-another-name");
    await writeRandomCheckpoint(dir, {
      family: gpt2,
      config: TINY.config,
      rng: rngFromSeed(3),
      deviation: 0.25,
    });
    const weights = readFileSync(join(dir, "model.safetensors"));
    published = { sha256: createHash("sha256").update(weights).digest("hex"), bytes: weights.length };
    for (const repo of ["openai-community/gpt2", "someone/copy"]) {
      server.put(repo, COMMIT, "config.json", readFileSync(join(dir, "config.json")), false);
      server.put(repo, COMMIT, "model.safetensors", weights, true);
    }
    const { repo, revision } = SAE_RELEASES["gpt2-small-res-jb"]!;
    for (const file of ["cfg.json", "sae_weights.safetensors"])
      server.put(repo, revision!, `blocks.1.hook_resid_pre/${file}`, Buffer.from("{}"), false);
  });
  afterAll(() => server.stop());

  const toolsOf = (variables: Readonly<Record<string, string>> = {}) => {
    const home = temporaryFolder();
    const environment = hubEnvironment({ HF_HOME: home, HF_ENDPOINT: server.url, ...variables }, home);
    return { tools: hubTools({ environment, warn: () => undefined }), lockFile: join(home, "lock.json") };
  };
  const fetched = (named: NamedSources, weights = published) =>
    fetchSources(named, stream, { ...toolsOf(), published: weights });

  it.each(["its directory", "someone/copy", `openai-community/gpt2@${COMMIT}`])(
    "is the paper's for the published weights, as %s too",
    async (model) => {
      const sources = await fetched({ model: model === "its directory" ? dir : model });
      expect(sources.model?.typed).toBe(model === "its directory" ? null : model);
      expect(sources.sae).toMatchObject({
        name: "gpt2-small-res-jb/blocks.1.hook_resid_pre",
        typed: "gpt2-small-res-jb",
      });
      expect(existsSync(join(sources.sae!.dir, "cfg.json"))).toBe(true);
    },
  );

  it("is none for other weights, be they of the same size or of the same name", async () => {
    const other = { ...published, sha256: "0".repeat(64) };
    for (const model of [dir, "someone/copy"])
      expect(await fetched({ model }, other)).toMatchObject({ sae: null });
    expect(await fetched({ model: dir }, { ...published, bytes: 7 })).toMatchObject({ sae: null });
  });

  it("is none where none is wanted, and the one that is named where one is", async () => {
    expect(await fetched({ model: dir, sae: false })).toMatchObject({ sae: null });
    expect(await fetched({ model: dir, sae: dir })).toMatchObject({ sae: directory(dir) });
  });

  it("is an error that tells of --sae and --no-sae where it cannot be had", async () => {
    const offline = { ...toolsOf({ HF_HUB_OFFLINE: "1" }), published };
    await expect(fetchSources({ model: dir }, stream, offline)).rejects.toMatchObject({
      name: "DefaultSaeError",
      message: expect.stringMatching(/HF_HUB_OFFLINE forbids fetching it\. It belongs to gpt2-small-res-jb/),
      hint: expect.stringMatching(/--sae DIR .* --no-sae runs without/),
    });
    const named = { model: dir, sae: "gpt2-small-res-jb" };
    await expect(fetchSources(named, stream, offline)).rejects.toMatchObject({ name: "HubOfflineError" });
  });
});
