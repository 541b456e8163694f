import { Command } from "commander";
import { EXIT } from "../vitest/run-claims.ts";
import { benchCommand } from "./commands/bench.ts";
import { curveCommand } from "./commands/curve.ts";
import { doctorCommand } from "./commands/doctor.ts";
import { goldenAcceptCommand } from "./commands/golden-accept.ts";
import { inspectCommand } from "./commands/inspect.ts";
import { mergeCommand } from "./commands/merge.ts";
import { newCommand } from "./commands/new.ts";
import { organismCommand } from "./commands/organism.ts";
import { reproduceCommand } from "./commands/reproduce.ts";
import { updateReadmeCommand } from "./commands/update-readme.ts";

/** The whole command line. `root`: the checkout it belongs to. */
export function createProgram(root: string): Command {
  const program = new Command("bag-of-latents")
    .description("A reproducibility harness for claims about GPT-2's activations (arXiv 2409.15019).")
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
  goldenAcceptCommand(program);
  newCommand(program, root);
  updateReadmeCommand(program, root);
  return program;
}
