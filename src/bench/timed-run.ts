import { availableParallelism } from "node:os";
import type { Arm } from "../experiment/arm.ts";
import { noCurveStore } from "../experiment/curve-store.ts";
import { generateFor } from "../experiment/draw.ts";
import { measureArms } from "../experiment/measure.ts";
import { prepare } from "../experiment/preparation.ts";
import { rngFromSeed } from "../math/rng.ts";
import { hookPoint } from "../model/hook-point.ts";
import { createOrtProducts } from "../model/ort-products.ts";
import { ownPaper } from "../papers/index.ts";
import { listedPrompts } from "../prompts/prompt-source.ts";
import type { BenchSubject } from "./bench-subject.ts";
import { timesOf, type WorkTimes } from "./timed-model.ts";

/** The main experiment: the paper's paths to targets in steps of one length, but for the reconstruction's. */
const MAIN: readonly Arm[] = ownPaper.batch.filter(
  ({ perturbation: { typeIs, stepsGrowWithDistance }, type, output = "l2" }) =>
    output === "l2" && typeIs === "target" && !stepsGrowWithDistance && type !== "reconstruction",
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

/** A run that waits for its first perturbed point. */
export interface PreparedRun {
  readonly preparation: WorkTimes;
  /** Measures the first bases, and says in what time. */
  measure(bases: number, points?: number): Promise<WorkTimes>;
  /** Seconds of the generators of all bases, by themselves. */
  generators(): number;
}

/** Prepares a run of some arms on as many bases. */
export async function prepareRun(
  { model, sae, prompts, population }: BenchSubject,
  bases: number,
  arms: readonly Arm[],
): Promise<PreparedRun> {
  const rng = rngFromSeed("run");
  const perturbAt = ownPaper.subject.hook;
  const source = listedPrompts("random tokens", prompts.slice(0, 2 * bases + population));
  const drawn = source.draw(rng.fork("prompts"), { bases, dModel: model.shape.dModel });
  const products = createOrtProducts(availableParallelism()); // as a run has them
  const [[prepared, contexts], preparation] = await timesOf(model, async () => {
    const ready = await prepare({ model, sae, bases, perturbAt, rng, prompts: drawn, products });
    return [ready, await ready.contextsFor(arms.map(({ type }) => type))] as const;
  });
  await products.release();
  const { meanTargetDistance } = prepared;
  return {
    preparation,
    async measure(count, points = ownPaper.subject.points) {
      const [, times] = await timesOf(model, () =>
        measureArms({
          model,
          preparation: prepared,
          hasSae: true,
          only: prepared.bases.slice(0, count).map((_, base) => base),
          arms,
          perturbAt,
          readAt: hookPoint(model.shape.layers - 1, "post"),
          points,
          step: ownPaper.scales.step({ onSubject: false, grid: "paper", meanTargetDistance }),
          rng,
          lab: "model",
          store: noCurveStore,
        }),
      );
      return times;
    },
    generators() {
      const start = performance.now();
      for (const [index, context] of contexts.entries())
        for (const { type } of arms) generateFor(type, rng.fork("generate"), index, context);
      return (performance.now() - start) / 1000;
    },
  };
}

/** One run of the main experiment: preparation, measurement, and the generators once more by themselves. */
export async function timedRun(
  subject: BenchSubject,
  bases: number,
  points: number,
): Promise<ExperimentTimes> {
  const run = await prepareRun(subject, bases, MAIN);
  const measurement = await run.measure(bases, points);
  return { bases, points, preparation: run.preparation, measurement, generators: run.generators() };
}
