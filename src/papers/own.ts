import { MORE_BASES, PAPER } from "./synthetic-activations/setup.ts";

/**
 * What the command line says of the project's own paper before any paper is loaded: its help must not wait for
 * generators and metrics.
 */
export const OWN = {
  id: "synthetic-activations",
  subject: PAPER.subject,
  hook: PAPER.perturbAt,
  bases: PAPER.bases as number,
  moreBasesTimes: MORE_BASES,
} as const;
