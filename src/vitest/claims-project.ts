import type { TestProjectInlineConfiguration } from "vitest/config";
import { defaultRunOptions } from "../run/run-options.ts";

/** The vitest project of the claims of a checkout, which are in `spec/claims`. */
export function claimsProject(root: string) {
  return {
    name: "claims",
    include: ["spec/claims/**/*.spec.ts"],
    // every paper's: what a run of the command tries where nothing is typed is the first paper's
    provide: { run: { ...defaultRunOptions(root), papers: null } },
    // One process for all claims: weights are loaded and prompts run once.
    maxWorkers: 1,
    sequence: { groupOrder: 1 },
    isolate: false,
    fileParallelism: false,
    // A claim that is the first to ask waits for the whole measurement.
    testTimeout: 24 * 60 * 60 * 1000,
  } satisfies TestProjectInlineConfiguration["test"];
}
