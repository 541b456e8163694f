import { describe, expect, it } from "vitest";
import { hubEnvironment } from "../../../src/assets/hub/hub-environment.ts";
import { hubTools } from "../../../src/assets/hub/hub-tools.ts";
import { fetchSources, saeOf } from "../../../src/cli/fetch-sources.ts";
import { temporaryFolder } from "../../support/files.ts";

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
    expect(sources).toEqual({ model: dir, modelName: null, sae: dir, saeName: null });
    expect(asked).toEqual([]);
  });

  it("is a path, not a repository, where its first folder is here or it has two slashes", async () => {
    const { asked, tools } = emptyNetwork(temporaryFolder());
    for (const typo of ["fixtures/organsim", "models/mine/first"])
      expect((await fetchSources({ model: typo }, stream, { tools })).model).toBe(typo);
    expect(asked).toEqual([]);
  });

  it("is nothing where nothing is named", async () => {
    expect(await fetchSources({}, stream)).toEqual({
      model: undefined,
      modelName: null,
      sae: undefined,
      saeName: null,
    });
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

  it("is the paper's SAE for GPT-2 small when none is named, and none when there is to be none", () => {
    for (const model of ["gpt2", "openai-community/gpt2"]) {
      expect(saeOf({ model })).toBe("gpt2-small-res-jb");
      expect(saeOf({ model, sae: null })).toBeNull();
      expect(saeOf({ model, sae: "mine/sae" })).toBe("mine/sae");
    }
    expect(saeOf({ model: "gpt2-medium" })).toBeNull();
    expect(saeOf({})).toBeNull();
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
