import { join } from "node:path";
import type { Paper } from "../paper/paper.ts";
import { listedPapers } from "../papers/listed.ts";
import type { RunOptions } from "./run-options.ts";

/** The papers whose claims a run tries, in the order of the list. */
export function papersOfRun({ papers: chosen }: Pick<RunOptions, "papers">): readonly Paper[] {
  const papers = listedPapers();
  return chosen === null ? papers : papers.filter(({ id }) => chosen.includes(id));
}

/** Where a paper's report goes: the first paper of a run has the run's folder, every further one a folder in it. */
export function folderOf(run: Pick<RunOptions, "papers" | "out">, paper: string): string {
  return papersOfRun(run)[0]?.id === paper ? run.out : join(run.out, paper);
}

/** The report of the shipped organism in version control, from the checkout. */
export const COMMITTED_REPORT = "reports/organism";

/** Where a paper's report in version control is, from the checkout: that of a run of every paper, `first` being the first. */
export function committedFolderOf(paper: string, first = papersOfRun({ papers: null })[0]?.id): string {
  return paper === first ? COMMITTED_REPORT : join(COMMITTED_REPORT, paper);
}
