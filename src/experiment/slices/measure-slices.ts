import { BagOfLatentsError } from "../../errors/index.ts";
import { type Activation, distance, rowOf, stackRows } from "../../math/vec.ts";
import type { LastRows } from "../../model/language-model.ts";
import { residualAt } from "../../model/residual-at.ts";
import { drawnTypes } from "../bases/drawn-types.ts";
import type { TypeDraw } from "../draw.ts";
import type { LabState } from "../lab-curves.ts";
import type { RunSlice } from "../record.generated.ts";
import { planeThrough, pointsOf, type Window } from "./plane.ts";

/** What slices a paper shows: planes through a base and two drawn activations. */
export interface Slices {
  readonly corners: readonly [TypeDraw, TypeDraw];
  /** Of the run's first bases, how many. */
  readonly bases: number;
}

const SIDE = 32;
const WINDOW: Window = { x: [-0.4, 1.4], y: [-0.4, 1.4], side: SIDE };

/**
 * Two-dimensional slices of what the model makes of its stream: for every point of a plane through three activations, how
 * near the output is to that of each of them.
 *
 * Formula: near_k(x) = max(0, 1 - |F(x) - F(P_k)| / D), D the largest distance between two of F(P_1), F(P_2), F(P_3); in
 * 256 steps. A base whose three activations make no plane is left out.
 */
export async function measureSlices(state: LabState, slices: Slices): Promise<RunSlice[]> {
  const { options, preparation } = state;
  const { model, perturbAt: at, readAt } = options;
  const drawn = await drawnTypes(state, slices.corners);
  const found: RunSlice[] = [];
  for (let base = 0; base < Math.min(slices.bases, options.bases); base++) {
    const { tokens, base: origin } = preparation.bases[base]!;
    const [second, third] = slices.corners.map((type) => drawn.get(type)?.[base] ?? null);
    if (!second || !third) continue;
    const plane = planeOf(origin, second, third);
    if (plane === null) continue;
    const residual = await residualAt(model, tokens, at);
    const read = (last: LastRows) => model.resumeFrom({ residual, at, last, readAt });
    const corners = await read(stackRows<"row", "d_model">([origin, second, third]));
    const points = await read(pointsOf(plane, WINDOW));
    found.push({
      base,
      types: [...slices.corners],
      from: WINDOW.x[0],
      to: WINDOW.x[1],
      side: SIDE,
      third: plane.third.map((value) => Number(value.toPrecision(4))),
      near: Buffer.from(nearness(points, corners)).toString("base64"),
    });
  }
  return found;
}

function planeOf(...three: readonly [Activation, Activation, Activation]) {
  try {
    return planeThrough(...three);
  } catch (error) {
    if (error instanceof BagOfLatentsError) return null;
    throw error;
  }
}

/** Three bytes a point: how near its output is to that of each corner. Shape: [points x 3]. */
export function nearness(points: LastRows, corners: LastRows): Uint8Array {
  const ends = [0, 1, 2].map((k) => rowOf(corners, k));
  const widest = Math.max(
    distance(ends[0]!, ends[1]!),
    distance(ends[0]!, ends[2]!),
    distance(ends[1]!, ends[2]!),
  );
  const bytes = new Uint8Array(3 * points.rows);
  for (let n = 0; n < points.rows; n++)
    for (let k = 0; k < 3; k++) {
      const near = widest > 0 ? Math.max(0, 1 - distance(rowOf(points, n), ends[k]!) / widest) : 0;
      bytes[3 * n + k] = Math.round(255 * near);
    }
  return bytes;
}
