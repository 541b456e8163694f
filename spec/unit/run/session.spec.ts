import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { rngFromSeed } from "../../../src/math/rng.ts";
import { defaultRunOptions, type RunOptions } from "../../../src/run/run-options.ts";
import { openSession, type Session } from "../../../src/run/session.ts";
import { directory } from "../../../src/run/source.ts";
import { ROOT } from "../../support/source-imports.ts";

const PROTOTYPE = join(ROOT, "fixtures/reference/prototype");
let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "session-"));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** 1020 prompts of twelve tokens, two of them short. */
function promptsFile(): string {
  const rng = rngFromSeed("prompts");
  const prompts = Array.from({ length: 1020 }, (_, i) =>
    Array.from({ length: i < 2 ? 5 : 12 }, () => rng.integer(400)),
  );
  writeFileSync(join(dir, "mine.json"), JSON.stringify(prompts));
  return join(dir, "mine.json");
}

const quiet = { onProgress: () => {}, onWarning: () => {} };
const open = (changes: Partial<RunOptions> = {}): Promise<Session> =>
  openSession(
    {
      ...defaultRunOptions(ROOT),
      model: directory(PROTOTYPE),
      sae: directory(join(PROTOTYPE, "sae/blocks.1.hook_resid_pre")),
      prompts: promptsFile(),
      bases: 3,
      threads: 1,
      ...changes,
    },
    quiet,
  );

describe("a session on a model that is no organism", () => {
  it("takes the first ten tokens of listed prompts, says so, and expects nothing", async () => {
    const { lab, kind, standing, notes } = await open();
    expect([kind, standing]).toEqual(["other", null]);
    expect(notes).toEqual(
      expect.arrayContaining([
        expect.stringContaining("1/80 of the mean real-to-real distance"),
        "1018 prompts were cut to their first 10 tokens, as the paper does.",
        "2 prompts have fewer than the paper's 10 tokens.",
      ]),
    );
    const { options, preparation, scales } = await lab.describe();
    expect(options.scale).toBe("scaled");
    expect([options.perturbAt, options.readAt]).toEqual([
      "blocks.1.hook_resid_pre",
      "blocks.7.hook_resid_post",
    ]);
    expect(options.prompts.description).toBe("mine.json");
    expect(preparation.population.count).toBe(1014);
    for (const { tokens } of preparation.bases) expect(tokens.length).toBeLessThanOrEqual(10);
    expect(scales.step).toBeCloseTo(preparation.meanTargetDistance / 80, 9);
  });

  it("needs prompts, since it has no language of its own", async () => {
    await expect(open({ prompts: null })).rejects.toThrow(`There are no prompts for ${PROTOTYPE}`);
  });

  it("needs enough of them for pairs and covariance", async () => {
    const { lab } = await open({ bases: 40 });
    await expect(lab.describe()).rejects.toThrow(
      "mine.json holds 1020 distinct prompts; 40 bases need 80 of them and the covariance at least 960 more",
    );
  });

  it("refuses an SAE that does not fit, before anything runs", async () => {
    const sae = directory(join(ROOT, "fixtures/reference/prototype/sae/blocks.1.hook_resid_pre"));
    const model = directory(join(ROOT, "fixtures/reference/random-gpt2"));
    await expect(open({ model, sae })).rejects.toMatchObject({
      name: "SaeMismatchError",
    });
  });

  it("refuses a standing file that is about other weights", async () => {
    const model = join(dir, "model");
    cpSync(PROTOTYPE, model, { recursive: true });
    writeFileSync(join(model, "standing.json"), JSON.stringify({ ["0".repeat(64)]: {} }));
    await expect(open({ model: directory(model) })).rejects.toMatchObject({ name: "StandingDigestError" });
  });

  it("runs without an SAE on the raw stream", async () => {
    const { lab } = await open({ sae: null });
    const { options, curves } = await lab.describe();
    expect(options.model.identity.convention).toBe("raw");
    expect([...curves.keys()].filter((arm) => /structured|baseline|reconstruction/.test(arm))).toEqual([]);
  });
});

describe("the default run", () => {
  it("is the shipped organism in its own language, with the verdicts expected of it", async () => {
    const { lab, kind, standing } = await openSession(
      { ...defaultRunOptions(ROOT), bases: 2, threads: 1 },
      quiet,
    );
    expect(kind).toBe("organism");
    expect(standing!.expectedOf("structured-resembles-real.relative").verdict).toBe("contradicted");
    expect(standing!.expectedOf("earlier-towards-real.relative").verdict).toBe("supported");
    const { options } = await lab.describe();
    expect(options.prompts.description).toBe("the organism's language");
  });
});
