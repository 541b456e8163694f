import { type Activation, distance, dot, norm } from "../../math/vec.ts";
import { mean } from "../../stats/mean.ts";
import { populationStandardDeviation } from "../../stats/standard-deviation.ts";
import type { Geometry, Spread } from "../record.generated.ts";
import type { DrawnTypes } from "./drawn-types.ts";

/** About how many bins a histogram has over all types. */
const BINS = 40;

/** One activation against its base. */
export interface Place {
  readonly norm: number;
  /** ‖T - A‖, residual units. */
  readonly distance: number;
  /** T·A / (‖T‖ ‖A‖); 0 where one of them is 0. */
  readonly cosine: number;
}

/** Where an activation lies, seen from a base. */
export function placeOf(base: Activation, target: Activation): Place {
  const [a, t] = [norm(base), norm(target)];
  return {
    norm: t,
    distance: distance(base, target),
    cosine: a > 0 && t > 0 ? dot(base, target) / (a * t) : 0,
  };
}

/** Norms, distances and cosines of every type, each with a histogram on bins that all types share. Pure. */
export function geometryOf(bases: readonly Activation[], drawn: DrawnTypes): Geometry {
  const places = [...drawn].map(([type, targets]) => ({
    type,
    at: targets.flatMap((target, base) => (target === null ? [] : [placeOf(bases[base]!, target)])),
  }));
  const measured = places.filter(({ at }) => at.length > 0);
  const norms = bases.map((base) => norm(base));
  const all = (quantity: keyof Place) => measured.flatMap(({ at }) => at.map((place) => place[quantity]));
  const normBins = binsOf([...norms, ...all("norm")]);
  const bins = { norm: normBins, distance: binsOf(all("distance")), cosine: binsOf(all("cosine")) };
  const spread = (at: readonly Place[], quantity: keyof Place) =>
    spreadOf(
      at.map((place) => place[quantity]),
      bins[quantity],
    );
  return {
    baseNorm: spreadOf(norms, normBins),
    types: measured.map(({ type, at }) => ({
      type,
      n: at.length,
      norm: spread(at, "norm"),
      distance: spread(at, "distance"),
      cosine: spread(at, "cosine"),
    })),
  };
}

interface Bins {
  readonly from: number;
  readonly width: number;
}

/** Bins of a round width, 1, 2 or 5 times a power of ten, that begin at a multiple of it. */
export function binsOf(values: readonly number[]): Bins {
  const low = values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const high = values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const rough = (high - low) / BINS;
  if (!(rough > 0)) return { from: values.length === 0 ? 0 : low, width: 1 };
  const power = 10 ** Math.floor(Math.log10(rough));
  const width = power * ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10);
  return { from: Math.floor(low / width) * width, width };
}

/** Mean, sd and counts by bin, up to the last one that holds a value. */
export function spreadOf(values: readonly number[], { from, width }: Bins): Spread {
  const bins = values.map((value) => Math.max(0, Math.floor((value - from) / width + 1e-9)));
  const counts = new Array<number>(bins.reduce((most, bin) => Math.max(most, bin + 1), 0)).fill(0);
  for (const bin of bins) counts[bin]!++;
  return { mean: mean(values), sd: populationStandardDeviation(values), from, width, counts };
}
