import { DeviceParityError, NonFiniteError } from "../errors/index.ts";
import type { Rng } from "../math/rng.ts";
import { type Activation, distance, norm, rowOf, rowsFrom, stackMatrices } from "../math/vec.ts";
import type { HookPoint } from "../model/hook-point.ts";
import type { LanguageModel, LastRows, Tokens } from "../model/language-model.ts";
import { lastPosition, residualAt } from "../model/residual-at.ts";
import { mean } from "../stats/mean.ts";
import { maxSlopeStep, sensitivityCurve } from "./curve-metrics.ts";
import { absolutePath, relativePath } from "./perturbation-path.ts";

/** How far a model on another device is from the same model on the cpu. Each difference is the largest of its kind. */
export interface DeviceParity {
  readonly bases: number;
  readonly curves: number;
  /** ‖device - cpu‖₂ / ‖cpu‖₂ of a vector that is read, over all points of all curves. */
  readonly vectorDifference: number;
  /** |device - cpu| of an L2 curve over the largest value of that curve. */
  readonly curveDifference: number;
  /** |device - cpu| of a KL curve, nats. */
  readonly divergenceDifference: number;
  /** Curves whose max slope step is another. */
  readonly movedMaxSlopeSteps: number;
  /** Of the first two differences. */
  readonly tolerance: number;
  /** Of KL, nats. */
  readonly divergenceTolerance: number;
}

/** A base and its real target, both as token ids. */
export interface ParityPair {
  readonly base: Tokens;
  readonly target: Tokens;
}

/** Where a run perturbs and reads, and how many points a path has. */
interface Place {
  readonly perturbAt: HookPoint;
  readonly readAt: HookPoint;
  readonly points: number;
}

/** Two curves of each: 1600 vectors, a second of work on the cpu for GPT-2 small. */
export const PARITY_BASES = 8;
/**
 * On the organism, float32 in another order of summation (WebGPU) was 3e-6 away in the vectors and 2e-6 in the curves;
 * weights rounded as TF32 rounds them, to 10 bits of mantissa, 1e-3 and 4e-4. The limit stands between them.
 */
export const PARITY_TOLERANCE = 1e-4;
/** A twentieth of the smallest rise of KL that counts as a blow-up (0.02 nats). WebGPU was 1e-4 away, TF32 weights 8e-3. */
export const DIVERGENCE_TOLERANCE = 1e-3;

/**
 * Runs a few bases on both: from tokens up to the perturbed point, from there along two paths (to the real target in
 * relative steps, in a random direction in absolute steps) and on to what the model predicts.
 *
 * Streams: `rng.fork(i)` for the direction of pair i. A device that computes NaN has NaN differences.
 */
export async function measureParity(
  options: Place & {
    readonly cpu: LanguageModel;
    readonly device: LanguageModel;
    readonly pairs: readonly ParityPair[];
    readonly rng: Rng;
    /** The absolute step of the run's paper, by the mean distance of the pairs. */
    readonly stepOf: (meanDistance: number) => number;
  },
): Promise<DeviceParity> {
  const { cpu, device, pairs, rng, perturbAt } = options;
  const lengths: number[] = [];
  for (const { base, target } of pairs)
    lengths.push(
      distance(
        lastPosition(await residualAt(cpu, base, perturbAt)),
        lastPosition(await residualAt(cpu, target, perturbAt)),
      ),
    );
  const step = options.stepOf(mean(lengths));
  const differences: CurveDifference[] = [];
  for (const [i, pair] of pairs.entries()) {
    const stream = rng.fork(i);
    const direction = Float32Array.from({ length: cpu.shape.dModel }, () => stream.normal());
    const path = { ...options, ...pair, direction, step };
    const wanted = await curvesOn(cpu, path);
    const ours = await curvesOn(device, path).catch(nullIfNotFinite);
    for (const [n, curve] of wanted.entries())
      differences.push(ours === null ? NOT_FINITE : await differenceOf(cpu, curve, device, ours[n]!));
  }
  const largest = (name: keyof CurveDifference) => Math.max(...differences.map((one) => one[name])); // NaN stays NaN
  return {
    bases: pairs.length,
    curves: differences.length,
    vectorDifference: largest("vector"),
    curveDifference: largest("l2"),
    divergenceDifference: largest("divergence"),
    movedMaxSlopeSteps: differences.filter(({ moved }) => moved > 0).length,
    tolerance: PARITY_TOLERANCE,
    divergenceTolerance: DIVERGENCE_TOLERANCE,
  };
}

