import type { Command } from "commander";
import { InvalidInputError } from "../../errors/index.ts";
import type { Output } from "../../experiment/arm.ts";
import { MAX_POINTS, MAX_STEP } from "../../limits.ts";
import { OWN } from "../../papers/own.ts";
import { parseChoice, parseCount } from "../../run/parse-option.ts";
import { parseConvention } from "../arguments.ts";
import type { CurveCommandOptions } from "../commands/curve.ts";
import { optionOf } from "../options.ts";
import { parsePrompt } from "../prompt-argument.ts";

/** What was typed; model null: the organism that ships. */
type Typed = Omit<CurveCommandOptions, "model"> & { readonly model: string | null };

/** `curve`: one sensitivity curve, as JSON or for a person. */
export function curveCommand(program: Command, root: string): void {
  program
    .command("curve")
    .description(
      "Print the sensitivity curve of one base prompt towards one target: its key numbers, or JSON in a pipe.",
    )
    .addOption(
      optionOf("model", { help: "GPT-2 directory, gpt2, or a Hub id (default: the organism that ships)" }),
    )
    .option("--base <ids>", "token ids of the base prompt, separated by commas", parsePrompt)
    .option("--base-text <text>", "the base prompt in words")
    .option("--target <ids>", "token ids of the target prompt: its last position is the target", parsePrompt)
    .option("--target-text <text>", "the target prompt in words")
    .option("--target-vector <file>", "the target itself: a JSON array of d_model numbers")
    .requiredOption(
      "--schedule <name>",
      "relative (point i at i/(points-1) of the way) or absolute (i x step)",
      parseSchedule,
    )
    .option("--points <n>", "points of the path (default: as many as the paper's)", parsePoints)
    .option("--step <x>", "absolute step (default: 0.5 on GPT-2 small, else 1/80 of the distance)", parseStep)
    .option(
      "--output <name>",
      "l2 (how far the stream moves), kl (how far the prediction does, KL(P_0 || P_n) in nats) or js (the same as a Jensen-Shannon distance, 0 to 1)",
      parseOutput,
      "l2",
    )
    .option("--at <name>", `where the last position is replaced (default: ${OWN.hook})`)
    .option("--read <name>", "where it is read (default: the last block's hook_resid_post)")
    .addOption(optionOf("acceptChanged"))
    .addOption(
      optionOf("sae", {
        help: "SAELens directory, release or release/hook: perturb as a run with this SAE does",
      }),
    )
    .option("--convention <name>", "raw or centred (default: the SAE's, raw without one)", parseConvention)
    .option("--plot [file.svg]", "draw the curve in the terminal, or into an SVG file")
    .option("--json", "print one JSON object, as in a pipe")
    .addOption(optionOf("threads", { help: "threads of the runtime (default: the cores)", standard: null }))
    .addOption(optionOf("device", { help: "cpu, webgpu or cuda" }))
    .addHelpText(
      "after",
      `
Examples:
  npm run -s cli -- curve --base 12,104,106 --target 47,437,74 --schedule relative
  npm run -s cli -- curve --model fixtures/organism --base-text "he said" --target-text "so the" --schedule absolute --plot
  npm run -s cli -- curve --model fixtures/organism --base 12,104 --target-vector v.json --schedule absolute --step 0.1`,
    )
    .action(async ({ model, ...options }: Typed) => {
      const { organismPlace } = await import("../../run/run-options.ts");
      const { curveCommandText } = await import("../commands/curve.ts");
      process.stdout.write(
        await curveCommandText(
          { ...options, model: model ?? organismPlace(root).model.dir },
          {
            isTerminal: process.stdout.isTTY === true,
            say: (sentence) => process.stderr.write(`${sentence}\n`),
          },
        ),
      );
    });
}

const parsePoints = parseCount("--points", 2, () => ({
  most: MAX_POINTS,
  because: "every point is a row of d_model numbers in one batch; the paper's paths have 100.",
}));

const parseSchedule: (text: string) => string = parseChoice(
  "--schedule",
  ["relative", "absolute"],
  "the paper's main setting is absolute.",
);

const parseOutput: (text: string) => Output = parseChoice(
  "--output",
  ["l2", "kl", "js"],
  "l2 is how far the stream moves, kl and js how far the next-token prediction does.",
);

function parseStep(text: string): number {
  const step = Number(text);
  if (!(step > 0 && step <= MAX_STEP))
    throw new InvalidInputError({
      what: "--step",
      got: text,
      want: `a positive number of at most ${MAX_STEP} residual units`,
      hint: "Hint: on GPT-2 small it is 0.5.",
    });
  return step;
}
