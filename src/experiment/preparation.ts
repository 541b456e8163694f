import { coOccurrenceOf } from "../activations/co-occurrence.ts";
import { cosineTargetOf } from "../activations/cosine-target.ts";
import { type Besides, type GenerationContext, type LatentNeeds, looksAt } from "../activations/generator.ts";
import { promptPool } from "../activations/pairs/prompt-pool.ts";
import { estimatePopulationBeside, type Population } from "../activations/population.ts";
import type { MatrixProducts } from "../math/matrix-products.ts";
import type { Rng } from "../math/rng.ts";
import { type Activation, distance, stackRows } from "../math/vec.ts";
import type { HookPoint } from "../model/hook-point.ts";
import type { LanguageModel, Residual, Tokens } from "../model/language-model.ts";
import { residualAt } from "../model/residual-at.ts";
import type { PairActivations } from "../prompts/different-pairs.ts";
import type { RunPrompts } from "../prompts/prompt-source.ts";
import { encodeAll } from "../sae/encode-all.ts";
import { type SaeHealth, saeHealth } from "../sae/sae-health.ts";
import type { SparseAutoencoder } from "../sae/sparse-autoencoder.ts";
import { firingFrequency } from "../sae/sparsity-facts.ts";
import { mean } from "../stats/mean.ts";
import { keptStreams } from "./bases/kept-streams.ts";
import { lastTogether } from "./bases/last-together.ts";
import { generatorOf, type TypeDraw } from "./draw.ts";
import { createLatentContexts, type LatentFacts } from "./latent-contexts.ts";

/** What is known of a run's bases before the first perturbation, and what generators look up when they are asked. */
export interface Preparation {
  /** The run's bases, then those beyond them. */
  readonly bases: readonly PreparedBase[];
  /** The stream of a base's prompt where it is perturbed. Run once for many bases (KEPT_STREAMS_BYTES), else when asked. */
  streamOf(base: number): Promise<Residual>;
  /** Mean ‖T - A‖ over the run's real pairs, residual units. */
  readonly meanTargetDistance: number;
  /**
   * A context for every base, in which these types can be drawn. What they need is prepared when it is first asked
   * for; nothing is prepared for types that nobody asks for. `besides`: what is looked up of latents for other ends
   * than drawing; then every context has its latents.
   */
  contextsFor(
    types: readonly TypeDraw[],
    besides?: readonly Besides[],
  ): Promise<readonly GenerationContext[]>;
  /** What the sparse autoencoder makes of the run's bases; null where there is none. Encoded once. */
  saeHealth(): Promise<SaeHealth | null>;
  /** What has been prepared so far; null for what no type needed. */
  facts(): PreparedFacts;
}

/** One base prompt and its partner, as activations. */
export interface PreparedBase {
  readonly tokens: Tokens;
  readonly base: Activation;
  readonly target: Activation;
}

export interface PreparedFacts {
  readonly population: Population | null;
  readonly latents: LatentFacts | null;
}

export interface PrepareOptions {
  readonly model: LanguageModel;
  readonly sae: SparseAutoencoder | null;
  readonly prompts: RunPrompts;
  /** Further SAEs of the same place, for directions of several; default: none. */
  readonly moreSaes?: readonly SparseAutoencoder[];
  /** The activations of its pairs, where they are known already. */
  readonly activations?: PairActivations;
  /** The run's bases; the prompts may have more. */
  readonly bases: number;
  readonly perturbAt: HookPoint;
  readonly rng: Rng;
  /** Fast products for encoding and choosing latents; default: plain loops with the same results. */
  readonly products?: MatrixProducts;
}

/**
 * Runs bases and targets up to the perturbed point.
 *
 * Streams: `rng.fork("shuffled-dictionary")` for the control's dictionary.
 */