/**
 * Throws: DeviceParityError for a difference beyond its tolerance, NaN included. A max slope step that moves within
 * them is a tie of two rises: it is told, and no error.
 */
export function checkParity(parity: DeviceParity, runtime: string): void {
  const { tolerance, divergenceTolerance } = parity;
  const held = [
    ["the vectors read", parity.vectorDifference, tolerance, "of their length"],
    ["the L2 curves", parity.curveDifference, tolerance, "of their largest value"],
    ["the KL curves", parity.divergenceDifference, divergenceTolerance, "nats"],
  ] as const;
  for (const [what, difference, limit, unit] of held)
    if (!(difference <= limit))
      throw new DeviceParityError({ runtime, what, difference, tolerance: limit, unit });
}

/** What `DeviceParity` holds the largest of, for one curve. */
interface CurveDifference {
  readonly vector: number;
  readonly l2: number;
  readonly divergence: number;
  /** 1 where the max slope step is another. */
  readonly moved: number;
}

const NOT_FINITE: CurveDifference = {
  vector: Number.NaN,
  l2: Number.NaN,
  divergence: Number.NaN,
  moved: Number.NaN,
};

/** The vectors read along both paths of a base, each model starting from its own stream. Shapes: [points, d_model]. */
async function curvesOn(
  model: LanguageModel,
  path: Place & ParityPair & { readonly direction: Float32Array; readonly step: number },
): Promise<readonly LastRows[]> {
  const { perturbAt, readAt, points, direction, step } = path;
  const residual = await residualAt(model, path.base, perturbAt);
  const from = lastPosition(residual);
  const beyond = from.map((value, k) => value + direction[k]!) as Activation;
  const toTarget = relativePath(from, lastPosition(await residualAt(model, path.target, perturbAt)), points);
  const away = absolutePath(from, beyond, points, step);
  const last = stackMatrices([toTarget, away]);
  const read = await model.resumeFrom({ residual, at: perturbAt, last, readAt });
  return [0, 1].map((n) => rowsFrom(read, n * points, points));
}

async function differenceOf(
  cpu: LanguageModel,
  wanted: LastRows,
  device: LanguageModel,
  ours: LastRows,
): Promise<CurveDifference> {
  if (!ours.data.every(Number.isFinite)) return NOT_FINITE;
  const vectors = Array.from(
    { length: wanted.rows },
    (_, i) => distance(rowOf(ours, i), rowOf(wanted, i)) / norm(rowOf(wanted, i)),
  );
  const [curve, oursCurve] = [sensitivityCurve(wanted), sensitivityCurve(ours)];
  return {
    vector: Math.max(...vectors),
    l2: largestDifference(curve, oursCurve) / Math.max(...curve),
    divergence: largestDifference(await cpu.divergences(wanted), await device.divergences(ours)),
    moved: maxSlopeStep(curve) === maxSlopeStep(oursCurve) ? 0 : 1,
  };
}

function largestDifference(left: Float64Array, right: Float64Array): number {
  return Math.max(...left.map((value, i) => Math.abs(value - right[i]!)));
}

/** A model refuses to go on from a stream that it should not have made. */
function nullIfNotFinite(error: unknown): null {
  if (error instanceof NonFiniteError) return null;
  throw error;
}
