import { MIN_BASES_FOR_VERDICT } from "../../limits.ts";

/**
 * What can be decided with this many bases, a sentence each.
 *
 * The rule is the judge's: fewer than 200 bases give no verdict. The shares are those that
 * `spec/unit/stats/decision-rules.spec.ts` and, for E5 at 7000 bases, `family-rules.spec.ts` simulate on the authors' distributions; nothing was simulated for other numbers, and there only the width of an interval is known.
 */
export function decidable(run: {
  readonly bases: number;
  readonly moreBases: number;
  readonly registered: number;
  readonly hasSae: boolean;
  readonly shard: boolean;
  /** Whether all of the paper's claims run: what was simulated is told of them together. */
  readonly everyClaim: boolean;
}): readonly string[] {
  const { bases, moreBases, registered, hasSae, shard, everyClaim } = run;
  if (shard) return ["nothing: a shard measures its share of the bases, and merge judges"];
  if (bases < MIN_BASES_FOR_VERDICT)
    return [
      `nothing: a verdict needs ${MIN_BASES_FOR_VERDICT} bases, so with ${bases} every criterion comes out inconclusive`,
    ];
  const wider = Math.sqrt(registered / bases);
  const verdicts =
    bases === registered
      ? `every criterion may get a verdict: ${bases} bases, the number that was registered`
      : bases < registered
        ? `every criterion may get a verdict, but intervals are about ${wider.toFixed(1)} times as wide as at the registered ${registered}: more of them straddle their threshold and are inconclusive`
        : `every criterion may get a verdict, with intervals about ${(1 / wider).toFixed(1)} times as narrow as at the registered ${registered}`;
  const simulated = [
    `${bases === registered ? "found at" : `not simulated for ${bases} bases; found at`} ${registered} bases, if effects are the authors': E2, E3, E8, E9 and E10 in over 99 % of runs; of E1, E6, E7, E11 to E17 and F2 to F4 no rate was simulated`,
    `E5 (a difference of distances, relative step): in 57 % of runs at 1000 bases, and its hypothesis, with bounds that hold for all primary criteria, in 98 % at 7000; it gets ${moreBases} here`,
  ];
  return [
    verdicts,
    ...(everyClaim ? simulated : []),
    ...(hasSae
      ? []
      : [
          "not-run without an SAE: every criterion that needs latents (E3, E5 to E8, E10, E14, E15, E17, F4, part of E9 and E11 to E13)",
        ]),
  ];
}
