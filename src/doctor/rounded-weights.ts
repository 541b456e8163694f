import type { CheckResult } from "./check-result.ts";
import type { ExpectedValues } from "./expected-values.ts";
import type { Installation } from "./installation.ts";
import type { TrapFound } from "./traps.ts";

/** A median deviation above this, as a share of the expected value, is not the work of rounded weights. */
const LARGEST_ROUNDING = 0.1;

const IN_WORDS = {
  bfloat16: "bfloat16 numbers",
  float16: "float16 numbers",
  "8-bit": "among 256 levels or fewer",
} as const;

/** The trap that is seen on the weights and cannot be undone. */
export function quantisedTrap(evidence: string): TrapFound {
  return {
    name: "quantised weights",
    evidence,
    hint: "Hint: use the published float32 checkpoint; weights that were rounded cannot be restored.",
  };
}

/** Weights on a coarser grid than expected, with what that leaves unexplained; null when they are not. */
export function roundedWeights(
  { grid }: Installation,
  { checks }: ExpectedValues,
  failing: readonly CheckResult[],
): { readonly trap: TrapFound; readonly summary: string } | null {
  const expected = checks.find(({ measure }) => measure.kind === "setting" && measure.of === "weights");
  if (grid.kind === "float32" || expected?.expected === grid.kind) return null;
  const deviation = medianDeviation(failing);
  return {
    trap: quantisedTrap(
      `all values of ${grid.matrices} of the ${grid.of} matrices in the blocks are ${IN_WORDS[grid.kind]}`,
    ),
    summary:
      deviation > LARGEST_ROUNDING
        ? `Sprung: quantised weights. Rounding alone does not explain a median deviation of ${(100 * deviation).toPrecision(2)} %.`
        : "Sprung: quantised weights.",
  };
}

/** Median of |measured - expected| / |expected| over the failing checks with a relative tolerance; 0 without any. */
function medianDeviation(failing: readonly CheckResult[]): number {
  const shares = failing
    .filter(({ tolerance }) => tolerance !== null && "rel" in tolerance)
    .map(({ measured, expected }) => Math.abs(Number(measured) / Number(expected) - 1))
    .sort((a, b) => a - b);
  return shares[Math.floor(shares.length / 2)] ?? 0;
}
