import type { Paper } from "../paper/paper.ts";
import { papers } from "./index.ts";

let own: readonly Paper[] | null = null;

/** The papers whose claims are tested: those of the user's project where the package is installed, else those that ship. */
export function listedPapers(): readonly Paper[] {
  return own ?? papers;
}

/** Has the papers of a project stand in the place of those that ship, in this process. */
export function listPapers(papers: readonly Paper[]): void {
  own = papers;
}
