import type { Command } from "commander";

/** `verify`: judges a report again from the samples that it holds. Measures nothing. */
export function verifyCommand(program: Command, root: string): void {
  program
    .command("verify")
    .description(
      "Judge a report again from the samples in its page, or in its folder, and compare what comes out with what it says.",
    )
    .argument("<report>", "a report.html, or the folder of a report")
    .addHelpText(
      "after",
      `
Exit code: 0 everything is as the report says, 1 something is not, 2 it could not be judged.

Example:
  npm run cli -- verify reports/organism/report.html`,
    )
    .action(async (report: string) => {
      const { verify } = await import("../commands/verify.ts");
      process.exitCode = await verify(root, report);
    });
}
