import { existsSync } from "node:fs";
import { join } from "node:path";
import { inject } from "vitest";
import type { Evidence } from "../claim/evidence.ts";
import { BagOfLatentsError } from "../errors/index.ts";
import { CHECKOUT, IS_INSTALLED } from "../files/checkout.ts";
import { readReport } from "../files/report-files.ts";
import { repositoryStore } from "../golden/golden-store.ts";
import { organismDifferences } from "../golden/organism-golden.ts";
import type { Report } from "../report/report.generated.ts";
import { committedFolderOf } from "../run/papers-of-run.ts";

/** Where a criterion of the run of the shipped organism differs from its golden and its paper's committed report. */
export async function differencesOf(evidence: Evidence, weightsDigest: string): Promise<readonly string[]> {
  const publishedIn = committedFolderOf(evidence.paper, inject("firstPaper"));
  const file = join(CHECKOUT, publishedIn, "report.json");
  let published: Report | null = null;
  let unreadable: string[] = [];
  try {
    if (existsSync(file)) published = await readReport(file);
  } catch (error) {
    if (!(error instanceof BagOfLatentsError)) throw error;
    unreadable = [`${error.message}\n${error.hint}`]; // one more difference: the golden is compared all the same
  }
  const store = repositoryStore();
  const differences = organismDifferences(evidence, { store, weightsDigest, published, publishedIn });
  // a project that has accepted nothing is held to nothing; what it may accept has been put aside all the same
  if (IS_INSTALLED && !existsSync(join(store.goldenDirectory, "organism"))) return unreadable;
  return [...differences, ...unreadable];
}
