import type { Command } from "commander";

/** `register --because "..."`: dates what decides criteria, before anything is measured. */
export function registerCommand(program: Command, root: string): void {
  program
    .command("register")
    .description(
      "Register criteria that are new or other than in spec/registered, with date and reason, before a run. Refused in CI.",
    )
    .option("--because <reason>", "why: stands in every new entry", "")
    .option("--known <what>", "what is known of the models; else what each ledger says")
    .addHelpText(
      "after",
      `
Nothing is measured. Entries are added, never changed.

Example:
  npm run register -- --because "a claim about isotropic directions"`,
    )
    .action(async ({ because, known = null }: { because: string; known?: string | null }) => {
      const { checkMayAccept } = await import("../commands/golden-accept.ts");
      const { repositoryStore } = await import("../../golden/golden-store.ts");
      const store = repositoryStore();
      checkMayAccept(store, "the ledger", because);
      const { register } = await import("../commands/register.ts");
      const { runSpecs } = await import("../../vitest/run-specs.ts");
      process.exitCode = await register({
        ...{ root, store, because, known, now: new Date() },
        check: () => runSpecs(root, ["spec/unit/claim/ledger.spec.ts"]),
      });
    });
}
