import { openModel } from "../checkpoint/open-model.ts";
import { rngFromSeed } from "../math/rng.ts";
import { norm } from "../math/vec.ts";
import { lastPosition, residualAt } from "../model/residual-at.ts";
import { ownPaper } from "../papers/index.ts";
import { mean } from "../stats/mean.ts";
import { randomPrompts } from "./bench-subject.ts";
import { writeRandomSae } from "./random-sae.ts";

/** The SAE of gpt2-small-res-jb at the paper's hook: 24,576 latents, about 10 of them active. */
const LATENTS = 24_576;
const MEAN_L0 = 10;

/**
 * Writes a random SAE for a model, at the paper's hook, that fires as often on the model's activations as the paper's.
 *
 * `latents`: default, those of gpt2-small-res-jb.
 */
export async function writeSaeForModel(to: {
  readonly modelDir: string;
  readonly saeDir: string;
  readonly cacheDir: string;
  readonly latents?: number;
}): Promise<void> {
  const { modelDir, saeDir, cacheDir, latents = LATENTS } = to;
  const rng = rngFromSeed("benchmark of the experiment");
  const { hook } = ownPaper.subject;
  const model = await openModel(modelDir, { convention: "centred", cacheDir });
  const { dModel, vocabulary } = model.shape;
  const norms = [];
  for (const tokens of randomPrompts(20, vocabulary, rng.fork("prompts")))
    norms.push(norm(lastPosition(await residualAt(model, tokens, hook))));
  await model.dispose();
  await writeRandomSae(saeDir, {
    dModel,
    latents,
    hook,
    activationNorm: mean(norms),
    meanL0: Math.min(MEAN_L0, latents / 8),
    rng: rng.fork("sae"),
  });
}
