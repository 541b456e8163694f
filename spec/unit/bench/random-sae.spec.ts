import { describe, expect, it } from "vitest";
import { writeRandomSae } from "../../../src/bench/random-sae.ts";
import { openSae } from "../../../src/checkpoint/sae-directory.ts";
import { rngFromSeed } from "../../../src/math/rng.ts";
import type { Activation } from "../../../src/math/vec.ts";
import { norm } from "../../../src/math/vec.ts";
import { mean } from "../../../src/stats/mean.ts";
import { temporaryFolder } from "../../support/files.ts";

describe("a random SAE", () => {
  it("fires as many latents as asked on activations of the length it was made for", async () => {
    const [dModel, latents, activationNorm, meanL0] = [48, 2000, 7, 20];
    const dir = temporaryFolder();
    const rng = rngFromSeed("random SAE");
    const hook = "blocks.1.hook_resid_pre";
    await writeRandomSae(dir, { dModel, latents, hook, activationNorm, meanL0, rng });
    const sae = await openSae(dir);
    expect([sae.dSae, sae.hook, sae.alive.length]).toEqual([latents, hook, latents]);
    const active = Array.from({ length: 200 }, () => {
      const direction = Float32Array.from({ length: dModel }, () => rng.normal());
      const length = norm(direction);
      return sae.encode(direction.map((v) => (activationNorm * v) / length) as Activation).ids.length;
    });
    expect(mean(active)).toBeGreaterThan(0.85 * meanL0);
    expect(mean(active)).toBeLessThan(1.15 * meanL0);
  });
});
