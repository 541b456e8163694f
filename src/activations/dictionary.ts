import { InvalidInputError } from "../errors/index.ts";
import type { Rng } from "../math/rng.ts";
import { permutation } from "../math/rng.ts";
import { type Matrix, norm, type Vec } from "../math/vec.ts";
import type { SparseAutoencoder } from "../sae/sparse-autoencoder.ts";

/** What generators look up about latents when they choose: frequencies and directions, never activations. */
export interface Dictionary {
  /** Ids that may be chosen, ascending. */
  readonly alive: Int32Array;
  /** Firing frequency by latent id, 0..1, linear. Shape: [d_sae]. */
  readonly frequency: Vec<"d_sae">;
  /** Alive ids by (frequency, id), ascending. */
  readonly byFrequency: Int32Array;
  /** Decoder rows scaled to unit length. Shape: [d_sae, d_model]. */
  readonly directions: Matrix<"d_sae", "d_model">;
  /** The row of `directions` a latent is looked up in: its own, but in a shuffled dictionary. Shape: [d_sae]. */
  readonly rowOfLatent: Int32Array;
}

/** The three ways in which the generators look at one sparse autoencoder. */
export interface Dictionaries {
  /** Without dead latents: their rows and frequencies mean nothing. */
  readonly alive: Dictionary;
  /** Dead latents too: what the authors' baseline ranks. */
  readonly whole: Dictionary;
  /**
   * Every alive latent is looked up under another one's name: frequencies and directions keep their distribution and
   * lose their meaning. The control of what "structured" controls.
   */
  readonly shuffled: Dictionary;
}

/** The dictionaries of a sparse autoencoder; `rng` shuffles. They share one set of directions. */
export function dictionariesOf(sae: SparseAutoencoder, rng: Rng): Dictionaries {
  const directions = unitRows(sae.W_dec);
  const everyLatent = Int32Array.from({ length: sae.dSae }, (_, j) => j);
  const shuffledRows = everyLatent.slice();
  permutation(rng, sae.alive.length).forEach((from, to) => {
    shuffledRows[sae.alive[to]!] = sae.alive[from]!;
  });
  const build = (alive: Int32Array, rowOfLatent: Int32Array): Dictionary => {
    const frequency = Float32Array.from(rowOfLatent, (row) => sae.firingFrequency[row]!) as Vec<"d_sae">;
    const byFrequency = alive.slice().sort((a, b) => frequency[a]! - frequency[b]! || a - b);
    return { alive, frequency, byFrequency, directions, rowOfLatent };
  };
  return {
    alive: build(sae.alive, everyLatent),
    whole: build(everyLatent, everyLatent),
    shuffled: build(sae.alive, shuffledRows),
  };
}

/** cos(W_dec[of], W_dec[j]) for every latent j of `among`, accumulated in float64. Shape: [among]. */
export function cosinesTo(dictionary: Dictionary, of: number, among: Int32Array): Float64Array {
  const { directions, rowOfLatent } = dictionary;
  const { cols, data } = directions;
  const to = data.subarray(rowOfLatent[of]! * cols, (rowOfLatent[of]! + 1) * cols);
  const cosines = new Float64Array(among.length);
  const row = (n: number) => rowOfLatent[among[n]!]! * cols;
  let n = 0;
  // four sums at a time: each in its own order, none waiting for another's addition
  for (; n + 3 < among.length; n += 4) {
    const a = row(n);
    const b = row(n + 1);
    const c = row(n + 2);
    const d = row(n + 3);
    let sumA = 0;
    let sumB = 0;
    let sumC = 0;
    let sumD = 0;
    for (let k = 0; k < cols; k++) {
      const x = to[k]!;
      sumA += x * data[a + k]!;
      sumB += x * data[b + k]!;
      sumC += x * data[c + k]!;
      sumD += x * data[d + k]!;
    }
    cosines[n] = sumA;
    cosines[n + 1] = sumB;
    cosines[n + 2] = sumC;
    cosines[n + 3] = sumD;
  }
  for (; n < among.length; n++) {
    const a = row(n);
    let sum = 0;
    for (let k = 0; k < cols; k++) sum += to[k]! * data[a + k]!;
    cosines[n] = sum;
  }
  return cosines;
}

/**
 * The `count` latents whose frequency is nearest to that of `latent`, itself and `taken` left out, nearest first.
 *
 * Ties: the rarer one; among equally frequent ones the one nearer in (frequency, id) order. Fewer than `count` when the dictionary is exhausted.
 */
export function nearestInFrequency(
  dictionary: Dictionary,
  latent: number,
  count: number,
  taken: ReadonlySet<number> = new Set(),
): number[] {
  const { byFrequency, frequency } = dictionary;
  const f = frequency[latent]!;
  let above = firstAtLeast(byFrequency, frequency, f);
  let below = above - 1;
  const nearest: number[] = [];
  while (nearest.length < count && (below >= 0 || above < byFrequency.length)) {
    const down = below >= 0 ? f - frequency[byFrequency[below]!]! : Number.POSITIVE_INFINITY;
    const up = above < byFrequency.length ? frequency[byFrequency[above]!]! - f : Number.POSITIVE_INFINITY;
    const candidate = byFrequency[down <= up ? below-- : above++]!;
    if (candidate !== latent && !taken.has(candidate)) nearest.push(candidate);
  }
  return nearest;
}

/**
 * Refuses a code with more active latents than the dictionary can replace. `spare`: how many it must have besides,
 * where no latent may stand for itself.
 *
 * Throws: InvalidInputError.
 */
export function checkEnoughLatents(dictionary: Dictionary, active: number, spare = 0): void {
  const { length } = dictionary.alive;
  if (active + spare > length || length < 2)
    throw new InvalidInputError({
      what: "the number of alive latents",
      got: length,
      want: `at least 2 and ${spare > 0 ? "more than" : "at least"} the ${active} that are active in one activation`,
      hint: "Hint: check sparsity.safetensors; -10 marks a dead latent.",
    });
}

function unitRows({ rows, cols, data }: SparseAutoencoder["W_dec"]): Dictionary["directions"] {
  const unit = new Float32Array(rows * cols);
  for (let j = 0; j < rows; j++) {
    const row = data.subarray(j * cols, (j + 1) * cols);
    const length = norm(row) || 1;
    for (let k = 0; k < cols; k++) unit[j * cols + k] = row[k]! / length;
  }
  return { rows, cols, data: unit };
}

/** Position in `byFrequency` of the first latent whose frequency is at least f. */
function firstAtLeast(byFrequency: Int32Array, frequency: Float32Array, f: number): number {
  let low = 0;
  let high = byFrequency.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (frequency[byFrequency[middle]!]! < f) low = middle + 1;
    else high = middle;
  }
  return low;
}
