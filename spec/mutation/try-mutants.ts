/** A process of its own: tries mutants one after another and prints a line of JSON for each, its index and its fate. */
import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { BaseSequencer, createVitest, type TestSpecification } from "vitest/node";
import { ROOT } from "../support/root.ts";
import { type Mutant, withMutant } from "./mutants.ts";
import { relatedSpecs } from "./related-specs.ts";

/** What became of a mutant: "killed" by a spec, "survived" all, or "untested" where no spec reaches its file. */
export type Fate = "killed" | "survived" | "untested";

/** A mutant that is tried, by its place in the list. */
export interface Trial {
  readonly index: number;
  readonly mutant: Mutant;
}

/** What the process prints. */
export interface Outcome {
  readonly index: number;
  readonly fate: Fate;
}

/** Specs in the order they are asked for: vitest's own begins with what took long. */
class InOrder extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return files;
  }
}

const trials = JSON.parse(readFileSync(process.argv[2]!, "utf8")) as readonly Trial[];
let now: Mutant | null = null;

/** The spec files that ran since a run began, by path from the root, and whether all that is in each passed. */
const ran = new Map<string, boolean>();

const vitest = await createVitest(
  "test",
  {
    root: ROOT,
    config: false,
    watch: false,
    include: ["spec/**/*.spec.ts"],
    pool: "forks",
    isolate: false,
    maxWorkers: 1,
    sequence: { sequencer: InOrder },
    reporters: [
      {
        onTestModuleEnd: (module) => {
          ran.set(relative(ROOT, module.moduleId), module.ok());
          process.stdout.write("ran\n"); // a sign of life: all of them take longer than one may
          if (!module.ok()) void vitest.cancelCurrentRun("test-failure");
        },
      },
    ],
    testTimeout: 30_000,
    setupFiles: ["./spec/support/after-each-file.ts"],
  },
  {
    plugins: [
      {
        name: "bag-of-latents:mutant",
        enforce: "pre",
        transform(text, id) {
          return now !== null && id === join(ROOT, now.file) ? withMutant(text, now) : undefined;
        },
      },
    ],
  },
);
await vitest.standalone();
const all = new Map(
  (await vitest.globTestSpecifications()).map((one) => [relative(ROOT, one.moduleId), one] as const),
);
const specsOf = relatedSpecs(ROOT);

/**
 * The first spec that fails with what stands in `mutant`, or null where all pass: in one process, one after another, and
 * none behind the first that fails. Vitest's own bail stops later runs, too.
 */
async function firstThatFails(mutant: Mutant | null, specs: readonly string[]): Promise<string | null> {
  if (now !== null) vitest.invalidateFile(join(ROOT, now.file));
  now = mutant;
  if (now !== null) vitest.invalidateFile(join(ROOT, now.file));
  ran.clear();
  const wanted = specs.map((spec) => all.get(spec)!);
  const { unhandledErrors } = await vitest.runTestSpecifications(wanted, false);
  const failed = specs.find((spec) => ran.get(spec) === false);
  if (failed !== undefined) return failed;
  // what does not even start, or ends the process, was noticed by the spec that was next
  return specs.find((spec) => !ran.has(spec)) ?? (unhandledErrors.length > 0 ? specs.at(-1)! : null);
}

/** Specs that noticed something, and whether they pass without a fault: one that does not would notice every mutant. */
const sound = new Map<string, boolean>();

async function isSound(spec: string): Promise<boolean> {
  if (!sound.has(spec)) {
    sound.set(spec, (await firstThatFails(null, [spec])) === null);
    if (!sound.get(spec)) process.stderr.write(`${spec} fails without a fault and is left out.\n`);
  }
  return sound.get(spec)!;
}

/** Specs that noticed a mutant of a file: they are tried first on the next. */
const noticed = new Map<string, Set<string>>();

async function fateOf(mutant: Mutant): Promise<Fate> {
  const before = noticed.get(mutant.file) ?? new Set();
  const related = specsOf(mutant.file).filter((spec) => all.has(spec));
  let left = [...before, ...related.filter((spec) => !before.has(spec))];
  for (;;) {
    left = left.filter((spec) => sound.get(spec) !== false);
    if (left.length === 0) return "untested";
    const failed = await firstThatFails(mutant, left);
    if (failed === null) return "survived";
    if (!(await isSound(failed))) continue;
    noticed.set(mutant.file, before.add(failed));
    return "killed";
  }
}

for (const { index, mutant } of trials) {
  const outcome: Outcome = { index, fate: await fateOf(mutant) };
  process.stdout.write(`${JSON.stringify(outcome)}\n`);
}
await vitest.close();
process.exit(0);
