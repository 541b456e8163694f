import type { Command } from "commander";
import type { ReplicatesOptions } from "../commands/replicates.ts";

type Typed = ReplicatesOptions & { readonly keep?: boolean; readonly because: string };

/** `replicates`: what verdicts come to over several seeds. Measures nothing. */
export function replicatesCommand(program: Command, root: string): void {
  program
    .command("replicates")
    .description(
      "Compare reports of runs that differ in their seed alone: values, verdicts and spread over seeds.",
    )
    .argument("<folders...>", "the report folder of every run, from reproduce --seed S --out DIR")
    .option("--out <dir>", "write replicates.md, replicates.svg and replicates.json here")
    .option("--json", "print everything as one JSON object")
    .option(
      "--keep",
      "keep them in spec/registered: reports of these runs then say what all of them come to. Refused in CI.",
    )
    .option("--because <reason>", "with --keep: why; it is kept beside them", "")
    .addHelpText(
      "after",
      `
The interval over seeds holds every source of variance that differs between runs, also those that the bootstrap of one
run does not see; where the last column is far above 1 there are such sources.
Kept are the registered seeds of a commit without changes, and criteria that are as registered.

Examples:
  for s in 1 2 3 4; do npm run reproduce -- --seed $s --out reports/tries/seed-$s; done
  npm run cli -- replicates reports/organism reports/tries/seed-*
  npm run cli -- replicates reports/tries/eight/seed-* --keep --because "the rules of entry 96"`,
    )
    .action(async (folders: readonly string[], { keep = false, because, ...options }: Typed) => {
      const { replicates } = await import("../commands/replicates.ts");
      process.stdout.write(await replicates(folders, options));
      if (!keep) return;
      const { keepReplicatesOf } = await import("../commands/keep-replicates.ts");
      const { repositoryStore } = await import("../../golden/golden-store.ts");
      const store = repositoryStore();
      process.stdout.write(await keepReplicatesOf(folders, { root, store, because, now: new Date() }));
    });
}
