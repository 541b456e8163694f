import "../model/ort-telemetry.ts"; // first: what is started inherits it

import { CHECKOUT } from "../files/checkout.ts";
import { userFolder } from "../files/user-folder.ts";
import { tellEnd, watchEnds } from "./ends.ts";
import { EXIT } from "./exit-code.ts";

watchEnds();
try {
  // every path of the command line is of the folder where the user stands, and so is every path that is printed
  const folder = userFolder({ environment: process.env, cwd: process.cwd(), root: CHECKOUT });
  if (folder !== process.cwd()) process.chdir(folder);
  // imported here: what goes wrong while it loads is told as well
  const { createProgram } = await import("./program.ts");
  await createProgram(CHECKOUT).parseAsync();
} catch (error) {
  tellEnd(error);
  process.exitCode = EXIT.failed;
}
