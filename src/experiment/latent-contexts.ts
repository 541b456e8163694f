import type { CoOccurrence } from "../activations/co-occurrence.ts";
import type { CosineTarget } from "../activations/cosine-target.ts";
import { type Dictionaries, dictionariesOf } from "../activations/dictionary.ts";
import type {
  Besides,
  LatentContext,
  LatentNeeds,
  PairContext,
  SaeAndCode,
  ShortlistOf,
} from "../activations/generator.ts";
import { structuredShortlists } from "../activations/structured/shortlist.ts";
import type { MatrixProducts } from "../math/matrix-products.ts";
import type { Rng } from "../math/rng.ts";
import type { Activation } from "../math/vec.ts";
import { withMeasuredFrequencies } from "../sae/create-sparse-autoencoder.ts";
import { encodeAll } from "../sae/encode-all.ts";
import type { LatentActivations, SparseAutoencoder } from "../sae/sparse-autoencoder.ts";

/** What was looked up about latents so far. */
export interface LatentFacts {
  /** The one that was given, with measured firing frequencies where it had none. */
  readonly sae: SparseAutoencoder;
  /** Active latents of every base. */
  readonly bases: readonly LatentActivations[];
  /** null where no generator looked. */
  readonly dictionaries: Dictionaries | null;
  readonly cosineTarget: number | null;
  /** Over draws of the population; null where the target is not known or rests on two activations. */
  readonly cosineTargetError: number | null;
}

/** The latents of every base and its target, encoded when they are first asked for. */
export interface LatentContexts {
  /** The active latents of every base. Nothing else is looked up. */
  codes(): Promise<readonly LatentActivations[]>;
  /** A context for every base, with what generators say that they look at. */
  of(needs: readonly LatentNeeds[]): Promise<readonly LatentContext[]>;
  facts(): LatentFacts | null;
}

/**
 * Encodes bases and targets once. Dictionaries, cosine target and shortlists come when a generator looks at them.
 *
 * Streams: `rng.fork("shuffled-dictionary")`.
 */
