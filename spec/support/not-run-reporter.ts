import type { Reporter, TestModule } from "vitest/node";

/** Says after a run which specs did not run and why: the default reporter counts them without the reason. */
export default class NotRunReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    for (const [reason, count] of reasonsOf(modules))
      process.stdout.write(`\n ${count} ${count === 1 ? "spec" : "specs"} ${reason}\n`);
  }
}

/** The reasons given and how many specs each kept from running. */
function reasonsOf(modules: readonly TestModule[]): ReadonlyMap<string, number> {
  const reasons = new Map<string, number>();
  for (const module of modules)
    for (const test of module.children.allTests("skipped")) {
      const result = test.result();
      const reason = (result.state === "skipped" && result.note) || "not-run, no reason given";
      reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    }
  return reasons;
}
