import type { Rng } from "../../math/rng.ts";

/**
 * The authors' distributions of steps on GPT-2 small, read off their figures.
 *
 * They serve two ends: the simulation that shows what the claims' rules can detect, and comparison by eye. They never
 * enter a verdict. Letters such as D3 name sections of the reconstruction of the paper's protocol; every knot was
 * digitised to +-0.005 unless a comment says otherwise.
 */

/** The activation types the authors compared. */
export type AuthorsType = "real" | "random" | "structured" | "baseline";

/** A distribution function on whole steps by its knots: [step, share of runs at or below it], linear in between. */
export type StepDistribution = readonly (readonly [step: number, share: number])[];

/** D3: max slope step of L2, absolute step 0.5, n = 2000. The authors printed no baseline here. */
export const AUTHORS_MAX_SLOPE_STEP_ABSOLUTE = {
  // biome-ignore format: one type a row
  real: knots([10, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70, 80],
    [0, 0.018, 0.061, 0.153, 0.289, 0.467, 0.694, 0.839, 0.925, 0.966, 0.984, 0.996, 1]),
  // biome-ignore format: one type a row
  random: knots([10, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70, 80, 90, 99],
    [0, 0.002, 0.004, 0.009, 0.03, 0.095, 0.267, 0.516, 0.701, 0.823, 0.89, 0.938, 0.98, 0.995, 1]),
  // biome-ignore format: one type a row
  structured: knots([10, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70, 80, 90, 99],
    [0, 0.005, 0.057, 0.158, 0.309, 0.459, 0.605, 0.739, 0.84, 0.91, 0.949, 0.972, 0.989, 0.998, 1]),
} as const satisfies Partial<Record<AuthorsType, StepDistribution>>;

/**
 * D5, run a: max slope step of L2, relative step, n = 1000.
 *
 * The figure was read every 5 to 10 steps, which misses the widest gaps. The knots at 57 (where the authors' KS of real
 * against random lies) are ours: 0.85 for real, between its neighbours, and for the others below it by the printed KS
 * distances 0.612, 0.214 and 0.258.
 */
export const AUTHORS_MAX_SLOPE_STEP_RELATIVE = {
  // biome-ignore format: one type a row
  real: knots([20, 30, 40, 50, 55, 57, 60, 70, 80, 99], [0, 0.006, 0.048, 0.433, 0.761, 0.85, 0.922, 0.989, 0.996, 1]),
  // biome-ignore format: one type a row
  random: knots([20, 30, 40, 50, 55, 57, 60, 70, 80, 99], [0, 0.001, 0.012, 0.076, 0.185, 0.238, 0.344, 0.73, 0.91, 1]),
  // biome-ignore format: one type a row
  structured: knots([20, 30, 40, 50, 55, 57, 60, 70, 80, 99], [0, 0.005, 0.063, 0.315, 0.547, 0.636, 0.742, 0.911, 0.964, 1]),
  // biome-ignore format: one type a row
  baseline: knots([20, 30, 40, 50, 55, 57, 60, 70, 80, 99], [0, 0.008, 0.038, 0.302, 0.533, 0.592, 0.688, 0.882, 0.955, 1]),
} as const satisfies Record<AuthorsType, StepDistribution>;

/** D8: plateau length of foreign bases, final protocol, n = 1000; the figure ends at 40 steps. */
export const AUTHORS_PLATEAU_LENGTH = {
  // biome-ignore format: one type a row
  real: knots([0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 40],
    [0, 0.001, 0.004, 0.014, 0.039, 0.085, 0.168, 0.298, 0.512, 0.701, 0.837, 0.937, 0.975, 1]),
  // biome-ignore format: one type a row
  random: knots([0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20],
    [0, 0.012, 0.089, 0.227, 0.428, 0.615, 0.763, 0.876, 0.946, 0.982, 1]),
  // biome-ignore format: one type a row
  structured: knots([0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 40],
    [0, 0.021, 0.123, 0.327, 0.535, 0.699, 0.816, 0.892, 0.944, 0.969, 0.983, 0.997, 0.999, 1]),
  // biome-ignore format: one type a row
  baseline: knots([0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20],
    [0, 0.086, 0.322, 0.56, 0.749, 0.885, 0.954, 0.981, 0.996, 0.999, 1]),
} as const satisfies Record<AuthorsType, StepDistribution>;

/** The share of runs at or below a step. */
export function shareUpTo(distribution: StepDistribution, step: number): number {
  const after = distribution.findIndex(([at]) => at >= step);
  if (after < 0) return 1;
  const [right, high] = distribution[after]!;
  if (after === 0) return step === right ? high : 0;
  const [left, low] = distribution[after - 1]!;
  return low + ((high - low) * (step - left)) / (right - left);
}

/** A function that draws whole steps from the distribution: the first step whose share reaches a uniform number. */
export function stepSampler(distribution: StepDistribution): (rng: Pick<Rng, "uniform">) => number {
  const last = distribution[distribution.length - 1]![0];
  const shares = Float64Array.from({ length: last + 1 }, (_, step) => shareUpTo(distribution, step));
  return (rng) => {
    const u = rng.uniform();
    let low = 0;
    let high = last;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (shares[middle]! > u) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}

function knots(steps: readonly number[], shares: readonly number[]): StepDistribution {
  return steps.map((step, i) => [step, shares[i]!] as const);
}
