import { join } from "node:path";
import type { ViteUserConfig } from "vitest/config";
import { defaultCacheDirectory } from "../files/cache-directory.ts";
import { CHECKOUT } from "../files/checkout.ts";
import type { Paper } from "../paper/paper.ts";
import { listPapers } from "../papers/listed.ts";
import ClaimReporter from "./claim-reporter.ts";
import { claimsProject } from "./claims-project.ts";

/** What the ledgers of papers lack, for a spec of a repository with papers of its own. */
export { lackingInLedgers } from "./ledgers.ts";

/** The reporter that turns what claims leave into report folders. */
export { ClaimReporter };

/**
 * The vitest configuration of a repository with papers of its own: a project `claims`, whose run is written as a report,
 * and a project `specs` of every other file `spec/…/*.spec.ts`.
 *
 * In `vitest.config.ts`: `export default defineConfig(ownPapers(papers))`, with the list of `src/papers/index.ts`. `bases`:
 * those of a run of vitest, where it is to be quicker than the registered run with its 1000; no verdict is expected of it
 * then.
 */
export function ownPapers(
  papers: readonly Paper[],
  { bases }: { readonly bases?: number } = {},
): ViteUserConfig {
  listPapers(papers);
  const claims = claimsProject(CHECKOUT);
  const run = { ...claims.provide.run, ...(bases !== undefined && { bases }) };
  const first = papers[0]?.id;
  return {
    // not beside the packages: they may be another user's
    cacheDir: join(defaultCacheDirectory(), "vitest-own"),
    test: {
      // onnxruntime needs real typed arrays: vmThreads and vmForks give it those of another realm.
      pool: "forks",
      passWithNoTests: true,
      reporters: ["default", new ClaimReporter({ root: CHECKOUT })],
      server: { deps: { external: [/\/bag-of-latents\/dist\//] } }, // also where the package is linked
      projects: [
        {
          extends: true,
          test: {
            name: "specs",
            include: ["spec/**/*.spec.ts"],
            exclude: ["spec/claims/**"],
            sequence: { groupOrder: 0 },
          },
        },
        {
          extends: true,
          test: {
            ...claims,
            provide: { run, ...(first !== undefined && { firstPaper: first }) },
          },
        },
      ],
    },
  };
}
