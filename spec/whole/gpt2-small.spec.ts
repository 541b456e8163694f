import { homedir } from "node:os";
import { expect, it } from "vitest";
import { readExpectedValues } from "../../src/cli/commands/doctor.ts";
import { hookPoint } from "../../src/model/hook-point.ts";
import { createOrtModel } from "../../src/model/ort-model.ts";
import { examineDirectories } from "../../src/run/open-installation.ts";
import { gpt2SmallContract, PARITY, TOKENS } from "../contracts/gpt2-small.contract.ts";
import { temporaryFolder } from "../support/files.ts";
import { writeRandomGpt2Small } from "../support/gpt2-small-checkpoint.ts";
import { findGpt2Small } from "../support/gpt2-weights.ts";
import { relativeError } from "../support/tiny-models.ts";

const random = temporaryFolder();

gpt2SmallContract(
  "with random weights",
  async () => {
    await writeRandomGpt2Small(random);
    return { dir: random };
  },
  (scene) => {
    it("would not have that parity with the exact GELU", async () => {
      const { checkpoint, expected } = scene();
      const config = { ...checkpoint.config, gelu: "none" } as const;
      const exact = createOrtModel({ ...checkpoint, config }, { convention: "centred", threads: 1 });
      const hook = hookPoint(1, "pre");
      const { residuals } = await exact.run({ from: { tokens: TOKENS }, read: [hook] });
      await exact.dispose();
      const error = relativeError(residuals.get(hook)!.data, expected.residuals.get(hook)!.data);
      expect(error).toBeGreaterThan(10 * PARITY);
    });

    it("has the sizes, settings and texts that the doctor expects, and none of the values", async () => {
      const expected = await readExpectedValues();
      const diagnosis = await examineDirectories({ model: random, expected, threads: 1, cacheDir: random });
      expect(diagnosis.verdict).toBe("unknown");
      expect(diagnosis.summary).toMatch(/^These are other weights: \d+ of \d+ checks fail, most /);
      const kinds = new Map(expected.checks.map(({ name, measure }) => [name, measure.kind]));
      const held = diagnosis.checks
        .filter(({ ok, decides }) => ok && decides)
        .map(({ name }) => kinds.get(name));
      expect([...new Set(held)].sort()).toEqual([
        "coordinate-mean",
        "setting",
        "size",
        "texts-tokenised-alike",
      ]);
    });
  },
);

gpt2SmallContract("as published", () => findGpt2Small({ variables: process.env, home: homedir() }));
