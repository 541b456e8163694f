import { type Dictionaries, dictionariesOf } from "../activations/dictionary.ts";
import type { LatentContext, PairContext, ShortlistOf } from "../activations/generator.ts";
import { structuredShortlists } from "../activations/structured-shortlist.ts";
import type { MatrixProducts } from "../math/matrix-products.ts";
import type { Rng } from "../math/rng.ts";
import { cosine } from "../math/vec.ts";
import { withMeasuredFrequencies } from "../sae/create-sparse-autoencoder.ts";
import { encodeAll } from "../sae/encode-all.ts";
import type { LatentActivations, SparseAutoencoder } from "../sae/sparse-autoencoder.ts";
import { mean } from "../stats/mean.ts";

/** What was looked up about latents so far. */
export interface LatentFacts {
  /** The one that was given, with measured firing frequencies where it had none. */
  readonly sae: SparseAutoencoder;
  /** Active latents of every base. */
  readonly bases: readonly LatentActivations[];
  /** null where no generator looked. */
  readonly dictionaries: Dictionaries | null;
  readonly cosineTarget: number | null;
}

/** The latents of every base and its target, encoded when they are first asked for. */
export interface LatentContexts {
  /** The active latents of every base. Nothing else is looked up. */
  codes(): Promise<readonly LatentActivations[]>;
  /** A context for every base, with the shortlists that are wanted. */
  of(shortlists: readonly (ShortlistOf | null)[]): Promise<readonly LatentContext[]>;
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
  readonly pairs: readonly PairContext[];
  /** How many of them are the run's: the cosine target is theirs. */
  readonly bases: number;
  /** Firing frequencies measured on real activations, where the SAE's release has none; else null. */
  readonly frequencies: () => Promise<Float32Array | null>;
  readonly rng: Rng;
  readonly products?: MatrixProducts;
}): LatentContexts {
  const { pairs, rng, products = null } = options;
  let encoding: Promise<Encoded> | undefined;
  let encoded: Encoded | undefined;
  const shortlists: Record<ShortlistOf, readonly (Int32Array | null)[] | null> = {
    alive: null,
    shuffled: null,
  };

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
    const cosineTarget = lazily(() =>
      mean(
        pairs
          .slice(0, options.bases)
          .map(({ base, target }) => cosine(sae.withoutBias(base), sae.withoutBias(target))),
      ),
    );
    return { sae, bases, targets, dictionaries, cosineTarget };
  };

  return {
    codes,
    async of(wanted) {
      encoding ??= encode();
      encoded = await encoding;
      const { sae, bases, targets, dictionaries, cosineTarget } = encoded;
      for (const which of new Set(wanted)) {
        if (which === null) continue;
        const [dictionary, target] = [dictionaries()[which], cosineTarget()];
        if (products) shortlists[which] ??= await structuredShortlists(bases, dictionary, target, products);
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
          return cosineTarget();
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
            cosineTarget: encoded.cosineTarget.soFar() ?? null,
          }
        : null,
  };
}

interface Encoded {
  readonly sae: SparseAutoencoder;
  readonly bases: readonly LatentActivations[];
  readonly targets: readonly LatentActivations[];
  readonly dictionaries: Lazy<Dictionaries>;
  /** Mean cos(A - b_dec, T - b_dec) over the run's real pairs, normalised as the SAE does it. */
  readonly cosineTarget: Lazy<number>;
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
