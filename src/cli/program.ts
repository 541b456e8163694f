import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { shippedIn } from "../files/checkout.ts";
import { acceptCommand } from "./definitions/accept.ts";
import { acrossCommand } from "./definitions/across.ts";
import { benchCommand } from "./definitions/bench.ts";
import { compareCommand } from "./definitions/compare.ts";
import { curveCommand } from "./definitions/curve.ts";
import { doctorCommand } from "./definitions/doctor.ts";
import { galleryCommand } from "./definitions/gallery.ts";
import { goldenAcceptCommand } from "./definitions/golden-accept.ts";
import { initCommand } from "./definitions/init.ts";
import { inspectCommand } from "./definitions/inspect.ts";
import { mergeCommand } from "./definitions/merge.ts";
import { newCommand } from "./definitions/new.ts";
import { organismCommand } from "./definitions/organism.ts";
import { registerCommand } from "./definitions/register.ts";
import { replicatesCommand } from "./definitions/replicates.ts";
import { reproduceCommand } from "./definitions/reproduce.ts";
import { updateReadmeCommand } from "./definitions/update-readme.ts";
import { verifyCommand } from "./definitions/verify.ts";
import { EXIT } from "./exit-code.ts";
import { forgottenDashes, mistypedOption } from "./mistyped.ts";
import { hasOwnPapers, loadOwnPapers } from "./own-papers.ts";

/**
 * The whole command line of the checkout `root`, or of a project that the package is installed in.
 *
 * A definition says what can be typed and loads what it runs when it runs: `--help` must not wait for a runtime.
 */
export function createProgram(root: string): Command {
  const program: Command = new Command("bag-of-latents")
    .description("A reproducibility harness for the claims of interpretability papers.")
    .option("-V, --version", "print the version")
    .on("option:version", () => {
      process.stdout.write(`${versionOf(root)}\n`);
      process.exit(EXIT.asExpected);
    })
    .showHelpAfterError("(add --help for usage)")
    .exitOverride((error) => {
      process.exit(error.exitCode === 0 ? 0 : EXIT.failed);
    })
    .hook("preSubcommand", (_program, command) => refuseMistyped(command, program.args.slice(1)))
    .hook("preAction", (_program, command: Command): Promise<void> | undefined =>
      command.name() !== "init" && hasOwnPapers(root) ? loadOwnPapers(root) : undefined,
    );

  reproduceCommand(program, root);
  mergeCommand(program, root);
  replicatesCommand(program, root);
  acrossCommand(program);
  compareCommand(program, root);
  galleryCommand(program);
  organismCommand(program, root);
  inspectCommand(program, root);
  curveCommand(program, root);
  benchCommand(program, root);
  doctorCommand(program);
  acceptCommand(program, root);
  goldenAcceptCommand(program);
  registerCommand(program, root);
  newCommand(program, root);
  initCommand(program);
  updateReadmeCommand(program, root);
  verifyCommand(program, root);
  return program;
}

/** Ends with one sentence where an option is not the command's, or went to npm. */
function refuseMistyped(command: Command, words: readonly string[]): void {
  const mistyped = mistypedOption(command, words);
  if (mistyped) {
    const { flag, meant } = mistyped;
    command.error(`error: unknown option '${flag}'${meant === null ? "" : `\n(Did you mean ${meant}?)`}`, {
      code: "commander.unknownOption",
    });
  }
  const again = forgottenDashes(command, words, process.env);
  if (again !== null)
    command.error(
      `error: npm took the options for itself: what is meant for ${command.name()} stands behind a --\nHint: ${again}`,
      { code: "bag-of-latents.npmOption" },
    );
}

/** The version of this program. */
function versionOf(root: string): string {
  return (JSON.parse(readFileSync(join(shippedIn(root), "package.json"), "utf8")) as { version: string })
    .version;
}
