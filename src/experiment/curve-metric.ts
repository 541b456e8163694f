import type { Quantity } from "../stats/quantity.ts";
import type { PathOutput } from "./arm.ts";
import type { Perturbation } from "./perturbation.ts";
import type { Scales } from "./scales.ts";

/** Where a curve was measured. */
export interface CurveFacts<S extends Scales = Scales> {
  /** ‖target - start‖ of its path, residual units. */
  readonly distance: number;
  /** The same of the base's nearest target among the plan's `nearestAmong`; its own where the plan has none. */
  readonly nearest: number;
  readonly scales: S;
}

/** One number of a curve, with its words: lab, tables, claims and plots ask the same object. */
export interface CurveMetric<S extends Scales = Scales> extends Quantity {
  /** Unique within a paper: the key of its table in a report. */
  readonly key: string;
  readonly title: string;
  /** What the horizontal axis of its distributions counts. */
  readonly axis: string;
  /** One sentence: what is measured. */
  readonly meaning: string;
  /** What a base without the event did: "never blew up". */
  readonly never: string;
  readonly along: Perturbation;
  /** What is read along the path. */
  readonly output: PathOutput;
  /** The number; null where the curve does not show the event. Shape of curve: [points]. */
  of(curve: Float64Array, facts: CurveFacts<S>): number | null;
  /** Whether `of` looks at `nearest`: those targets are then measured before it is asked. Default: it does not. */
  readonly endsAtNearest?: boolean;
  /** Whether a value lies where the curve ends, so that the event may come later. Default: it never does. */
  atEnd?(value: number, curve: Float64Array, facts: CurveFacts<S>): boolean;
}
