import type { Arm } from "../experiment/arm.ts";
import { noCurveStore } from "../experiment/curve-store.ts";
import { generateFor } from "../experiment/draw.ts";
import { measureArms } from "../experiment/measure.ts";
import { prepare } from "../experiment/preparation.ts";
import { rngFromSeed } from "../math/rng.ts";
import { hookPoint } from "../model/hook-point.ts";
import type { Tokens } from "../model/language-model.ts";
import { createOrtProducts } from "../model/ort-products.ts";
import { ownPaper } from "../papers/index.ts";
import { listedPrompts } from "../prompts/prompt-source.ts";
import type { SparseAutoencoder } from "../sae/sparse-autoencoder.ts";
import { type TimedModel, timesOf, type WorkTimes } from "./timed-model.ts";

/** The main experiment: the paper's paths to targets in steps of one length, but for the reconstruction's. */
const ARMS: readonly Arm[] = ownPaper.batch.filter(
  ({ perturbation: { typeIs, stepsGrowWithDistance }, type }) =>
    typeIs === "target" && !stepsGrowWithDistance && type !== "reconstruction",
);

/** Seconds of one run of the main experiment. */
export interface ExperimentTimes {
  readonly bases: number;
  readonly points: number;
  /** Everything before the first perturbed point: prompts run, covariance, encoding, choice of latents. */
  readonly preparation: WorkTimes;
  /** Generators, paths, the perturbed points, and their curves. */
  readonly measurement: WorkTimes;
  /** The generators alone, run once more by themselves; their time in the run is part of the measurement's. */
  readonly generators: number;
}

/** What every run of a benchmark has in common. */
interface RunInput {
  readonly model: TimedModel;
  readonly sae: SparseAutoencoder;
  readonly prompts: readonly Tokens[];
  readonly population: number;
  readonly threads: number;
}

/** One run of the main experiment: preparation, measurement, and the generators once more by themselves. */
export async function timedRun(input: RunInput, bases: number, points: number): Promise<ExperimentTimes> {
  const { model, sae, prompts, population, threads } = input;
  const rng = rngFromSeed("run");
  const perturbAt = ownPaper.subject.hook;
  const source = listedPrompts("random tokens", prompts.slice(0, 2 * bases + population));
  const drawn = source.draw(rng.fork("prompts"), { bases, dModel: model.shape.dModel });
  const products = createOrtProducts(threads);
  const [[prepared, contexts], preparation] = await timesOf(model, async () => {
    const ready = await prepare({ model, sae, bases, perturbAt, rng, prompts: drawn, products });
    return [ready, await ready.contextsFor(ARMS.map(({ type }) => type))] as const;
  });
  const { meanTargetDistance } = prepared;
  const [, measurement] = await timesOf(model, () =>
    measureArms({
      model,
      preparation: prepared,
      hasSae: true,
      only: prepared.bases.map((_, base) => base),
      arms: ARMS,
      perturbAt,
      readAt: hookPoint(model.shape.layers - 1, "post"),
      points,
      step: ownPaper.scales.step({ onSubject: false, grid: "paper", meanTargetDistance }),
      rng,
      lab: "model",
      store: noCurveStore,
    }),
  );
  const start = performance.now();
  for (const [index, context] of contexts.entries())
    for (const { type } of ARMS) generateFor(type, rng.fork("generate"), index, context);
  const generators = (performance.now() - start) / 1000;
  return { bases, points, preparation, measurement, generators };
}
