import type { Command } from "commander";
import { MAX_BENCH_BASES } from "../../limits.ts";
import { parseCount } from "../../run/parse-option.ts";
import type { BenchOptions } from "../commands/bench.ts";
import { optionOf } from "../options.ts";

const DEFAULT_BASES = 200;

const END = () => ({ most: MAX_BENCH_BASES, because: "200 are enough for a ratio to settle." });

/** `bench`: the product's speed and memory on the organism and on GPT-2 small's shape, beside the machine's own. */
export function benchCommand(program: Command, root: string): void {
  program
    .command("bench")
    .description(
      "Measure the product on the organism and on random weights of GPT-2 small's shape, as ratios to what this machine can do.",
    )
    .option("--json", "print one JSON object and nothing else")
    .option(
      "--bases <n>",
      "base prompts of the main experiment; a tenth as many where workers are compared on the large shape",
      parseCount("--bases", 4, END),
      DEFAULT_BASES,
    )
    .addOption(
      optionOf("threads", {
        help: "threads of one matrix product (default: the cores where the model is measured alone, else as a run)",
        standard: null,
      }),
    )
    .addOption(optionOf("device"))
    .addHelpText(
      "after",
      "\nExample:\n  npm run -s bench -- --json\n\nTakes some minutes on two cores; writes 650 MB to the temporary folder and removes them.",
    )
    .action(async (options: BenchOptions) => {
      const { bench } = await import("../commands/bench.ts");
      process.stdout.write(await bench(root, options));
    });
}
