/** How many curves a run of the project's own paper measures: known before a claim is loaded. */

/**
 * Curves of each base beyond the batch that every report shows, with an SAE and without: those of controls, planted
 * effects and what stands beside; and those on each base beyond the run's where a claim asks for more. A spec counts them on the claims.
 */
export const CURVES = {
  withSae: { batch: 15, controls: 21, beyond: 12 },
  withoutSae: { batch: 6, controls: 7, beyond: 6 },
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
