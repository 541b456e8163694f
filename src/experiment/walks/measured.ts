import type { BagOfLatentsError } from "../../errors/index.ts";
import { InvalidInputError, NonFiniteError } from "../../errors/index.ts";
import type { Activation } from "../../math/vec.ts";
import type { Arm } from "../arm.ts";
import type { TypeDraw } from "../draw.ts";
import type { Path, PathContext } from "../perturbation.ts";

/** The activation of a type for one base, from a named stream. */
export type Draw = (type: TypeDraw, stream?: string) => Activation;

/** A curve and how long its path is; of several positions the means over them. */
export interface MeasuredCurve {
  /** Shape: [points]. */
  readonly curve: Float64Array;
  readonly length: number;
}

/** What came of an arm on one base: its curve, or why there is none, in a sentence. */
export type Measured = MeasuredCurve | string;

/** The path of an arm, or why there is none: a fact of its base, never of the run. */
export function pathOf({ perturbation }: Arm, context: PathContext): Path | BagOfLatentsError {
  try {
    return perturbation.path(context);
  } catch (error) {
    if (error instanceof InvalidInputError || error instanceof NonFiniteError) return error;
    throw error;
  }
}

/** Why a path whose target is where it starts has no curve. */
export const NOWHERE_TO_GO =
  "Its path has nowhere to go: no target could be drawn, or it is where the path starts.";
