import { join } from "node:path";
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
Nothing is measured. Entries are added, never changed. A paper that has no ledger gets two: of the organism and of
the model that the paper is about.

Example:
  npm run register -- --because "a claim about isotropic directions"`,
    )
    .action(async ({ because, known = null }: { because: string; known?: string | null }) => {
      const { checkMayAccept } = await import("../commands/golden-accept.ts");
      const { repositoryStore } = await import("../../golden/golden-store.ts");
      const store = repositoryStore();
      checkMayAccept(store, "the ledger", because);
      const { register } = await import("../commands/register.ts");
      const { criteriaAsTheyAre } = await import("../../vitest/criteria-as-they-are.ts");
      const { openSafetensors } = await import("../../checkpoint/safetensors.ts");
      const { weightsFacts } = await import("../../checkpoint/weights-facts.ts");
      const { listedPapers } = await import("../../papers/listed.ts");
      const { organismPlace } = await import("../../run/run-options.ts");
      const weights = await openSafetensors(join(organismPlace(root).model.dir, "model.safetensors"));
      const { digest: organism } = await weightsFacts(weights, []);
      process.exitCode = await register({
        ...{ root, store, because, known, now: new Date() },
        ...{ papers: listedPapers(), organism },
        ask: (ledgers) => criteriaAsTheyAre(root, ledgers),
      });
    });
}
