import fc from "fast-check";
import { expect } from "vitest";
import { InvalidInputError } from "../errors/index.ts";

/** What a law may ask for; everything else is fast-check's default. */
export interface PropertyOptions {
  /** Cases drawn, default 100: choose it so that the law takes well under a second. */
  numRuns?: number;
  /** Seed of the draws; default: the fixed DEFAULT_SEED. `FC_SEED` in the environment wins over both. */
  seed?: number;
}

/** Seed of every law that names none: laws are equal from run to run, `FC_SEED=random` looks further. */
const DEFAULT_SEED = 24_091_501;

/**
 * Checks a law: `checkProperty(fc.property(fc.integer(), (n) => { expect(...) }))` inside an `it`.
 *
 * Fails with the shrunk counterexample, the seed, and a line to paste that replays exactly that case:
 * `FC_SEED=7 FC_PATH="12:0" npx vitest run spec/laws/x.spec.ts -t "title"`.
 * An asynchronous law goes through `checkAsyncProperty`.
 *
 * Environment: `FC_SEED` (a whole number, or `random`), `FC_PATH` (fast-check's path to one case).
 */
export function checkProperty<Ts>(property: fc.IProperty<Ts>, options: PropertyOptions = {}): void {
  throwIfFailed(fc.check(property, parametersOf(options)));
}

/** `checkProperty` for `fc.asyncProperty`: await it. */
export async function checkAsyncProperty<Ts>(
  property: fc.IAsyncProperty<Ts>,
  options: PropertyOptions = {},
): Promise<void> {
  throwIfFailed(await fc.check(property, parametersOf(options)));
}

function parametersOf(options: PropertyOptions) {
  const path = process.env["FC_PATH"];
  return {
    seed: seedFrom(process.env["FC_SEED"], options.seed ?? DEFAULT_SEED),
    ...(path === undefined || path === "" ? {} : { path, endOnFailure: true }),
    ...(options.numRuns === undefined ? {} : { numRuns: options.numRuns }),
  };
}

/**
 * The seed of this run: `FC_SEED` where it is set, else `fallback`.
 *
 * Throws: InvalidInputError when `FC_SEED` is neither a whole number nor `random`.
 */
export function seedFrom(given: string | undefined, fallback: number): number {
  if (given === undefined || given === "") return fallback;
  if (given === "random") return Math.floor(Math.random() * 2 ** 31);
  if (!/^-?\d+$/.test(given))
    throw new InvalidInputError({
      what: "FC_SEED",
      got: given,
      want: 'a whole number or "random"',
      hint: "Hint: paste the replay line of the failed law as it was printed.",
    });
  return Number(given);
}

/** The line that runs one failed case again. */
export function replayLine(facts: {
  file: string;
  title: string;
  seed: number;
  path: string | null;
}): string {
  const path = facts.path === null ? "" : ` FC_PATH="${facts.path}"`;
  const title =
    facts.title === "" ? "" : ` -t ${shellQuote(facts.title.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"))}`;
  return `FC_SEED=${facts.seed}${path} npx vitest run ${facts.file}${title}`;
}

function throwIfFailed<Ts>(details: fc.RunDetails<Ts>): void {
  if (!details.failed) return;
  const { testPath, currentTestName } = expect.getState();
  const line = replayLine({
    file: testPath === undefined ? "" : relativeTo(process.cwd(), testPath),
    title: (currentTestName ?? "").replaceAll(" > ", " "),
    seed: details.seed,
    path: details.counterexamplePath,
  });
  const error = new Error(`${fc.defaultReportMessage(details) ?? "The law failed."}\n\nReplay: ${line}\n`);
  if (details.errorInstance !== null && details.errorInstance !== undefined)
    error.cause = details.errorInstance;
  throw error;
}

function relativeTo(root: string, file: string): string {
  return file.startsWith(`${root}/`) ? file.slice(root.length + 1) : file;
}

function shellQuote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
