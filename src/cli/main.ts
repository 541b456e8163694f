import { BagOfLatentsError } from "../errors/index.ts";
import { CHECKOUT } from "../files/checkout.ts";
import { EXIT } from "./exit-code.ts";
import { createProgram } from "./program.ts";

try {
  await createProgram(CHECKOUT).parseAsync();
} catch (error) {
  if (!(error instanceof BagOfLatentsError)) throw error;
  process.stderr.write(`${error.message}\n${error.hint}\n`);
  process.exitCode = EXIT.failed;
}
