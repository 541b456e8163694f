/** How many curves a run of the project's own paper measures: known before a claim is loaded. */

/**
 * Curves of each base beyond the batch that every report shows, with an SAE and without: those of controls, planted
 * effects and what stands beside; those on each base beyond the run's where a claim asks for more; and those that only
 * the paper's ladder asks for, in runs of all its claims. A spec counts them on the claims.
 */
export const CURVES = {
  withSae: { batch: 25, controls: 40, beyond: 12, ladder: 18 },
  withoutSae: { batch: 10, controls: 16, beyond: 6, ladder: 0 },
} as const;

/** What decides how many curves a run has. */
export interface CurvesOfRun {
  readonly bases: number;
  /** Bases of claims that ask for more, the run's own included. */
  readonly moreBases: number;
  readonly hasSae: boolean;
  /** Share of the claims that are run, 0..1. */
  readonly share: number;
  /** Whether all claims are run, and the ladder with them. */
  readonly ladder: boolean;
}

/** About how many curves are measured in all. */
export function curvesOfRun({ bases, moreBases, hasSae, share, ladder: climbs }: CurvesOfRun): number {
  const { batch, controls, beyond, ladder } = hasSae ? CURVES.withSae : CURVES.withoutSae;
  const ofBase = batch + Math.ceil(controls * share) + (climbs ? ladder : 0);
  return bases * ofBase + Math.max(0, moreBases - bases) * beyond;
}
