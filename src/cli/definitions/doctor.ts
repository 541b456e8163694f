import type { Command } from "commander";
import { parseConvention } from "../arguments.ts";
import type { DoctorOptions } from "../commands/doctor.ts";
import { optionOf, refusalOf } from "../options.ts";

/** `doctor`: says whether a model and its SAE look healthy, and whether they are the paper's, and if not, why. */
export function doctorCommand(program: Command): void {
  program
    .command("doctor")
    .description(
      "Say whether a model and its SAE look healthy, and whether weights, SAE and runtime are the ones the paper used.",
    )
    .addOption(optionOf("model", { help: "GPT-2 directory, gpt2, or a Hub id", required: true }))
    .addOption(
      optionOf("sae", {
        help: "SAELens directory or release (default: the one in the model's directory; gpt2-small-res-jb for the published GPT-2 small)",
      }),
    )
    .addOption(refusalOf("sae", "none: the SAE's checks are not run (default for other models)"))
    .addOption(
      optionOf("prompts", {
        help: "prompts to look at it with, also for BOS tokens (default: the organism's language, English, or random tokens)",
      }),
    )
    .option("--expect <file>", "expected values (default: GPT-2 small with gpt2-small-res-jb)")
    .option("--convention <name>", "raw or centred (default: the SAE's, as in a run)", parseConvention)
    .addOption(optionOf("acceptChanged"))
    .addOption(optionOf("threads", { help: "threads of one matrix product" }))
    .addOption(optionOf("device", { help: "cpu, webgpu or cuda" }))
    .option("--json", "print the whole result as JSON")
    .addHelpText(
      "after",
      `
Exit code: 0 fine: nothing is bad, and what has the paper's shape is the paper's model; 1 something is bad, or a
model of the paper's shape has a trap sprung or other weights; 2 bad input or a file that cannot be had.

Examples:
  npm run doctor -- --model gpt2
  npm run doctor -- --model DIR --sae DIR
  npm run doctor -- --model DIR --sae DIR --json`,
    )
    .action(async (options: DoctorOptions) => {
      const { doctor } = await import("../commands/doctor.ts");
      process.exitCode = await doctor(options);
    });
}
