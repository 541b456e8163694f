/** The text of `metrics/index.ts`. */
export function metricsIndexTemplate(): string {
  return `import { halfWayStep } from "./half-way-step.ts";

/** The metrics that every report of this paper shows, in the order of the page. */
export const metrics = [halfWayStep] as const;
`;
}
