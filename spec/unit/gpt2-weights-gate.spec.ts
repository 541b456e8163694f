import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { HubHashError } from "../../src/errors/index.ts";
import { SAE_RELEASES } from "../../src/hub/releases.ts";
import { resolveModel } from "../../src/hub/resolve-release.ts";
import { temporaryFolder } from "../support/files.ts";
import { findGpt2Small, findPapersSae, findRelease } from "../support/gpt2-weights.ts";

const COMMIT = "607a30d783dfa663caf39e06633721c8d4cfcd7e";
const { repo: SAE_REPO, revision: SAE_COMMIT } = SAE_RELEASES["gpt2-small-res-jb"]!;
const medium = resolveModel("gpt2-medium", () => false);
const MEDIUM_COMMIT = "6dcaa7a952f72f9298047fd5137cd6e4f05f41da";

let home: string;
let cache: string;
beforeEach(() => {
  home = temporaryFolder();
  cache = join(home, ".cache/huggingface/hub");
});
const here = (variables: Readonly<Record<string, string>> = {}) => ({ variables, home });

/** Files of a repository as Python's huggingface_hub keeps them: blobs, and links to them under the commit. */
function cachedAsPythonDoes(repo: string, commit: string, files: readonly string[]): string {
  const folder = join(cache, `models--${repo.replace("/", "--")}`);
  for (const [i, path] of files.entries()) {
    const blob = join(folder, "blobs", `${i}`.repeat(40));
    const pointer = join(folder, "snapshots", commit, path);
    mkdirSync(dirname(blob), { recursive: true });
    mkdirSync(dirname(pointer), { recursive: true });
    writeFileSync(blob, `contents of ${path}`);
    symlinkSync(relative(dirname(pointer), blob), pointer);
  }
  return join(folder, "snapshots", commit);
}

describe("specs on GPT-2 small as published", () => {
  it("run on the directory that BOL_GPT2_DIR names, right or wrong, whatever the cache holds", async () => {
    cachedAsPythonDoes("openai-community/gpt2", COMMIT, ["config.json", "model.safetensors"]);
    expect(await findGpt2Small(here({ BOL_GPT2_DIR: "/nowhere/gpt2" }))).toEqual({ dir: "/nowhere/gpt2" });
  });

  it("do not run without a directory and without a cache, and say so", async () => {
    for (const variables of [{}, { BOL_GPT2_DIR: "" }])
      expect(await findGpt2Small(here(variables))).toEqual({
        notRun: `not-run: BOL_GPT2_DIR is not set, and ${cache} lacks openai-community/gpt2 at 607a30d783df`,
      });
    expect(await findPapersSae(here({ HF_HOME: "/nowhere" }))).toEqual({
      notRun: `not-run: BOL_SAE_DIR is not set, and /nowhere/hub lacks ${SAE_REPO} at ${SAE_COMMIT!.slice(0, 12)}`,
    });
  });

  it("run on a release that Python has cached, wherever HF_HUB_CACHE says", async () => {
    const dir = cachedAsPythonDoes("openai-community/gpt2-medium", MEDIUM_COMMIT, [
      "config.json",
      "model.safetensors",
    ]);
    expect(await findRelease(here(), "BOL_X", medium)).toEqual({ dir });
    expect(await findRelease({ variables: { HF_HUB_CACHE: cache }, home: "/" }, "BOL_X", medium)).toEqual({
      dir,
    });
    const hook = "blocks.1.hook_resid_pre";
    const files = ["cfg.json", "sae_weights.safetensors"].map((file) => `${hook}/${file}`);
    const sae = cachedAsPythonDoes(SAE_REPO, SAE_COMMIT!, files);
    expect(await findPapersSae(here())).toEqual({ dir: join(sae, hook) });
  });

  it("do not run on another commit, nor on half a release", async () => {
    const files = ["config.json", "model.safetensors"];
    cachedAsPythonDoes("openai-community/gpt2-medium", "0".repeat(40), files);
    expect(await findRelease(here(), "BOL_X", medium)).toHaveProperty("notRun");
    const dir = cachedAsPythonDoes("openai-community/gpt2-medium", MEDIUM_COMMIT, files);
    rmSync(join(dir, "../../blobs", "1".repeat(40)));
    expect(await findRelease(here(), "BOL_X", medium)).toHaveProperty("notRun");
  });

  it("fail, and are not passed over, where the cache holds other bytes under the pinned commit", async () => {
    cachedAsPythonDoes("openai-community/gpt2", COMMIT, ["config.json", "model.safetensors"]);
    await expect(findGpt2Small(here())).rejects.toThrow(HubHashError);
  });
});
