import { relative } from "node:path";
import type { Command } from "commander";

/** `new`: writes the skeleton of something a newcomer adds. */
export function newCommand(program: Command, root: string): void {
  program
    .command("new")
    .description("Write the skeleton of a new claim.")
    .command("claim")
    .description("Write spec/claims/NAME.spec.ts. It fails until its threshold, reason and control are set.")
    .argument("<name>", "name of the file and id of the claim, in kebab case: plateaus-grow-with-depth")
    .addHelpText(
      "after",
      "\nExample:\n  npm run new -- claim plateaus-grow-with-depth\n  npm run reproduce -- --claim plateaus-grow-with-depth --bases 20",
    )
    .action(async (name: string) => {
      const { writeClaimSkeleton } = await import("../commands/new.ts");
      const file = await writeClaimSkeleton(root, name);
      process.stdout.write(`Wrote ${relative(root, file)}. It fails until you have set, in this order:
  statement and paper.where   what is said, and where
  threshold and because       what decides it and why there; before any run
  control                     the same measurement with the effect taken out
Then: npm run reproduce -- --claim ${name} --bases 20
`);
    });
}
