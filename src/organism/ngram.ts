import { InvalidInputError } from "../errors/index.ts";

/** An interpolated n-gram model: what counting neighbours can learn of a text. */
export interface NgramModel {
  /** Longest context plus one. */
  readonly order: number;
  /**
   * Mean of -ln p(token | up to order-1 tokens before it) over `tokens`, one number per maximal order.
   * Units: nats per token. Element n-1 uses orders 1..n.
   */
  losses(tokens: Int32Array): number[];
}

/**
 * Fits counts on `train` and interpolation weights on `heldOut`.
 *
 * p_n(w | c) = λ count(c w) / count(c) + (1 - λ) p_{n-1}(w | c without its first token), p_0 = 1 / vocabulary.
 * λ depends on n and on floor(log2 count(c)), and maximises the held-out likelihood given p_{n-1}; an unseen context
 * has λ = 0. Each λ is the optimum of a concave function, found by bisection on its derivative.
 * Source: Jelinek and Mercer 1980, weights tied by context count.
 */
export function fitNgram(options: {
  readonly train: Int32Array;
  readonly heldOut: Int32Array;
  readonly vocabulary: number;
  readonly order?: number;
}): NgramModel {
  const { train, heldOut, vocabulary, order = 5 } = options;
  if (heldOut.length < order || train.length < order)
    throw new InvalidInputError({
      what: "the text an n-gram model is fitted on",
      got: Math.min(heldOut.length, train.length),
      want: `at least ${order} tokens`,
      hint: "Hint: give the training text and a held-out text.",
    });
  const counts = countGrams(train, vocabulary, order);
  const weights: Float64Array[] = [];
  let lower = new Float64Array(heldOut.length).fill(1 / vocabulary);
  const heldOutShares = shares(counts, heldOut);
  for (let n = 1; n <= order; n++) {
    const lambda = bestWeights(heldOutShares[n - 1]!, lower);
    weights.push(lambda);
    lower = mix(heldOutShares[n - 1]!, lower, lambda);
  }
  return {
    order,
    losses(tokens) {
      let p = new Float64Array(tokens.length).fill(1 / vocabulary);
      return shares(counts, tokens).map((share, i) => {
        p = mix(share, p, weights[i]!);
        let sum = 0;
        for (const v of p) sum -= Math.log(v);
        return sum / p.length;
      });
    },
  };
}

/** Counts of all n-grams of one order; a gram has a dense id in order of first appearance. */
interface GramTable {
  readonly ids: PairIds;
  /** counts[id]. */
  readonly counts: Int32Array;
}

interface GramCounts {
  readonly vocabulary: number;
  readonly total: number;
  /** tables[n-1] holds the n-grams. */
  readonly tables: readonly GramTable[];
}

/** An n-gram is its prefix's id (of order n-1) and its last token: key = prefix x vocabulary + token, below 2^53. */
function countGrams(tokens: Int32Array, vocabulary: number, order: number): GramCounts {
  const tables: GramTable[] = [];
  let previous = new Int32Array(tokens.length); // id of the (n-1)-gram ending at t; order 0 has the one id 0
  for (let n = 1; n <= order; n++) {
    const ids = pairIds(n === 1 ? vocabulary : tokens.length);
    const counts = new Int32Array(tokens.length + 1);
    const current = new Int32Array(tokens.length).fill(-1);
    for (let t = n - 1; t < tokens.length; t++) {
      const prefix = n === 1 ? 0 : previous[t - 1]!;
      const id = ids.add(prefix * vocabulary + tokens[t]!);
      current[t] = id;
      counts[id] = counts[id]! + 1;
    }
    tables.push({ ids, counts: counts.slice(0, ids.size()) });
    previous = current;
  }
  return { vocabulary, total: tokens.length, tables };
}

/** For each position, count(c w) / count(c), and the bucket of count(c) (-1: unseen context). */
interface Share {
  readonly ratio: Float64Array;
  readonly bucket: Int8Array;
}

