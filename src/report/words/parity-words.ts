import type { DeviceParity } from "../report.generated.ts";
import { count, formatNumber } from "./format.ts";

/** "Parity with the cpu on 8 bases: vectors within 2 × 10⁻⁶, ...; 0 of 16 max slope steps moved." */
export function parityText(parity: DeviceParity): string {
  const { bases, curves, tolerance, divergenceTolerance, movedMaxSlopeSteps } = parity;
  const within = (value: number) => formatNumber(value, 2);
  return `Parity with the cpu on ${count(bases, "base")}: vectors within ${within(parity.vectorDifference)} and L2 curves within ${within(parity.curveDifference)} (tolerated ${within(tolerance)}), KL within ${within(parity.divergenceDifference)} nats (tolerated ${within(divergenceTolerance)}); ${formatNumber(movedMaxSlopeSteps)} of ${formatNumber(curves)} max slope steps moved.`;
}
