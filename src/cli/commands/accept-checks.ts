import { existsSync } from "node:fs";
import { join } from "node:path";
import { checkOutFolder } from "../../run/out/out-folder.ts";
import { NOTHING_TYPED } from "../../run/run-options.ts";
import { runClaims } from "../../vitest/run-claims.ts";
import { runSpecs } from "../../vitest/run-specs.ts";
import { onEnd } from "../ends.ts";
import { tellError } from "../tell.ts";
import type { Checks } from "./accept.ts";
import { openRun } from "./reproduce.ts";

/** The goldens of the generators that ship; a project that uses the package has none. */
const GENERATORS = "spec/golden/generators.spec.ts";

/** What makes the report in version control again; the report says so. */
const COMMAND = "npm run reproduce -- --publish";

/** The checks behind the goldens of generators and organism. The reports of the run go where `reproduce` puts them. */
export async function checksOf(root: string): Promise<Checks> {
  const run = { ...(await openRun(root, NOTHING_TYPED)), papers: null }; // every paper's
  return {
    generators: async () => (existsSync(join(root, GENERATORS)) ? runSpecs(root, [GENERATORS]) : []),
    async claims() {
      await checkOutFolder(root, run);
      return runClaims(run, { root, command: COMMAND, onWarning: tellError, onEnd });
    },
  };
}
