import type { Shown } from "../../src/experiment/record.ts";
import type { Paper } from "../../src/paper/paper.ts";

/** What the report of a paper shows, of a made-up run. */
export function shownOf({ id, arxiv, title, subject, metrics, perturbations, types }: Paper): Shown {
  const { key, name, hook } = subject;
  return {
    paper: { id, arxiv, title, subject: { key, name, hook } },
    kind: "other",
    promptSource: "made up",
    promptNotes: [],
    metrics,
    perturbations,
    types,
  };
}
