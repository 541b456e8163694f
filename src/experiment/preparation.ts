import { type Dictionaries, dictionariesOf } from "../activations/dictionary.ts";
import type { GenerationContext, LatentContext } from "../activations/generator.ts";
import { estimatePopulation, type Population } from "../activations/population.ts";
import { structuredShortlists } from "../activations/structured-shortlist.ts";
import type { MatrixProducts } from "../math/matrix-products.ts";
import type { Rng } from "../math/rng.ts";
import { type Activation, cosine, distance, stackRows } from "../math/vec.ts";
import type { HookPoint } from "../model/hook-point.ts";
import type { LanguageModel, Tokens } from "../model/language-model.ts";
import { lastPosition, residualAt } from "../model/residual-at.ts";
import type { PromptSource, RunPrompts, WantedPrompts } from "../prompts/prompt-source.ts";
import { withMeasuredFrequencies } from "../sae/create-sparse-autoencoder.ts";
import { encodeAll } from "../sae/encode-all.ts";
import type { SparseAutoencoder } from "../sae/sparse-autoencoder.ts";
import { firingFrequency } from "../sae/sparsity-facts.ts";
import { mean } from "../stats/mean.ts";

/** Everything that is known before the first perturbation. */
export interface Preparation {
  /** What the report must say about how the prompts were drawn. */
  readonly promptNotes: readonly string[];
  /** The one that was given, with measured firing frequencies where it had none. */
  readonly sae: SparseAutoencoder | null;
  /** The run's bases, then those beyond them. */
  readonly bases: readonly PreparedBase[];
  readonly population: Population;
  /** null where there is no sparse autoencoder. */
  readonly dictionaries: Dictionaries | null;
  /** Mean cos(A - b_dec, T - b_dec) over the run's real pairs, normalised as the SAE does it; null where there is no sparse autoencoder. */
  readonly cosineTarget: number | null;
  /** Mean ‖T - A‖ over the run's real pairs, residual units. */
  readonly meanTargetDistance: number;
}

/** One base prompt, ready to be perturbed. */
export interface PreparedBase {
  readonly tokens: Tokens;
  readonly context: GenerationContext;
}

/**
 * Draws the prompts, runs them up to the perturbed point and estimates what the generators look up.
 *
 * Streams: `rng.fork("prompts")` for the prompts, `rng.fork("shuffled-dictionary")` for the control's dictionary.
 */
export async function prepare(options: {
  readonly model: LanguageModel;
  readonly sae: SparseAutoencoder | null;
  readonly prompts: PromptSource;
  readonly bases: number;
  /** Bases to prepare, the run's own included, or fewer where the prompts give no more; the run's own unless given. */
  readonly moreBases?: number;
  readonly perturbAt: HookPoint;
  readonly rng: Rng;
  /** Fast products for encoding and choosing latents; plain loops with the same results unless given. */
  readonly products?: MatrixProducts;
}): Promise<Preparation> {
  const { model, perturbAt, rng, products = null } = options;
  const prompts = await drawRunPrompts(options.prompts, rng, wantedPrompts(options));
  const lastOf = async (tokens: Tokens): Promise<Activation> => {
    return lastPosition(await residualAt(model, tokens, perturbAt)).slice() as Activation;
  };
  const bases: Activation[] = [];
  for (const tokens of prompts.bases) bases.push(await lastOf(tokens));
  const targets: Activation[] = [];
  for (const tokens of prompts.targets) targets.push(await lastOf(tokens));
  const populationRows: Activation[] = [];
  for (const tokens of prompts.population) populationRows.push(await lastOf(tokens));

  const population = estimatePopulation(stackRows(populationRows));
  const sae = options.sae && (await withKnownFrequencies(options.sae, populationRows, products));
  const ofRun = bases.slice(0, options.bases);
  const dictionaries = sae && dictionariesOf(sae, rng.fork("shuffled-dictionary"));
  const cosineTarget =
    sae && mean(ofRun.map((base, i) => cosine(sae.withoutBias(base), sae.withoutBias(targets[i]!))));
  const latents =
    sae && dictionaries && cosineTarget !== null
      ? await latentContexts({ sae, dictionaries, cosineTarget }, bases, targets, products)
      : bases.map(() => null);
  await products?.release();
  return {
    promptNotes: [...(prompts.notes ?? []), ...moreBasesNotes(prompts, options)],
    sae,
    population,
    dictionaries,
    cosineTarget,
    meanTargetDistance: mean(ofRun.map((base, i) => distance(base, targets[i]!))),
    bases: bases.map((base, i) => ({
      tokens: prompts.bases[i]!,
      context: { base, target: targets[i]!, population, latents: latents[i]! },
    })),
  };
}

/**
 * The SAE itself where its release says how often its latents fire, otherwise with the frequencies on the population's
 * activations: a latent that is active on none of them counts as dead.
 */
async function withKnownFrequencies(
  sae: SparseAutoencoder,
  activations: readonly Activation[],
  products: MatrixProducts | null,
): Promise<SparseAutoencoder> {
  if (sae.frequencySource !== null) return sae;
  return withMeasuredFrequencies(sae, firingFrequency(await encodeAll(sae, activations, products), sae.dSae));
}

/** What generators look up about the latents of every base and its target. */
async function latentContexts(
  shared: Pick<LatentContext, "sae" | "dictionaries" | "cosineTarget">,
  bases: readonly Activation[],
  targets: readonly Activation[],
  products: MatrixProducts | null,
): Promise<readonly LatentContext[]> {
  const { sae, dictionaries, cosineTarget } = shared;
  const encoded = await encodeAll(sae, bases, products);
  const encodedTargets = await encodeAll(sae, targets, products);
  const contexts = encoded.map((base, i) => ({ ...shared, base, target: encodedTargets[i]! }));
  if (!products) return contexts;
  const alive = await structuredShortlists(encoded, dictionaries.alive, cosineTarget, products);
  const shuffled = await structuredShortlists(encoded, dictionaries.shuffled, cosineTarget, products);
  return contexts.map((context, i) => ({
    ...context,
    shortlists: { alive: alive[i]!, shuffled: shuffled[i]! },
  }));
}

/** Says how many bases claims get that ask for more, where there are more. */
function moreBasesNotes(
  prompts: RunPrompts,
  { bases, moreBases = bases }: { readonly bases: number; readonly moreBases?: number },
): readonly string[] {
  const there = prompts.bases.length;
  if (moreBases <= bases) return [];
  const lack = there < moreBases ? `, not ${moreBases}: the prompts give no more` : "";
  return [`Claims about a small effect are judged on ${there} base prompts${lack}; the others on ${bases}.`];
}

/** What `prepare` wants of its source. */
export function wantedPrompts(options: {
  readonly model: LanguageModel;
  readonly bases: number;
  readonly moreBases?: number;
}): WantedPrompts {
  const { model, bases, moreBases = bases } = options;
  return { bases, upTo: Math.max(bases, moreBases), dModel: model.shape.dModel };
}

/** The prompts of a run, by the root of its streams. */
export async function drawRunPrompts(
  source: PromptSource,
  rng: Rng,
  want: WantedPrompts,
): Promise<RunPrompts> {
  return source.draw(rng.fork("prompts"), want);
}
