/** A process of its own: tries mutants one after another and prints a line of JSON for each, its index and its fate. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createVitest, type TestSpecification } from "vitest/node";
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

const trials = JSON.parse(readFileSync(process.argv[2]!, "utf8")) as readonly Trial[];
let now: Mutant | null = null;

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
    reporters: [{}],
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
const specsOf = relatedSpecs(ROOT);
const all = await vitest.globTestSpecifications();
const specificationsOf = (file: string): readonly TestSpecification[] => {
  const wanted = specsOf(file).map((spec) => join(ROOT, spec));
  return all
    .filter(({ moduleId }) => wanted.includes(moduleId))
    .sort((a, b) => wanted.indexOf(a.moduleId) - wanted.indexOf(b.moduleId));
};

/**
 * Whether every spec passes with what stands in `now`. One after another: vitest's own bail stops later runs, too, and
 * what it gives of a run has the modules of former runs in it.
 */
async function allPass(specifications: readonly TestSpecification[]): Promise<boolean> {
  for (const { moduleId } of specifications) {
    const one = specifications.filter((other) => other.moduleId === moduleId);
    const { testModules, unhandledErrors } = await vitest.runTestSpecifications(one, false);
    const own = testModules.filter((module) => module.moduleId === moduleId);
    if (unhandledErrors.length > 0 || own.length === 0 || !own.every((module) => module.ok())) return false;
  }
  return true;
}

/** Specs that were run without a fault, and whether they pass: one that does not would notice every mutant. */
const sound = new Map<string, boolean>();

/** Those that pass without a fault; the others are named once. */
async function soundOf(specifications: readonly TestSpecification[]): Promise<readonly TestSpecification[]> {
  for (const one of specifications) {
    if (sound.has(one.moduleId)) continue;
    if (now !== null) vitest.invalidateFile(join(ROOT, now.file));
    now = null;
    const passes = await allPass([one]);
    sound.set(one.moduleId, passes);
    process.stdout.write("sound\n"); // a sign of life: looking takes longer than a mutant may
    if (!passes) process.stderr.write(`${one.moduleId} fails without a fault and is left out.\n`);
  }
  return specifications.filter(({ moduleId }) => sound.get(moduleId));
}

for (const { index, mutant } of trials) {
  const specifications = await soundOf(specificationsOf(mutant.file));
  const say = (fate: Fate) => process.stdout.write(`${JSON.stringify({ index, fate } satisfies Outcome)}\n`);
  if (specifications.length === 0) {
    say("untested");
    continue;
  }
  if (now !== null) vitest.invalidateFile(join(ROOT, now.file));
  now = mutant;
  vitest.invalidateFile(join(ROOT, mutant.file));
  say((await allPass(specifications)) ? "survived" : "killed");
}
await vitest.close();
process.exit(0);
