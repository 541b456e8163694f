import { InvalidInputError } from "../errors/index.ts";
import { coordinateMean } from "../math/vec.ts";
import type { ModelFamily } from "./family.ts";
import type { ResidualConvention } from "./language-model.ts";

/**
 * One raw residual vector written in a convention.
 *
 * raw: r. centred: r - mean(r) + `mean`, where `mean` is the mean over d_model of the vector last put at this
 * position, and 0 at a position that was never replaced. The raw graph serves both because the blocks of a family that
 * has the centred convention do not see the mean of their input. When r is the replaced vector itself, it comes back with the same bits.
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

/** Throws: InvalidInputError for a convention in which a family's streams cannot be written. */
export function checkConvention(
  convention: ResidualConvention,
  { title, conventions }: Pick<ModelFamily, "title" | "conventions">,
): void {
  if (conventions.includes(convention)) return;
  throw new InvalidInputError({
    what: "the residual convention",
    got: convention,
    want: `${conventions.join(" or ")}, as ${title} has it`,
    hint: `Hint: a block of ${title} sees the mean over d_model, so taking it out would change what the model computes.`,
  });
}
