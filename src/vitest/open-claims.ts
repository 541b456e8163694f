import { join } from "node:path";
import type { ViteUserConfig } from "vitest/config";
import { createVitest, type Reporter, type Vitest } from "vitest/node";
import { defaultCacheDirectory } from "../files/cache-directory.ts";
import { claimsProject } from "./claims-project.ts";
import { compiledForClaims, importCompiled } from "./compiled-claims.ts";
import { CONFIG_LOADER } from "./config-loader.ts";
import { SpecsInOrder } from "./specs-in-order.ts";

/**
 * Vitest with the project `claims` of the checkout `root` and no other, not started yet.
 *
 * Where the claims can be run with compiled code nothing is read for it: a configuration in a file has one vite server for
 * itself and one for each project, and is loaded for each. Else vitest reads that of the checkout.
 */
export async function openClaims(root: string, reporter: Reporter): Promise<Vitest> {
  const compiled = compiledForClaims(root);
  const options = { root, watch: false, reporters: [reporter], passWithNoTests: true };
  return compiled === null
    ? createVitest("test", { ...options, project: ["claims"], configLoader: CONFIG_LOADER })
    : createVitest("test", { ...options, config: false }, claimsAlone(root, compiled));
}

/** What `vitest.config.ts` says of the project `claims`, where it is the only one. */
function claimsAlone(root: string, compiled: string): ViteUserConfig {
  return {
    plugins: [importCompiled(compiled)],
    // not beside the packages: the checkout may be another user's
    cacheDir: join(defaultCacheDirectory(), "vitest"),
    test: {
      ...claimsProject(root),
      // onnxruntime needs real typed arrays: vmThreads and vmForks give it those of another realm.
      pool: "forks",
      sequence: { sequencer: SpecsInOrder },
      server: { deps: { external: [/bag-of-latents-code-/] } },
    },
  };
}
