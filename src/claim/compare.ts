import type { Threshold } from "./criterion.ts";

/** Units of numbers that stand alone. */
const WITHOUT_UNIT: readonly string[] = ["", "1", "probability", "ratio"];

/**
 * Where an interval lies to a threshold.
 *
 * `unit`: of the statistic; it is said where a number of it is, and without an effect a ratio is 1 and all else 0.
 *
 * supported: all of it is beyond the threshold. contradicted: all of it is short of it. inconclusive: it straddles.
 */
export function compare(
  threshold: Threshold,
  [low, high]: readonly [number, number],
  unit = "",
): { readonly verdict: "supported" | "contradicted" | "inconclusive"; readonly reason: string } {
  const of = WITHOUT_UNIT.includes(unit) ? "" : ` ${unit}`;
  if ("above" in threshold) {
    const { above: limit } = threshold;
    const edge = `${limit}${limit === 1 ? of.replace(/s$/, "") : of}`;
    if (low > limit) return { verdict: "supported", reason: `The whole interval is above ${edge}.` };
    if (high < limit) {
      const none = unit === "ratio" ? 1 : 0;
      const how =
        high < none
          ? `opposite ${none === 0 ? "sign" : "direction"}`
          : low > none
            ? "right direction, too small"
            : "no clear direction, too small";
      return { verdict: "contradicted", reason: `The whole interval is below ${edge}: ${how}.` };
    }
    return { verdict: "inconclusive", reason: `The interval straddles ${edge}.` };
  }
  const limit = threshold.within;
  const edge = `±${limit}${of}`;
  if (low > -limit && high < limit)
    return { verdict: "supported", reason: `The whole interval is inside ${edge}.` };
  if (low > limit || high < -limit)
    return { verdict: "contradicted", reason: `The whole interval is outside ${edge}.` };
  return { verdict: "inconclusive", reason: `The interval straddles an end of ${edge}.` };
}
