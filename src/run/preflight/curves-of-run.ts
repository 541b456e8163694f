/** How many curves a run of the project's own paper measures: known before a claim is loaded. */

/**
 * Curves of each base beyond the batch that every report shows: those that only controls ask for, with an SAE and
 * without, and those on each base beyond the run's where a claim asks for more. A spec counts them on the claims.
 */
export const CURVES = {
  withSae: { batch: 15, controls: 9, beyond: 8 },
  withoutSae: { batch: 6, controls: 6, beyond: 2 },
} as const;

/** What decides how many curves a run has. */
export interface CurvesOfRun {
  readonly bases: number;
  /** Bases of claims that ask for more, the run's own included. */
  readonly moreBases: number;
  readonly hasSae: boolean;
  /** Share of the claims that are run, 0..1. */
  readonly share: number;
}

/** About how many curves are measured in all. */
export function curvesOfRun({ bases, moreBases, hasSae, share }: CurvesOfRun): number {
  const { batch, controls, beyond } = hasSae ? CURVES.withSae : CURVES.withoutSae;
  return bases * (batch + Math.ceil(controls * share)) + Math.max(0, moreBases - bases) * beyond;
}
