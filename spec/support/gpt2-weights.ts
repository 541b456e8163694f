import { join } from "node:path";
import type { TestContext } from "vitest";
import { HubOfflineError } from "../../src/errors/index.ts";
import { fetchResolved } from "../../src/hub/fetch-release.ts";
import { hubEnvironment } from "../../src/hub/hub-environment.ts";
import { hubTools } from "../../src/hub/hub-tools.ts";
import { type Resolved, resolveModel, resolveSae } from "../../src/hub/resolve-release.ts";
import { PAPER } from "../../src/papers/synthetic-activations/setup.ts";
import { temporaryFolder } from "./files.ts";

/** A directory to run specs on, or why there is none. */
export type Found = { readonly dir: string } | { readonly notRun: string };

/** What the environment says: by name, as in `process.env`, and the home folder. */
export interface Here {
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}

/**
 * GPT-2 small as published: the directory that BOL_GPT2_DIR names, else `gpt2` from the Hub's cache. Nothing is fetched.
 *
 * A directory that was named is taken as it is: a wrong one must fail, not be passed over.
 * Throws: HubHashError when the cache holds other bytes under the pinned commit.
 */
export function findGpt2Small(here: Here): Promise<Found> {
  return findRelease(
    here,
    "BOL_GPT2_DIR",
    resolveModel("gpt2", () => false),
  );
}

/** The paper's SAE for it: BOL_SAE_DIR, else `gpt2-small-res-jb` from the cache. Throws: as `findGpt2Small`. */
export function findPapersSae(here: Here): Promise<Found> {
  return findRelease(
    here,
    "BOL_SAE_DIR",
    resolveSae("gpt2-small-res-jb", PAPER.perturbAt, () => false),
  );
}

/** The directory; without one the test is skipped with the reason, so that it counts as not run and never as passed. */
export function dirOrSkip(found: Found, context: TestContext): string {
  return "dir" in found ? found.dir : context.skip(found.notRun);
}

/** The directory a variable names, else a release from the cache. Throws: as `findGpt2Small`. */
export async function findRelease(
  { variables, home }: Here,
  variable: string,
  resolved: Resolved,
): Promise<Found> {
  const named = variables[variable];
  if (named) return { dir: named };
  const environment = { ...hubEnvironment(variables, home), offline: true };
  try {
    const lockFile = join(temporaryFolder(), "lock.json");
    const { dir } = await fetchResolved(resolved, { tools: hubTools({ environment }), lockFile });
    return { dir };
  } catch (error) {
    if (!(error instanceof HubOfflineError) || resolved.from !== "hub") throw error;
    const { repo, revision } = resolved.files[0]!;
    const missing = `${repo} at ${revision.slice(0, 12)}`;
    return { notRun: `not-run: ${variable} is not set, and ${environment.cacheDir} lacks ${missing}` };
  }
}
