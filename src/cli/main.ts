import { fileURLToPath } from "node:url";
import { BagOfLatentsError } from "../errors/index.ts";
import { EXIT } from "../vitest/run-claims.ts";
import { createProgram } from "./program.ts";

/** The checkout this file belongs to. */
const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/[\\/]$/, "");

try {
  await createProgram(root).parseAsync();
} catch (error) {
  if (!(error instanceof BagOfLatentsError)) throw error;
  process.stderr.write(`${error.message}\n${error.hint}\n`);
  process.exitCode = EXIT.failed;
}
