import { PRODUCT_BATCH_VALUES } from "../../limits.ts";
import { type MatrixProducts, productError } from "../../math/matrix-products.ts";
import { rowOf, stackRows } from "../../math/vec.ts";
import type { LatentActivations } from "../../sae/sparse-autoencoder.ts";
import type { Dictionary } from "../dictionary.ts";
import { planStructured, type StructuredPlan } from "./structured.ts";

/** Cosines fall into this many equal bins of [-1, 1]: a hundred latents in the fullest, in the largest published dictionaries. */
const BINS = 1 << 12;

/**
 * For every base the alive latents among which structured's choices certainly are, whichever of its tops is drawn, ascending; null for a base without
 * active latents or with more than the dictionary can replace.
 *
 * The cosines of all latents to the new top latents come from one float32 product, with the bound on its error; the
 * generator then looks at some hundred exact cosines instead of one per alive latent, and chooses the same.
 */
export async function structuredShortlists(
  bases: readonly LatentActivations[],
  dictionary: Dictionary,
  cosineTarget: number,
  products: MatrixProducts,
): Promise<readonly (Int32Array | null)[]> {
  const { alive, directions, rowOfLatent } = dictionary;
  const plans = bases.map((base) =>
    base.ids.length === 0 || base.ids.length > alive.length || alive.length < 2
      ? null
      : planStructured(base, dictionary, cosineTarget),
  );
  const planned = new Map<number, StructuredPlan[]>();
  for (const plan of plans)
    for (const top of plan?.tops ?? []) planned.set(top, [...(planned.get(top) ?? []), plan!]);
  const tops = [...planned.keys()];
  const near = new Map<StructuredPlan, Set<number>>();
  const batch = Math.max(1, Math.floor(PRODUCT_BATCH_VALUES / directions.rows));
  const rowOfAlive = Int32Array.from(alive, (latent) => rowOfLatent[latent]!);
  const bins = createBins(alive.length);
  for (let start = 0; start < tops.length; start += batch) {
    const some = tops.slice(start, start + batch);
    const cosines = await products.timesTransposed(
      stackRows<"row", "d_model">(some.map((top) => rowOf(directions, rowOfLatent[top]!))),
      directions,
    );
    for (const [i, top] of some.entries()) {
      bins.fill(rowOf(cosines, i), rowOfAlive);
      for (const plan of planned.get(top)!) {
        const ofPlan = near.get(plan) ?? new Set();
        addNearTo(plan.cosines, bins, productError(directions.cols), (n) => ofPlan.add(alive[n]!));
        near.set(plan, ofPlan);
      }
    }
  }
  return plans.map((plan) => plan && Int32Array.from(near.get(plan)!).sort());
}

/** Values by bin: those of bin b are at the positions `order[startOf(b) .. startOf(b + 1))`. */
interface Bins {
  readonly values: Float32Array;
  readonly order: Int32Array;
  /** Bins beyond either end are empty. */
  startOf(bin: number): number;
}

const binOf = (value: number) => Math.min(BINS - 1, Math.max(0, Math.floor((value + 1) * (BINS / 2))));

/** Bins for `count` values, to be filled again and again: what a filling takes is taken once. */
function createBins(count: number): Bins & { fill(row: Float32Array, at: Int32Array): void } {
  const values = new Float32Array(count);
  const order = new Int32Array(count);
  const bins = new Uint16Array(count);
  const first = new Int32Array(BINS + 1);
  const next = new Int32Array(BINS + 1);
  return {
    values,
    order,
    startOf: (bin) => first[Math.min(BINS, Math.max(0, bin))]!,
    /** With row[at[n]] at position n. */
    fill(row, at) {
      first.fill(0);
      for (let n = 0; n < count; n++) {
        const value = row[at[n]!]!;
        const bin = binOf(value);
        values[n] = value;
        bins[n] = bin;
        first[bin + 1]! += 1;
      }
      for (let b = 0; b < BINS; b++) first[b + 1]! += first[b]!;
      next.set(first);
      for (let n = 0; n < count; n++) order[next[bins[n]!]!++] = n;
    },
  };
}

/**
 * Tells `add` the positions that hold, for every wanted cosine i, the i + 1 nearest ones: earlier choices take at most i.
 *
 * Each inexact cosine is off by at most `error`, so the i + 1 exactly nearest are among those whose inexact distance is at
 * most that of the (i + 1)-th inexactly nearest and 2 error. They are looked for in the bins around; one bin more pays for
 * inexact cosines beyond 1, which share the last.
 */
function addNearTo(
  wanted: Float64Array,
  { values, order, startOf }: Bins,
  error: number,
  add: (position: number) => void,
): void {
  const nearest = new Float64Array(wanted.length); // distances, ascending
  wanted.forEach((cosine, i) => {
    const centre = binOf(cosine);
    let reach = 0; // bins on either side
    while (startOf(centre + reach + 1) - startOf(centre - reach) < i + 1) reach += 1;
    const far = Math.ceil(reach + 2 + error * BINS);
    const [from, to] = [startOf(centre - far), startOf(centre + far + 1)];
    nearest.fill(Number.POSITIVE_INFINITY, 0, i + 1);
    for (let n = from; n < to; n++) {
      const distance = Math.abs(values[order[n]!]! - cosine);
      let at = i;
      if (!(distance < nearest[at]!)) continue;
      for (; at > 0 && distance < nearest[at - 1]!; at--) nearest[at] = nearest[at - 1]!;
      nearest[at] = distance;
    }
    const radius = nearest[i]! + 2 * error;
    for (let n = from; n < to; n++) if (Math.abs(values[order[n]!]! - cosine) <= radius) add(order[n]!);
  });
}
