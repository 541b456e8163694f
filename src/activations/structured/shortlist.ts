import { PRODUCT_BATCH_VALUES } from "../../limits.ts";
import { type MatrixProducts, productError } from "../../math/matrix-products.ts";
import { rowOf, stackRows } from "../../math/vec.ts";
import type { LatentActivations } from "../../sae/sparse-autoencoder.ts";
import type { Dictionary } from "../dictionary.ts";
import { planStructured, type StructuredPlan } from "./structured.ts";

/** Cosines fall into this many equal bins of [-1, 1]: a few latents each, in the largest published dictionaries. */
const BINS = 1 << 16;

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
  for (let start = 0; start < tops.length; start += batch) {
    const some = tops.slice(start, start + batch);
    const cosines = await products.timesTransposed(
      stackRows<"row", "d_model">(some.map((top) => rowOf(directions, rowOfLatent[top]!))),
      directions,
    );
    for (const [i, top] of some.entries()) {
      const row = rowOf(cosines, i);
      const cosinesOfAlive = new Float32Array(alive.length);
      for (let n = 0; n < alive.length; n++) cosinesOfAlive[n] = row[rowOfLatent[alive[n]!]!]!;
      const bins = sortIntoBins(cosinesOfAlive);
      for (const plan of planned.get(top)!) {
        const ofPlan = near.get(plan) ?? new Set();
        for (const n of nearTo(plan.cosines, bins, productError(directions.cols))) ofPlan.add(alive[n]!);
        near.set(plan, ofPlan);
      }
    }
  }
  return plans.map((plan) => plan && Int32Array.from(near.get(plan)!).sort());
}

/** Positions by the bin of their value: those of bin b are `order[first[b] .. first[b + 1])`. */
interface Bins {
  readonly values: Float32Array;
  readonly first: Int32Array;
  readonly order: Int32Array;
}

const binOf = (value: number) => Math.min(BINS - 1, Math.max(0, Math.floor((value + 1) * (BINS / 2))));

function sortIntoBins(values: Float32Array): Bins {
  const bins = new Int32Array(values.length);
  const first = new Int32Array(BINS + 1);
  for (let n = 0; n < values.length; n++) {
    bins[n] = binOf(values[n]!);
    first[bins[n]! + 1]! += 1;
  }
  for (let b = 0; b < BINS; b++) first[b + 1]! += first[b]!;
  const next = first.slice();
  const order = new Int32Array(values.length);
  for (let n = 0; n < values.length; n++) order[next[bins[n]!]!++] = n;
  return { values, first, order };
}

/**
 * Ascending positions that hold, for every wanted cosine i, the i + 1 nearest ones: earlier choices take at most i.
 *
 * The i + 1 nearest by inexact cosine lie within some radius; each is off by at most `error`, so the i + 1 exactly
 * nearest have inexact cosines within radius + 2 error. The radius is rounded up to bins; one more pays for inexact
 * cosines beyond 1, which share the last bin.
 */
function nearTo(wanted: Float64Array, { values, first, order }: Bins, error: number): Int32Array {
  const chosen = new Uint8Array(values.length);
  const startOf = (bin: number) => first[Math.min(BINS, Math.max(0, bin))]!;
  wanted.forEach((cosine, i) => {
    const centre = binOf(cosine);
    let reach = 0; // bins on either side
    while (startOf(centre + reach + 1) - startOf(centre - reach) < i + 1) reach += 1;
    const radius = (reach + 2) * (2 / BINS) + 2 * error;
    const far = Math.ceil(radius * (BINS / 2));
    for (let n = startOf(centre - far); n < startOf(centre + far + 1); n++)
      if (Math.abs(values[order[n]!]! - cosine) <= radius) chosen[order[n]!] = 1;
  });
  const near: number[] = [];
  for (let n = 0; n < chosen.length; n++) if (chosen[n] === 1) near.push(n);
  return Int32Array.from(near);
}