export function createLatentContexts(options: {
  readonly sae: SparseAutoencoder;
  /** The run's bases, then those beyond them. */
  readonly pairs: readonly Pick<PairContext, "base" | "target">[];
  /** How many of them are the run's: the others whose codes a generator may take are theirs. */
  readonly bases: number;
  /** Firing frequencies measured on real activations, where the SAE's release has none; else null. */
  readonly frequencies: () => Promise<Float32Array | null>;
  /** Measured on real activations, when a generator first asks for it. */
  readonly cosineTarget: () => Promise<CosineTarget>;
  /** Read from the population's codes, when a generator first asks for it. */
  readonly coOccurrence: () => Promise<CoOccurrence>;
  /** Further SAEs of the same place; default: none. */
  readonly moreSaes?: readonly SparseAutoencoder[];
  readonly rng: Rng;
  readonly products?: MatrixProducts;
}): LatentContexts {
  const { pairs, rng, products = null } = options;
  let encoding: Promise<Encoded> | undefined;
  let encoded: Encoded | undefined;
  let cosineTarget: CosineTarget | undefined;
  let coOccurrence: CoOccurrence | undefined;
  const shortlists: Record<ShortlistOf, readonly (Int32Array | null)[] | null> = {
    alive: null,
    shuffled: null,
  };

  let siblings: readonly (readonly SaeAndCode[])[] | undefined;
  let encodingBases: Promise<readonly LatentActivations[]> | undefined;
  const codes = () => {
    encodingBases ??= encodeAll(
      options.sae,
      pairs.map(({ base }) => base),
      products,
    );
    return encodingBases;
  };

  const encode = async (): Promise<Encoded> => {
    const encoding = codes().then(async (bases) => {
      const all = pairs.map(({ target }) => target);
      return { bases, targets: await encodeAll(options.sae, all, products) };
    });
    // side by side: frequencies change no code, and may have to wait for a model
    const [frequencies, { bases, targets }] = await Promise.all([options.frequencies(), encoding]);
    const sae = frequencies ? withMeasuredFrequencies(options.sae, frequencies) : options.sae;
    const dictionaries = lazily(() => dictionariesOf(sae, rng.fork("shuffled-dictionary")));
    return { sae, bases, targets, dictionaries };
  };

  return {
    codes,
    async of(wanted) {
      encoding ??= encode();
      encoded = await encoding;
      const { sae, bases, targets, dictionaries } = encoded;
      if (wanted.some(({ shortlist, also }) => shortlist || also?.includes("cosine target")))
        cosineTarget ??= await options.cosineTarget();
      if (wanted.some(({ also }) => also?.includes("co-occurrence")))
        coOccurrence ??= await options.coOccurrence();
      if (wanted.some(({ also }) => also?.includes("siblings")))
        siblings ??= await siblingsOf(
          [sae, ...(options.moreSaes ?? [])],
          { activations: pairs.map(({ base }) => base), run: options.bases },
          products,
        );
      for (const which of new Set(wanted.map(({ shortlist }) => shortlist ?? null))) {
        if (which === null) continue;
        const dictionary = dictionaries()[which];
        if (products)
          shortlists[which] ??= await structuredShortlists(
            bases,
            dictionary,
            known(cosineTarget, "cosine target").value,
            products,
          );
      }
      await products?.release(); // a packed dictionary of GPT-2 small has 75 MB
      const { alive, shuffled } = shortlists;
      return bases.map((base, i) => ({
        sae,
        base,
        target: targets[i]!,
        get dictionaries() {
          return dictionaries();
        },
        get cosineTarget() {
          return known(cosineTarget, "cosine target").value;
        },
        get coOccurrence() {
          return known(coOccurrence, "co-occurrence");
        },
        get siblings() {
          return known(siblings, "siblings")[i]!;
        },
        get others() {
          return targets.slice(0, options.bases).filter((_, j) => j !== i);
        },
        shortlists: { alive: alive && alive[i]!, shuffled: shuffled && shuffled[i]! },
      }));
    },
    facts: () =>
      encoded
        ? {
            sae: encoded.sae,
            bases: encoded.bases,
            dictionaries: encoded.dictionaries.soFar() ?? null,
            cosineTarget: cosineTarget?.value ?? null,
            cosineTargetError: cosineTarget?.standardError ?? null,
          }
        : null,
  };
}

/**
 * Several SAEs with the code of every activation in each, the one with the fewest active latents on the run's bases first.
 * Shape: [activation][SAE].
 */
async function siblingsOf(
  saes: readonly SparseAutoencoder[],
  { activations, run }: { readonly activations: readonly Activation[]; readonly run: number },
  products: MatrixProducts | null,
): Promise<readonly (readonly SaeAndCode[])[]> {
  const all: { readonly sae: SparseAutoencoder; readonly codes: readonly LatentActivations[] }[] = [];
  for (const sae of saes) all.push({ sae, codes: await encodeAll(sae, activations, products) });
  const active = ({ codes }: (typeof all)[number]) =>
    codes.slice(0, run).reduce((sum, { ids }) => sum + ids.length, 0);
  all.sort((a, b) => active(a) - active(b));
  return activations.map((_, i) => all.map(({ sae, codes }) => ({ sae, base: codes[i]! })));
}

interface Encoded {
  readonly sae: SparseAutoencoder;
  readonly bases: readonly LatentActivations[];
  readonly targets: readonly LatentActivations[];
  readonly dictionaries: Lazy<Dictionaries>;
}

/** A value computed when it is first looked at. */
type Lazy<T> = (() => T) & { soFar(): T | undefined };

function lazily<T>(compute: () => T): Lazy<T> {
  let value: { readonly of: T } | undefined;
  const look = (): T => {
    value ??= { of: compute() };
    return value.of;
  };
  return Object.assign(look, { soFar: () => value?.of });
}

/** Only a generator that does not say what it looks at can get here. */
function known<T>(value: T | undefined, what: Besides): T {
  if (value) return value;
  throw new Error(
    `the ${what} was not prepared: a generator that looks at it says so, fromLatents(generate, { also: ["${what}"] })`,
  );
}
