import { readdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { folderInMemory } from "./support/in-memory.mjs";
import { sideBySide } from "./support/side-by-side.mjs";
import { isRecorded, WHOLE } from "./support/whole/record.mjs";

/**
 * `npm test`: the specs, and the claims beside them. Claims measure in one process: those of the two papers that have most
 * of them in one vitest, those of the rest in another after the specs, so that two cores end at about the same time.
 *
 * The specs of `spec/whole`, which run the product as a whole, are left out where the record says that they passed on all
 * that is there; `FULL=1` runs them whatever it says. With arguments (`npm test -- spec/unit/stats`), or where times are to
 * be written, one vitest runs all that is asked for.
 */
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const asked = process.argv.slice(2);
const vitest = join(dirname(createRequire(import.meta.url).resolve("vitest/package.json")), "vitest.mjs");
const run = (...more) => [process.execPath, vitest, "run", "--configLoader", "runner", ...more];
if (asked.length > 0 || process.env["SPEC_TIMES"]) process.exitCode = await sideBySide([run(...asked)], []);
else {
  const known = !process.env["FULL"] && isRecorded(root);
  const whole = known ? [] : ["--project", "whole"];
  const papers = claimFolders();
  const claims = (folders) => (folders.length === 0 ? [] : [run("--project", "claims", ...folders)]);
  // a whole installation may hold programs, and memory is often mounted so that none can be started from it
  const temporary = known ? folderInMemory() : null;
  if (temporary !== null) process.env["TMPDIR"] = temporary;
  process.exitCode = await sideBySide(
    [run("--project", "specs", ...whole), ...claims(papers.slice(2))],
    claims(papers.slice(0, 2)),
  );
  if (temporary !== null) rmSync(temporary, { recursive: true, force: true });
  if (known)
    process.stdout.write(
      `\n${WHOLE} was left out: nothing that it runs or reads has changed since it passed (npm run test:whole runs it).\n`,
    );
}

/** The folders of claims, one a paper, from the one with most files. */
function claimFolders() {
  const claims = join(root, "spec/claims");
  const sized = readdirSync(claims).map((paper) => ({
    folder: `spec/claims/${paper}/`,
    files: readdirSync(join(claims, paper)).length,
  }));
  return sized.sort((a, b) => b.files - a.files).map(({ folder }) => folder);
}
