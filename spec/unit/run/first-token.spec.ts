import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { rngFromSeed } from "../../../src/math/rng.ts";
import { listedPrompts } from "../../../src/prompts/prompt-source.ts";
import { beginningWith, bosTokenOf, tokensAfterFirst } from "../../../src/run/prompts/first-token.ts";
import { ROOT } from "../../support/root.ts";

describe("prompts that begin with the token that begins a text", () => {
  const plain = listedPrompts(
    "a list",
    Array.from({ length: 90 }, (_, i) => [i, i + 1]),
  );
  const want = { bases: 5, dModel: 4 };

  it("are the same prompts with one token in front, and say so", async () => {
    const [own, begun] = [plain, beginningWith(7, plain)];
    const drawn = await own.draw(rngFromSeed(1), want);
    const first = await begun.draw(rngFromSeed(1), want);
    for (const part of ["bases", "targets", "population"] as const)
      expect(first[part]).toEqual(drawn[part].map((tokens) => [7, ...tokens]));
    expect(begun.description).toBe("a list, after the token that begins a text");
  });

  it("leave one token less to their source, and at least one", () => {
    expect(tokensAfterFirst(128)).toBe(127);
    expect(tokensAfterFirst(2)).toBe(1);
    expect(() => tokensAfterFirst(1)).toThrow("at least 2 with --bos");
  });

  it("take it from the model's configuration, and are refused where it names none", async () => {
    expect(await bosTokenOf(join(ROOT, "fixtures/organism"))).toBe(0);
    const dir = await mkdtemp(join(tmpdir(), "no-bos-"));
    try {
      await writeFile(join(dir, "config.json"), JSON.stringify({ model_type: "gpt2" }));
      await expect(bosTokenOf(dir)).rejects.toThrow(/bos_token_id of .* is null/);
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  });
});
