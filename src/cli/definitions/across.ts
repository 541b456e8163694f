import type { Command } from "commander";
import type { AcrossOptions } from "../commands/across.ts";

/** `across`: what the same claims come to on several models, at several layers, after more and more training. */
export function acrossCommand(program: Command): void {
  program
    .command("across")
    .description(
      "Compare reports of one paper's claims on several models, layers, SAEs or prompt lengths: in how many runs each holds, and how far the runs differ.",
    )
    .argument("<folders...>", "the report folder of every run, from reproduce ... --out DIR")
    .option(
      "--ordered",
      "the order of the folders means something (layers, training steps): say how values change along it",
    )
    .option("--out <dir>", "write across.md, across.svg and across.json here")
    .option("--json", "print everything as one JSON object")
    .addHelpText(
      "after",
      `
Runs that differ in their seed alone are replicates of each other: see replicates.

Example:
  for l in 1 2 3 4 5 6; do npm run reproduce -- --no-sae --at blocks.$l.hook_resid_pre --out reports/tries/layer-$l; done
  npm run cli -- across --ordered reports/tries/layer-*`,
    )
    .action(async (folders: readonly string[], options: AcrossOptions) => {
      const { compareAcross } = await import("../commands/across.ts");
      process.stdout.write(await compareAcross(folders, options));
    });
}
