import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { rngFromSeed } from "../../../src/math/rng.ts";
import { drawRunPrompts } from "../../../src/run/run-prompts.ts";
import { fakeModel } from "../../support/fake-model.ts";
import { temporaryFolder } from "../../support/files.ts";

const dir = temporaryFolder();
const quiet = { onProgress: () => {}, onWarning: () => {} };

/** A run of six bases that would have ten, on a list of so many prompts of three tokens. */
async function drawn(count: number, options: { readonly moreBases?: number; readonly tokens?: number } = {}) {
  const file = join(dir, `${count}.json`);
  writeFileSync(
    file,
    JSON.stringify(Array.from({ length: count }, (_, i) => [i % 1000, i % 13, (i * 7) % 999])),
  );
  return drawRunPrompts({
    run: { model: { dir, name: null, typed: null }, prompts: file, bases: 6 },
    model: fakeModel(),
    perturbAt: "blocks.1.hook_resid_pre",
    tokens: options.tokens ?? 3,
    moreBases: options.moreBases ?? 10,
    rng: rngFromSeed("7"),
    events: quiet,
  });
}

describe("the prompts of a run", () => {
  it("have the pairs that claims about a small effect ask for, and say so", async () => {
    const { prompts, notes, source } = await drawn(10_020);
    expect([prompts.bases.length, prompts.targets.length, prompts.population.length]).toEqual([
      10, 10, 10_000,
    ]);
    expect(source).toBe("10020.json");
    expect(notes).toEqual(["Claims about a small effect are judged on 10 base prompts; the others on 6."]);
  });

  it("have what pairs there are where there are fewer, and say so", async () => {
    const { prompts, notes } = await drawn(10_016);
    expect(prompts.bases).toHaveLength(8);
    expect(notes).toEqual([
      "Claims about a small effect are judged on 8 base prompts, not 10: the prompts give no more; the others on 6.",
    ]);
  });

  it("have the run's own where nobody asks for more, and say nothing", async () => {
    const { prompts, notes } = await drawn(10_020, { moreBases: 6 });
    expect([prompts.bases.length, notes]).toEqual([6, []]);
  });

  it("begin with the same pairs, however many more there are", async () => {
    const [few, more] = [await drawn(10_020, { moreBases: 6 }), await drawn(10_020)];
    expect(more.prompts.bases.slice(0, 6)).toEqual(few.prompts.bases);
    expect(more.prompts.targets.slice(0, 6)).toEqual(few.prompts.targets);
  });

  it("are cut to the tokens of the paper, which is said before how many bases there are", async () => {
    const { prompts, notes } = await drawn(10_020, { tokens: 2 });
    for (const prompt of prompts.bases) expect(prompt).toHaveLength(2);
    expect(notes[0]).toBe("10020 prompts were cut to their first 2 tokens, as the paper does.");
  });
});
