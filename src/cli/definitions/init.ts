import { relative, resolve } from "node:path";
import type { Command } from "commander";
import { shellLine } from "../../files/shell-words.ts";

/** `init`: writes a repository for a paper of one's own. */
export function initCommand(program: Command): void {
  program
    .command("init")
    .description("Write a repository for a paper of your own: a claim that runs, its tests and its badges.")
    .argument("[folder]", "an empty folder, or one to be made", ".")
    .addHelpText("after", "\nExample:\n  npx bag-of-latents init my-paper")
    .action(async (typed: string) => {
      const { writeRepository } = await import("../commands/init.ts");
      const folder = resolve(typed);
      const written = await writeRepository(folder);
      const there = relative(process.cwd(), folder);
      process.stdout.write(`Wrote ${written.map((file) => `\n  ${file}`).join("")}
Then:
${there === "" ? "" : `  ${shellLine(["cd", there])}\n`}  npm install
  npm test
README.md says what is where, and what to set first: src/papers/my-paper/paper.ts. Once its claim is your own:
  npm run register -- --because "its rules, before a run that counts"
  npm run accept -- --because "the first report"
`);
    });
}
