import type { Command } from "commander";

/** `accept --because "..."`: what follows a new claim, generator, metric or paper, in one command. */
export function acceptCommand(program: Command, root: string): void {
  program
    .command("accept")
    .description(
      "Run every claim on the organism, publish its reports, accept the goldens that did not match and update README. Refused in CI.",
    )
    .option("--because <reason>", "why: recorded in golden/history.jsonl beside every golden", "")
    .addHelpText(
      "after",
      `
It stops without a change where a verdict is not the one expected of the organism.
Exit code: 0 accepted, 1 a verdict is not expected, 2 refused or a failed run.

Example:
  npm run accept -- --because "a claim about isotropic directions"`,
    )
    .action(async ({ because }: { because: string }) => {
      const { checkMayAccept } = await import("../commands/golden-accept.ts");
      const { repositoryStore } = await import("../../golden/golden-store.ts");
      const store = repositoryStore();
      checkMayAccept(store, "all", because);
      const { accept } = await import("../commands/accept.ts");
      const { checksOf } = await import("../commands/accept-checks.ts");
      process.exitCode = await accept({
        ...{ root, store, because, now: new Date() },
        checks: await checksOf(root),
      });
    });
}
