import { Command } from "commander";
import { acceptCommand } from "./definitions/accept.ts";
import { benchCommand } from "./definitions/bench.ts";
import { curveCommand } from "./definitions/curve.ts";
import { doctorCommand } from "./definitions/doctor.ts";
import { goldenAcceptCommand } from "./definitions/golden-accept.ts";
import { inspectCommand } from "./definitions/inspect.ts";
import { mergeCommand } from "./definitions/merge.ts";
import { newCommand } from "./definitions/new.ts";
import { organismCommand } from "./definitions/organism.ts";
import { reproduceCommand } from "./definitions/reproduce.ts";
import { updateReadmeCommand } from "./definitions/update-readme.ts";
import { EXIT } from "./exit-code.ts";

/**
 * The whole command line of the checkout `root`.
 *
 * A definition says what can be typed and loads what it runs when it runs: `--help` must not wait for a runtime.
 */
export function createProgram(root: string): Command {
  const program = new Command("bag-of-latents")
    .description("A reproducibility harness for the claims of interpretability papers.")
    .showHelpAfterError("(add --help for usage)")
    .exitOverride((error) => {
      process.exit(error.exitCode === 0 ? 0 : EXIT.failed);
    });

  reproduceCommand(program, root);
  mergeCommand(program, root);
  organismCommand(program, root);
  inspectCommand(program);
  curveCommand(program);
  benchCommand(program);
  doctorCommand(program);
  acceptCommand(program, root);
  goldenAcceptCommand(program);
  newCommand(program, root);
  updateReadmeCommand(program, root);
  return program;
}
