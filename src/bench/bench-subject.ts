import { openSae } from "../checkpoint/sae-directory.ts";
import { type Rng, rngFromSeed } from "../math/rng.ts";
import type { Tokens } from "../model/language-model.ts";
import { ownPaper } from "../papers/index.ts";
import type { SparseAutoencoder } from "../sae/sparse-autoencoder.ts";
import { openTimedModel, type TimedModel, type TimedModelOrder } from "./timed-model.ts";

/** At most as many as a run takes, at least the 10 d_model of a covariance. */
const POPULATION = 10_000;

/** What is measured on: a model, where it is computed, and its SAE. */
export interface BenchOrder extends TimedModelOrder {
  readonly saeDir: string;
  readonly bases: number;
}

/** What every run of a benchmark has in common. */
export interface BenchSubject {
  readonly model: TimedModel;
  readonly sae: SparseAutoencoder;
  /** Of random tokens: a prompt costs the same whatever stands in it. */
  readonly prompts: readonly Tokens[];
  /** How many of them are no base and no target. */
  readonly population: number;
}

/** Opens what an order names, with prompts for as many bases. Throws: as the loaders. */
export async function openBenchSubject(order: BenchOrder): Promise<BenchSubject> {
  const sae = await openSae(order.saeDir);
  const model = await openTimedModel(order, sae.convention);
  const population = Math.min(POPULATION, 12 * model.shape.dModel);
  const random = rngFromSeed("benchmark of the experiment").fork("prompts");
  const prompts = randomPrompts(2 * order.bases + population, model.shape.vocabulary, random);
  return { model, sae, prompts, population };
}

/** Prompts of the paper's length. */
export function randomPrompts(count: number, vocabulary: number, random: Rng): Tokens[] {
  return Array.from({ length: count }, () =>
    Array.from({ length: ownPaper.subject.promptTokens }, () => random.integer(vocabulary)),
  );
}
