import type { Command } from "commander";
import { collect, parseConvention, parseTokens } from "../arguments.ts";
import type { InspectOptions } from "../commands/inspect.ts";
import { optionOf } from "../options.ts";

/** `inspect`: one prompt's residual stream, logits, loss and latents as JSON. */
export function inspectCommand(program: Command): void {
  program
    .command("inspect")
    .description("Print one prompt's residual stream, logits, loss and SAE latents as JSON.")
    .addOption(optionOf("model", { help: "GPT-2 directory, gpt2, or a Hub id", required: true }))
    .requiredOption("--tokens <ids>", "token ids, separated by commas", parseTokens)
    .option("--hook <name>", "residual-stream point to print, last position; may be repeated", collect)
    .option("--logits", "print the logits at the last position")
    .option("--loss", "print the mean next-token loss in nats")
    .option("--convention <name>", "raw or centred (default: the SAE's, raw without one)", parseConvention)
    .addOption(
      optionOf("sae", {
        help: "SAELens directory, release or release/hook: print the active latents at its hook",
      }),
    )
    .option(
      "--patch <name=file>",
      "replace the last position at a hook by a JSON vector; may be repeated",
      collect,
    )
    .addOption(optionOf("acceptChanged"))
    .addOption(optionOf("threads", { help: "threads of the runtime (default: the cores)", standard: null }))
    .addHelpText(
      "after",
      `
Examples:
  npm run -s cli -- inspect --model fixtures/organism --tokens 12,104,106 --hook blocks.1.hook_resid_pre
  npm run -s cli -- inspect --model fixtures/organism --tokens 12,104,106 --loss --patch blocks.1.hook_resid_pre=v.json`,
    )
    .action(async (options: InspectOptions) => {
      const { inspectNamed } = await import("../commands/inspect.ts");
      process.stdout.write(`${JSON.stringify(await inspectNamed(options))}\n`);
    });
}
