import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readCompanions } from "../../../src/checkpoint/companions.ts";
import { loadModelDirectory } from "../../../src/checkpoint/model-directory.ts";
import { rngFromSeed } from "../../../src/math/rng.ts";
import { drawPrompts } from "../../../src/organism/draw-prompts.ts";
import { EOS } from "../../../src/organism/language.ts";
import { LEXICON } from "../../../src/organism/lexicon.ts";
import { GPT2_RECIPE } from "../../../src/organism/recipe.ts";
import { topicOf } from "../../../src/organism/topics.ts";
import { ROOT } from "../../support/root.ts";

const FOLDER = join(ROOT, "fixtures/organism-checkpoints");
const ORGANISM = join(ROOT, "fixtures/organism");
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

describe("the models beside the shipped organism", () => {
  it("are the files that their provenance names, each with the digest that stands there, and no other", async () => {
    const { files } = JSON.parse(await readFile(join(FOLDER, "provenance.json"), "utf8"));
    for (const [path, digest] of Object.entries(files))
      expect(sha256(await readFile(join(FOLDER, path))), path).toBe(digest);
    const there = (await readdir(FOLDER, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile() && entry.name !== "provenance.json")
      .map(({ parentPath, name }) =>
        join(parentPath, name)
          .slice(FOLDER.length + 1)
          .replaceAll("\\", "/"),
      );
    expect(there.sort()).toEqual(Object.keys(files).sort());
  });

  it("are listed beside it with the digests of their weights, and read its tokens", async () => {
    const companions = await readCompanions(ORGANISM);
    expect([...companions!.of.keys()]).toEqual(expect.arrayContaining(["step-0", "step-870"]));
    for (const [name, { dir, weights }] of companions!.of) {
      const { weightsDigest, config } = await loadModelDirectory(dir);
      expect(weightsDigest, name).toBe(weights);
      expect(config.vocabulary).toBe(GPT2_RECIPE.config.vocabulary);
      if (name.startsWith("step-")) expect(config).toEqual(GPT2_RECIPE.config);
    }
  });
});

describe("the topic of a prompt", () => {
  const [first, second] = LEXICON.topics as readonly [(typeof LEXICON.topics)[0], (typeof LEXICON.topics)[0]];

  it("is that of the story it ends in, and none where that has no word of one", () => {
    expect(topicOf([first.nouns[0]!, LEXICON.id("the")])).toBe(0);
    expect(topicOf([first.nouns[0]!, EOS, second.verbs[3]!])).toBe(1);
    expect(topicOf([first.nouns[0]!, EOS, LEXICON.id("the")])).toBe(null);
    expect(topicOf([])).toBe(null);
  });

  it("is one of twelve in most prompts of the language, and all words of one story share it", () => {
    const prompts = drawPrompts(rngFromSeed("topics"), 300);
    const topics = prompts.map(topicOf);
    expect(topics.filter((topic) => topic !== null).length).toBeGreaterThan(200);
    for (const [i, prompt] of prompts.entries()) {
      const story = prompt.slice(prompt.lastIndexOf(EOS) + 1);
      const own = new Set(story.map((word) => topicOf([word])).filter((topic) => topic !== null));
      expect([...own]).toEqual(topics[i] === null ? [] : [topics[i]]);
    }
  });
});
