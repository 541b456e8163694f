import { relative } from "node:path";
import type { Command } from "commander";

/** `new`: writes the skeleton of something a newcomer adds. */
export function newCommand(program: Command, root: string): void {
  const command = program.command("new").description("Write the skeleton of a new claim or paper.");
  newClaim(command, root);
  newPaper(command, root);
}

function newClaim(program: Command, root: string): void {
  program
    .command("claim")
    .description(
      "Write spec/claims/PAPER/NAME.spec.ts. It fails until statement, threshold and control are set.",
    )
    .argument("<paper/name>", "a paper of src/papers, and the name of the claim in kebab case")
    .addHelpText(
      "after",
      `
Example:
  npm run new -- claim PAPER/plateaus-grow-with-depth
  npm run reproduce -- --claim PAPER/plateaus-grow-with-depth --bases 20`,
    )
    .action(async (typed: string) => {
      const { listedPapers } = await import("../../papers/listed.ts");
      const { writeClaimSkeleton } = await import("../commands/new-claim.ts");
      const file = await writeClaimSkeleton(root, { typed, papers: listedPapers().map(({ id }) => id) });
      process.stdout.write(`Wrote ${relative(root, file)}. It fails until you have set, in this order:
  statement and where     what is said, and where
  threshold and because   what decides it and why there; before any run
  control                 the same measurement with the effect taken out
Then: npm run reproduce -- --claim ${typed} --bases 20
Before its verdict: npm run register -- --because "a new claim"
To keep it: npm run accept -- --because "a new claim"
`);
    });
}

function newPaper(program: Command, root: string): void {
  program
    .command("paper")
    .description("Write src/papers/NAME with a metric, a perturbation and a first claim, and list it.")
    .argument("<name>", "name of its folders, in kebab case: your-paper")
    .addHelpText("after", "\nExample:\n  npm run new -- paper your-paper")
    .action(async (name: string) => {
      const { writePaper } = await import("../commands/new-paper.ts");
      const written = await writePaper(root, name);
      const list = written.at(-1)!;
      const claim = written.at(-2)!;
      process.stdout.write(`Wrote ${written
        .slice(0, -1)
        .map((file) => `\n  ${file}`)
        .join("")}
and its line in ${list}. It runs on the organism and needs no SAE. Set, in this order:
  src/papers/${name}/paper.ts   arxiv, title, and whose run counts as a reproduction
  ${claim}   its threshold and why there, without which it fails; before any run
Then: npm run reproduce -- --paper ${name} --bases 20
To keep it: npm run accept -- --because "a new paper"
`);
    });
}
