import type { Command } from "commander";

/** `update-readme`: writes badges and claim table of the committed report into README.md. */
export function updateReadmeCommand(program: Command, root: string): void {
  program
    .command("update-readme")
    .description("Write badges and claim table of the committed report into README.md.")
    .addHelpText("after", "\nExample:\n  npm run reproduce -- --publish\n  npm run cli -- update-readme")
    .action(async () => {
      const { updateReadme } = await import("../commands/update-readme.ts");
      process.stdout.write(await updateReadme(root));
    });
}
