import type { Arm } from "./arm.ts";
import type { ArmCurves } from "./measure.ts";

/** The unit of absolute steps, and whatever levels a paper's metrics need. Residual units unless the paper says other. */
export interface Scales {
  readonly step: number;
}

/** Which absolute step: that of the paper's text, or of the authors' own code where the two differ. */
export type Grid = "paper" | "authors";

/** What scales may depend on. */
export interface ScaleFacts {
  /** The model and the place are the paper's own: numbers that are tied to them hold. */
  readonly onSubject: boolean;
  readonly grid: Grid;
  /** Mean ‖T - A‖ over the run's real pairs, residual units. */
  readonly meanTargetDistance: number;
}

/** How a paper sets its step and levels on a model. */
export interface ScaleRule<S extends Scales = Scales> {
  /** What a report calls each of them, with its unit. */
  readonly words: Readonly<Record<keyof S & string, string>>;
  /** Arms off whose curves the levels are read: they are measured before any other. */
  readonly from: readonly Arm[];
  /** Known before any curve. */
  step(facts: ScaleFacts): number;
  /** Step and levels of a model at one place, from its facts and the curves of `from`. */
  of(facts: ScaleFacts, curvesOf: (arm: Arm) => ArmCurves): S;
}
