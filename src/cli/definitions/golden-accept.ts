import type { Command } from "commander";

/** `golden:accept NAME --because "..."`: a person accepts what a spec last kept as a candidate. */
export function goldenAcceptCommand(program: Command): void {
  program
    .command("golden:accept")
    .description("Accept a new golden value, with its reason; shows old and new. Refused in CI.")
    .argument("<name>", "the golden, as the failed spec printed it")
    .option("--because <reason>", "why the value moved: recorded in golden/history.jsonl", "")
    .addHelpText(
      "after",
      '\nExample:\n  npm run golden:accept -- reference-numerics --because "the bootstrap draws from a stream of its own"',
    )
    .action(async (name: string, options: { because: string }) => {
      const { acceptGolden } = await import("../commands/golden-accept.ts");
      const { repositoryStore } = await import("../../golden/golden-store.ts");
      process.stdout.write(acceptGolden(repositoryStore(), name, options.because, new Date()));
    });
}
