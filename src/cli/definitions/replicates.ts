import type { Command } from "commander";
import type { ReplicatesOptions } from "../commands/replicates.ts";

/** `replicates`: what verdicts come to over several seeds. Measures nothing. */
export function replicatesCommand(program: Command): void {
  program
    .command("replicates")
    .description(
      "Compare reports of runs that differ in their seed alone: values, verdicts and spread over seeds.",
    )
    .argument("<folders...>", "the report folder of every run, from reproduce --seed S --out DIR")
    .option("--out <dir>", "write replicates.md, replicates.svg and replicates.json here")
    .option("--json", "print everything as one JSON object")
    .addHelpText(
      "after",
      `
The interval over seeds holds every source of variance that differs between runs, also those that the bootstrap of one
run does not see; where the last column is far above 1 there are such sources.

Example:
  for s in 1 2 3 4; do npm run reproduce -- --seed $s --out reports/tries/seed-$s; done
  npm run cli -- replicates reports/organism reports/tries/seed-*`,
    )
    .action(async (folders: readonly string[], options: ReplicatesOptions) => {
      const { replicates } = await import("../commands/replicates.ts");
      process.stdout.write(await replicates(folders, options));
    });
}
