import { coordinateMean } from "../math/vec.ts";
import type { ResidualConvention } from "./language-model.ts";

/**
 * One raw residual vector written in a convention.
 *
 * raw: r. centred: r - mean(r) + `mean`, where `mean` is the mean over d_model of the vector last put at this
 * position, and 0 at a position that was never replaced. The raw graph serves both because a block's output does not
 * see the mean of its input. When r is the replaced vector itself, it comes back with the same bits.
 */
export function writeResidual(
  raw: Float32Array,
  convention: ResidualConvention,
  mean: number,
  out: Float32Array,
): void {
  if (convention === "raw") {
    out.set(raw);
    return;
  }
  const shift = mean - coordinateMean(raw);
  for (let i = 0; i < raw.length; i++) out[i] = raw[i]! + shift;
}
