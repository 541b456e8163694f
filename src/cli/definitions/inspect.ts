import type { Command } from "commander";
import { collect, parseConvention, parseTokens } from "../arguments.ts";
import type { InspectCommandOptions } from "../commands/inspect.ts";
import { optionOf } from "../options.ts";

/** What was typed; model null: the organism that ships. */
type Typed = Omit<InspectCommandOptions, "model"> & { readonly model: string | null };

/** `inspect`: one prompt's residual stream, logits, loss and latents, as JSON or as tables. */
export function inspectCommand(program: Command, root: string): void {
  program
    .command("inspect")
    .description(
      "Print one prompt's residual stream, loss, predictions and SAE latents: tables, or what is asked for (else loss and next tokens) as JSON in a pipe.",
    )
    .addOption(
      optionOf("model", { help: "GPT-2 directory, gpt2, or a Hub id (default: the organism that ships)" }),
    )
    .option("--tokens <ids>", "the prompt as token ids, separated by commas", parseTokens)
    .option("--text <text>", "the prompt in words")
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
    .option("--plot [file.svg]", "draw the stream's norm by block in the terminal, or into an SVG file")
    .option("--json", "print one JSON object, as in a pipe")
    .addOption(optionOf("threads", { help: "threads of the runtime (default: the cores)", standard: null }))
    .addHelpText(
      "after",
      `
Examples:
  npm run -s cli -- inspect --text "the many she was" --sae fixtures/organism/sae/blocks.1.hook_resid_pre
  npm run -s cli -- inspect --tokens 12,104,106 --hook blocks.1.hook_resid_pre
  npm run -s cli -- inspect --model fixtures/organism --tokens 12,104,106 --loss --patch blocks.1.hook_resid_pre=v.json`,
    )
    .action(async ({ model, ...options }: Typed) => {
      const { organismPlace } = await import("../../run/run-options.ts");
      const { inspectCommandText } = await import("../commands/inspect.ts");
      process.stdout.write(
        await inspectCommandText(
          { ...options, model: model ?? organismPlace(root).model.dir },
          {
            isTerminal: process.stdout.isTTY === true,
            say: (sentence) => process.stderr.write(`${sentence}\n`),
          },
        ),
      );
    });
}
