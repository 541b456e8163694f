import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { sideBySide } from "./support/side-by-side.mjs";

/**
 * `npm test`: the specs, and the claims beside them, each in a vitest of its own. The claims measure in one process, which
 * leaves a core idle whenever it judges.
 *
 * With arguments (`npm test -- spec/unit/stats`), or where times are to be written, one vitest runs all that is asked for.
 */
const asked = process.argv.slice(2);
const vitest = join(dirname(createRequire(import.meta.url).resolve("vitest/package.json")), "vitest.mjs");
const run = (...more) => [process.execPath, vitest, "run", "--configLoader", "runner", ...more];
const nothing = [process.execPath, "-e", ""];
process.exitCode =
  asked.length > 0 || process.env["SPEC_TIMES"]
    ? await sideBySide(run(...asked), nothing)
    : await sideBySide(run("--project", "specs"), run("--project", "claims"));
