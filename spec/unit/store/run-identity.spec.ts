import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { configDigest, promptsDigest, saeDigest } from "../../../src/store/run-identity.ts";
import { temporaryFolder } from "../../support/files.ts";
import { buildSae } from "../../support/tiny-dictionary.ts";

describe("the identity of a run", () => {
  it("does not change with the name of an SAE, and does with all else that decides its numbers", () => {
    const sae = buildSae({ dModel: 4, dSae: 20, dead: 1, seed: 3 });
    const before = saeDigest(sae);
    expect(saeDigest({ ...sae, name: "another" })).toBe(before);
    const changed = {
      weightsDigest: "1",
      hook: "blocks.0.hook_resid_pre",
      convention: sae.convention === "raw" ? "centred" : "raw",
      firingFrequency: sae.firingFrequency.map((f) => f / 2),
      b_dec: sae.b_dec.map((b) => b + 1),
    } as const;
    for (const [field, value] of Object.entries(changed))
      expect(saeDigest({ ...sae, [field]: value }), field).not.toBe(before);
  });

  it("changes with a prompt, with its place and with its part", () => {
    const prompts = { bases: [[1, 2]], targets: [[3]], population: [[4], [5]] };
    const others = [
      { ...prompts, bases: [[1, 3]] },
      { ...prompts, bases: [[1], [2]] },
      { ...prompts, population: [[5], [4]] },
      { ...prompts, targets: [[3], [4]], population: [[5]] },
    ];
    expect(new Set([prompts, ...others].map(promptsDigest)).size).toBe(5);
    expect(promptsDigest({ ...prompts })).toBe(promptsDigest(prompts));
  });

  it("changes with the model's config.json, not with its folder", async () => {
    const [left, right] = [temporaryFolder(), temporaryFolder()];
    for (const dir of [left, right]) {
      mkdirSync(dir, { recursive: true });
      writeFileSync(join(dir, "config.json"), '{"n_head":4}');
    }
    expect(await configDigest(left)).toBe(await configDigest(right));
    writeFileSync(join(right, "config.json"), '{"n_head":2}');
    expect(await configDigest(left)).not.toBe(await configDigest(right));
  });
});
