import { writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { SerializedError } from "vitest";
import type { Reporter, TestModule, Vitest } from "vitest/node";
import { RECORD, type WholeRecord, whatRuns, wholeSpecs } from "./record.mjs";

/** Records that every spec of `spec/whole` passed, where it did; else says why nothing is recorded. */
export default class WholeReporter implements Reporter {
  #root = "";
  #before = "";

  onInit({ config }: Vitest): void {
    this.#root = config.root;
    this.#before = whatRuns(this.#root);
  }

  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const lacking = whatLacks(modules, unhandled, wholeSpecs(this.#root).length);
    const lacks = lacking ?? (whatRuns(this.#root) === this.#before ? null : "a file changed meanwhile");
    if (lacks === null) {
      const record = `${JSON.stringify(recordOf(modules, this.#before), null, 2)}\n`;
      writeFileSync(join(this.#root, RECORD), record);
      say("recorded; npm test leaves these specs out until something that they run or read changes");
    } else say(`not written, since ${lacks}`);
  }
}

/** Why a run of specs is nothing to rely on; null: it is. `files`: how many spec files there are. */
export function whatLacks(
  modules: readonly TestModule[],
  unhandled: readonly SerializedError[],
  files: number,
): string | null {
  const failed = modules.flatMap((module) => [...module.children.allTests("failed"), ...module.errors()]);
  if (failed.length + unhandled.length > 0) return "not all passed";
  if (modules.length !== files) return `${modules.length} of ${files} files ran`;
  return reasons(modules).has(null) ? "a spec was left out without a reason" : null;
}

function recordOf(modules: readonly TestModule[], sha256: string): WholeRecord {
  return {
    sha256,
    node: Number(process.versions.node.split(".")[0]),
    platform: process.platform,
    date: new Date().toISOString().slice(0, 10),
    passed: modules.flatMap((module) => [...module.children.allTests("passed")]).length,
    notRun: [...reasons(modules)].map((reason) => String(reason).replaceAll(homedir(), "~")).sort(),
  };
}

/** Why specs did not run, null for none given. */
function reasons(modules: readonly TestModule[]): ReadonlySet<string | null> {
  const skipped = modules.flatMap((module) => [...module.children.allTests("skipped")]);
  return new Set(
    skipped.map((test) => {
      const result = test.result();
      return (result.state === "skipped" && result.note) || null;
    }),
  );
}

function say(words: string): void {
  process.stdout.write(`\n ${RECORD}: ${words}.\n`);
}
