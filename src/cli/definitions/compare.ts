import type { Command } from "commander";
import type { CompareOptions } from "../commands/reports/compare.ts";

/** `compare`: two reports side by side. Measures nothing. */
export function compareCommand(program: Command, root: string): void {
  program
    .command("compare")
    .description(
      "Compare two reports of one paper's claims: two SAEs, layers, seeds or models. Differences are paired where the runs share their base prompts.",
    )
    .argument("<a>", "report.json of the first run, or its folder")
    .argument("<b>", "report.json of the second run, or its folder; every difference is b minus a")
    .option("--out <dir>", "write compare.html, compare.md, compare.svg and compare.json here")
    .option("--json", "print everything as one JSON object")
    .addHelpText(
      "after",
      `
Beside each report.json its evidence and data are looked for: without them runs are compared as independent.

Example:
  npm run compare -- reports/organism reports/tries/seed-1 --out reports/tries/seeds`,
    )
    .action(async (a: string, b: string, options: CompareOptions) => {
      const { compare } = await import("../commands/reports/compare.ts");
      process.stdout.write(await compare(root, [a, b], options));
    });
}
