import { type Activation, norm } from "../../math/vec.ts";
import type { Tokens } from "../../model/language-model.ts";
import { encodeAll } from "../../sae/encode-all.ts";
import type { LatentActivations } from "../../sae/sparse-autoencoder.ts";
import { armKey } from "../arm.ts";
import type { CurveMetric } from "../curve-metric.ts";
import { curveValues } from "../curve-values.ts";
import type { TypeDraw } from "../draw.ts";
import type { LabState } from "../lab-curves.ts";
import { type ArmCurves, curveOf } from "../measure.ts";
import type { Perturbation } from "../perturbation.ts";
import { curveToBytes } from "./curve-bytes.ts";
import type { DrawnTypes } from "./drawn-types.ts";
import { placeOf } from "./geometry.ts";

/** A latent and its activation. */
export type KeptLatent = readonly [id: number, activation: number];

/** Every base of a run with its curves, as plain data: entry i of each list is of base i, null where it has none. */
export interface KeptBases {
  readonly schemaVersion: 1;
  readonly points: number;
  /** Prompts as token ids. */
  readonly tokens: readonly (readonly number[])[];
  /** The same as text; null where the model has no tokenizer. */
  readonly texts: readonly string[] | null;
  readonly norm: readonly number[];
  /** The strongest latents of the base; null where there is no sparse autoencoder. */
  readonly latents: readonly (readonly KeptLatent[])[] | null;
  readonly targets: readonly {
    readonly type: string;
    readonly norm: readonly (number | null)[];
    readonly distance: readonly (number | null)[];
    readonly cosine: readonly (number | null)[];
    /** What the sparse autoencoder reads in it, whether it was composed of latents or not. */
    readonly latents: readonly (readonly KeptLatent[])[] | null;
  }[];
  readonly curves: readonly {
    readonly perturbation: string;
    readonly type: string;
    /** Largest value of each curve. */
    readonly top: readonly (number | null)[];
    /** `curveToBytes` of all curves, one after the other, base64; zeros where a base has none. Shape: [base, points]. */
    readonly steps: string;
  }[];
  /** The metrics of these curves. */
  readonly values: readonly {
    readonly metric: string;
    readonly type: string;
    readonly of: readonly (number | null)[];
  }[];
}

/** What is kept of a run, besides its state. */
export interface KeptOf {
  readonly perturbations: readonly Perturbation[];
  readonly metrics: readonly CurveMetric[];
  readonly drawn: DrawnTypes;
  /** The text of a prompt; null where the model has no tokenizer. */
  readonly textOf: ((tokens: Tokens) => string) | null;
}

/** Latents that are kept of one activation. */
const STRONGEST = 5;

/** Every base of a run with its curves, its activations and the metrics of them. Numbers have four digits. */
export async function keptBases(
  state: LabState,
  { perturbations, metrics, drawn, textOf }: KeptOf,
): Promise<KeptBases> {
  const { options, preparation, curves } = state;
  const bases = preparation.bases.slice(0, options.bases);
  const types = [...drawn.keys()];
  const tokens = bases.map(({ tokens: ids }) => [...ids]);
  const measured = (perturbation: Perturbation, type: TypeDraw) => curves.get(armKey({ perturbation, type }));
  return {
    schemaVersion: 1,
    points: options.points,
    tokens,
    texts: textOf && tokens.map(textOf),
    norm: bases.map(({ base }) => short(norm(base))),
    latents: await strongest(
      bases.map(({ base }) => base),
      options,
    ),
    targets: await Promise.all(
      types.map(async (type) => {
        const all = drawn.get(type)!;
        const places = all.map((target, i) => target && placeOf(bases[i]!.base, target));
        const shortest = (quantity: "norm" | "distance" | "cosine") =>
          places.map((place) => place && short(place[quantity]));
        return {
          type,
          norm: shortest("norm"),
          distance: shortest("distance"),
          cosine: shortest("cosine"),
          latents: await strongest(all, options),
        };
      }),
    ),
    curves: perturbations.flatMap((perturbation) =>
      types.flatMap((type) => {
        const arm = measured(perturbation, type);
        return arm === undefined
          ? []
          : [{ perturbation: perturbation.key, type, ...packed(arm, options.bases) }];
      }),
    ),
    values: metrics.flatMap((metric) =>
      types.flatMap((type) => {
        const arm = curves.get(armKey({ perturbation: metric.along, type, output: metric.output }));
        if (arm === undefined) return [];
        const { values } = curveValues(metric, [arm], state);
        return [{ metric: metric.key, type, of: byBase(arm, options.bases, (row) => values[row]!, short) }];
      }),
    ),
  };
}

function packed(arm: ArmCurves, bases: number): { top: readonly (number | null)[]; steps: string } {
  const bytes = new Uint8Array(bases * arm.points);
  const tops = new Array<number | null>(bases).fill(null);
  arm.bases.forEach((base, row) => {
    const { top, steps } = curveToBytes(curveOf(arm, row));
    bytes.set(steps, base * arm.points);
    tops[base] = short(top);
  });
  return { top: tops, steps: Buffer.from(bytes).toString("base64") };
}

function byBase(
  { bases }: ArmCurves,
  n: number,
  of: (row: number) => number | null,
  shown: (value: number) => number,
): readonly (number | null)[] {
  const values = new Array<number | null>(n).fill(null);
  bases.forEach((base, row) => {
    const value = of(row);
    values[base] = value === null ? null : shown(value);
  });
  return values;
}

/** The strongest latents of every vector; none of a vector that is not there. */
async function strongest(
  vectors: readonly (Activation | null)[],
  { sae, products }: Pick<LabState["options"], "sae" | "products">,
): Promise<readonly (readonly KeptLatent[])[] | null> {
  if (sae === null) return null;
  const there = vectors.flatMap((vector) => (vector === null ? [] : [vector]));
  const codes = await encodeAll(sae, there, products ?? null);
  let next = 0;
  return vectors.map((vector) => (vector === null ? [] : top(codes[next++]!)));
}

function top({ ids, values }: LatentActivations): readonly KeptLatent[] {
  return [...ids]
    .map((id, i) => [id, short(values[i]!)] as const)
    .sort((a, b) => b[1] - a[1] || a[0] - b[0])
    .slice(0, STRONGEST);
}

/** Four significant digits. */
function short(value: number): number {
  return Number(value.toPrecision(4));
}