function shares(model: GramCounts, tokens: Int32Array): Share[] {
  const { vocabulary, total, tables } = model;
  let previous = new Int32Array(tokens.length);
  return tables.map(({ ids, counts }, i) => {
    const n = i + 1;
    const ratio = new Float64Array(tokens.length);
    const bucket = new Int8Array(tokens.length).fill(-1);
    const current = new Int32Array(tokens.length).fill(-1);
    for (let t = n - 1; t < tokens.length; t++) {
      const prefix = n === 1 ? 0 : previous[t - 1]!;
      if (prefix < 0) continue;
      const contextCount = n === 1 ? total : tables[n - 2]!.counts[prefix]!;
      bucket[t] = Math.floor(Math.log2(contextCount));
      const id = ids.find(prefix * vocabulary + tokens[t]!);
      current[t] = id;
      if (id >= 0) ratio[t] = counts[id]! / contextCount;
    }
    previous = current;
    return { ratio, bucket };
  });
}

const BUCKETS = 32;

function mix(share: Share, lower: Float64Array, lambda: Float64Array): Float64Array<ArrayBuffer> {
  return lower.map((p, t) => {
    const b = share.bucket[t]!;
    return b < 0 ? p : lambda[b]! * share.ratio[t]! + (1 - lambda[b]!) * p;
  }) as Float64Array<ArrayBuffer>;
}

/** Argmax over λ of sum ln(λ r + (1-λ) p), per bucket; 0.5 for a bucket that never occurred. */
function bestWeights(share: Share, lower: Float64Array): Float64Array {
  const low = new Float64Array(BUCKETS).fill(0);
  const high = new Float64Array(BUCKETS).fill(1 - 1e-6); // below 1, so that no token gets probability 0
  for (let step = 0; step < 30; step++) {
    const slope = new Float64Array(BUCKETS);
    for (let t = 0; t < lower.length; t++) {
      const b = share.bucket[t]!;
      if (b < 0) continue;
      const at = (low[b]! + high[b]!) / 2;
      const r = share.ratio[t]!;
      const p = lower[t]!;
      slope[b] = slope[b]! + (r - p) / (at * r + (1 - at) * p);
    }
    for (let b = 0; b < BUCKETS; b++) {
      const at = (low[b]! + high[b]!) / 2;
      if (slope[b]! > 0) low[b] = at;
      else if (slope[b]! < 0) high[b] = at;
    }
  }
  return low.map((l, b) => (l + high[b]!) / 2);
}

/** Dense ids for integer keys below 2^53: an open-addressing hash table that doubles at 2/3 full. */
interface PairIds {
  /** The id of `key`, a new one when it is new. */
  add(key: number): number;
  /** The id of `key`, -1 when it has none. */
  find(key: number): number;
  size(): number;
}

function pairIds(expected: number): PairIds {
  let bits = Math.max(10, Math.ceil(Math.log2(Math.min(expected, 1 << 20) * 1.5)));
  let keys = new Float64Array(2 ** bits).fill(-1);
  let ids = new Int32Array(2 ** bits);
  let size = 0;
  const slotOf = (key: number): number => {
    const mask = keys.length - 1;
    const high = Math.floor(key / 4294967296);
    let hash = Math.imul((key >>> 0) ^ Math.imul(high, 0x85ebca6b), 0x9e3779b1);
    hash = (hash ^ (hash >>> 15)) & mask;
    while (keys[hash] !== -1 && keys[hash] !== key) hash = (hash + 1) & mask;
    return hash;
  };
  const grow = () => {
    const [oldKeys, oldIds] = [keys, ids];
    bits++;
    keys = new Float64Array(2 ** bits).fill(-1);
    ids = new Int32Array(2 ** bits);
    oldKeys.forEach((key, i) => {
      if (key < 0) return;
      const slot = slotOf(key);
      keys[slot] = key;
      ids[slot] = oldIds[i]!;
    });
  };
  return {
    add(key) {
      if (size * 3 > keys.length * 2) grow();
      const slot = slotOf(key);
      if (keys[slot] === -1) {
        keys[slot] = key;
        ids[slot] = size++;
      }
      return ids[slot]!;
    },
    find(key) {
      const slot = slotOf(key);
      return keys[slot] === -1 ? -1 : ids[slot]!;
    },
    size: () => size,
  };
}