export async function prepare(options: PrepareOptions): Promise<Preparation> {
  const { model, prompts, perturbAt } = options;
  const starts = options.activations?.bases ?? (await lastTogether(model, prompts.bases, perturbAt));
  const targets = options.activations?.targets ?? (await lastTogether(model, prompts.targets, perturbAt));
  const bases = starts.map((base, i) => ({ tokens: prompts.bases[i]!, base, target: targets[i]! }));
  const runTargets = bases.slice(0, options.bases).map(({ target }) => target);
  const { sae, products = null } = options;
  const readPopulation = () => lastTogether(model, prompts.population, perturbAt); // 30 MB on GPT-2 small: not kept
  let codesWanted = sae?.frequencySource === null;
  const observed = once(async () => {
    const rows = await readPopulation();
    const around = rows.length < 2 ? bases.flatMap(({ base, target }) => [base, target]) : rows;
    const codes = sae && codesWanted ? await encodeAll(sae, rows, products) : null;
    return {
      // begun and not waited for: latents are looked up meanwhile
      population: attempted(() => estimatePopulationBeside(stackRows(rows))),
      cosineTarget: sae && (await attempted(async () => cosineTargetOf(sae, around))),
      frequencies: sae?.frequencySource === null ? firingFrequency(codes!, sae.dSae) : null,
      coOccurrence: sae && codes && coOccurrenceOf(codes, sae.dSae),
    };
  });
  let population: Attempted<Population> | undefined;
  const pool = once(async () => promptPool(prompts.population, await readPopulation(), prompts.topicOf));
  const together = once(async () => {
    const seen = (await observed.value()).coOccurrence;
    return seen ?? coOccurrenceOf(await encodeAll(sae!, await readPopulation(), products), sae!.dSae);
  });
  const latents =
    sae &&
    createLatentContexts({
      ...options,
      sae,
      pairs: bases,
      frequencies: async () => (sae.frequencySource === null ? (await observed.value()).frequencies : null),
      cosineTarget: async () => (await observed.value()).cosineTarget!.result(),
      coOccurrence: () => together.value(),
    });
  const health = once(async () => {
    if (!sae || !latents) return null;
    const run = bases.slice(0, options.bases).map(({ base }) => base);
    return saeHealth(sae, run, (await latents.codes()).slice(0, options.bases));
  });
  return {
    bases,
    streamOf: keptStreams((base) => residualAt(model, prompts.bases[base]!, perturbAt)),
    saeHealth: () => health.value(),
    meanTargetDistance: mean(bases.slice(0, options.bases).map(({ base, target }) => distance(base, target))),
    async contextsFor(types, besides = []) {
      const generators = types.map(generatorOf);
      codesWanted ||=
        besides.includes("co-occurrence") ||
        generators.some((generator) => looksAt(generator, "co-occurrence"));
      const composed: readonly LatentNeeds[] = [
        ...generators.filter((generator) => generator.needs === "sae"),
        ...(besides.length > 0 ? [{ also: besides }] : []),
      ];
      const needsPopulation = generators.some((generator) => looksAt(generator, "population"));
      // pairs are encoded here while the model runs the population
      const [codes] = await Promise.all([
        latents && composed.length > 0 ? latents.of(composed) : null,
        needsPopulation ? observed.value() : null,
        generators.some((generator) => looksAt(generator, "prompts")) ? pool.value() : null,
      ]);
      population = await observed.soFar()?.population;
      if (needsPopulation) population?.result();
      return bases.map(({ base, target, tokens }, i) => ({
        base,
        target,
        get others() {
          return runTargets.filter((_, j) => j !== i);
        },
        get population() {
          return prepared(population, "population").result();
        },
        get prompts() {
          return { tokens, pool: prepared(pool.soFar(), "pool of prompts") };
        },
        latents: codes && codes[i]!,
      }));
    },
    facts: () => ({
      population: population?.soFar ?? null,
      latents: latents?.facts() ?? null,
    }),
  };
}

/** Work done when it is first asked for. */
interface Once<T> {
  value(): Promise<T>;
  /** Its result, where it is done. */
  soFar(): T | undefined;
}

function once<T>(work: () => Promise<T>): Once<T> {
  let working: Promise<T> | undefined;
  let done: T | undefined;
  return {
    value() {
      working ??= work().then((result) => {
        done = result;
        return result;
      });
      return working;
    },
    soFar: () => done,
  };
}

/** What came of some work: its result, or the error that whoever needs it meets. */
interface Attempted<T> {
  /** Throws: what the work threw. */
  result(): T;
  /** null where it failed. */
  readonly soFar: T | null;
}

/** Begun now, since what it works on is not kept; it fails only those who ask for it. */
async function attempted<T>(work: () => Promise<T>): Promise<Attempted<T>> {
  try {
    const result = await work();
    return { result: () => result, soFar: result };
  } catch (error) {
    return {
      result: () => {
        throw error;
      },
      soFar: null,
    };
  }
}

/** Only a generator that says it needs none of it can get here, and it has no type for it. */
function prepared<T>(observed: T | undefined, what: "population" | "pool of prompts"): T {
  if (observed) return observed;
  const how = what === "population" ? "fromPopulation" : "fromPrompts";
  throw new Error(`the ${what} was not prepared: a generator that looks at it is made with ${how}`);
}
