import { InvalidInputError } from "../errors/index.ts";
import {
  environmentHere,
  formatGolden,
  type GoldenFile,
  type GoldenStore,
  goldenFileName,
  parseGolden,
  readIfThere,
  removeIfThere,
  writeWhole,
} from "./golden-store.ts";
import { type Mismatch, mismatchesOf, storable, type Tolerance, unstorable } from "./golden-values.ts";

/** What a spec says about its golden; a change of the tolerance has to be accepted like a change of values. */
export interface GoldenOptions {
  /** The call or command that makes the values, so that a reader can make them again. */
  madeBy: string;
  tolerance: Tolerance;
  /** Of the candidate, where a tolerance hangs on the value; `tolerance` unless given. */
  candidateTolerance?: Tolerance;
}

/** Whether it matched, and otherwise why not and what to do. */
export interface GoldenOutcome {
  pass: boolean;
  message: string;
}

/** Mismatches shown before the rest is counted. */
const SHOWN = 20;

/**
 * Compares a value with `golden/<name>.json`.
 *
 * A golden that is missing, holds another shape, or was accepted with another tolerance does not match. Outside CI
 * the value is then kept as a candidate for `npm run golden:accept`; a match removes an old candidate.
 * Throws: InvalidInputError for a bad name or tolerance, MalformedFileError for a damaged golden.
 */
export function checkGolden(
  store: GoldenStore,
  name: string,
  actual: unknown,
  options: GoldenOptions,
): GoldenOutcome {
  checkTolerance(options.tolerance);
  const file = `${goldenFileName(name)}.json`;
  const broken = unstorable(actual);
  if (broken.length > 0)
    return {
      pass: false,
      message: `${list(`The value for golden "${name}"`, broken)}\nNothing was kept: repair it first.`,
    };

  const candidate = () =>
    formatGolden({
      madeBy: options.madeBy,
      environment: environmentHere(),
      tolerance: options.candidateTolerance ?? options.tolerance,
      values: storable(actual),
    });
  const text = readIfThere(store.goldenDirectory, file);
  if (text === undefined)
    return refuse(store, file, name, candidate, `There is no golden "${name}" (golden/${file}).`);

  const golden = parseGolden(`golden/${file}`, text);
  const changed = toleranceChange(golden, options.tolerance);
  if (changed !== undefined) return refuse(store, file, name, candidate, `Golden "${name}" ${changed}.`);
  const mismatches = mismatchesOf(actual, golden.values, golden.tolerance);
  if (mismatches.length > 0)
    return refuse(store, file, name, candidate, list(`Golden "${name}"`, mismatches));
  return accepted(store, file, name);
}

/**
 * Compares a text with `golden/<name>.<extension>`, character by character.
 *
 * The message shows the first line that differs, with what stands before it.
 * Throws: InvalidInputError for a bad name.
 */
export function checkGoldenText(
  store: GoldenStore,
  name: string,
  extension: string,
  actual: string,
): GoldenOutcome {
  const file = goldenFileName(`${name}.${extension}`);
  const golden = readIfThere(store.goldenDirectory, file);
  if (golden === undefined)
    return refuse(store, file, file, () => actual, `There is no golden "${file}" (golden/${file}).`);
  if (actual === golden) return accepted(store, file, file);
  return refuse(
    store,
    file,
    file,
    () => actual,
    `Golden "${file}" differs.\n${firstDifference(actual, golden)}`,
  );
}

/** The first differing line of two texts, the two lines before it, and how many lines differ. */
export function firstDifference(actual: string, golden: string): string {
  const now = actual.split("\n");
  const then = golden.split("\n");
  const at = now.findIndex((line, i) => line !== then[i]);
  const first = at < 0 ? now.length : at;
  const differing = Math.max(now.length, then.length) - now.filter((line, i) => line === then[i]).length;
  const column = firstColumn(now[first] ?? "", then[first] ?? "");
  return [
    `${differing} of ${Math.max(now.length, then.length)} lines; the first is line ${first + 1}, column ${column + 1}:`,
    ...then.slice(Math.max(0, first - 2), first).map((line) => `    ${clip(line, 0)}`),
    `  - ${first < then.length ? clip(then[first]!, column) : "(the golden ends here)"}`,
    `  + ${first < now.length ? clip(now[first]!, column) : "(the text ends here)"}`,
  ].join("\n");
}

function firstColumn(a: string, b: string): number {
  let i = 0;
  while (i < Math.min(a.length, b.length) && a[i] === b[i]) i++;
  return i;
}

/** At most 160 characters of a line, around the column that matters; tabs and returns made visible. */
function clip(line: string, column: number): string {
  const from = Math.max(0, column - 60);
  const part = line.slice(from, from + 160);
  const shown = part.replaceAll("\t", "\\t").replaceAll("\r", "\\r");
  return `${from > 0 ? "..." : ""}${shown}${from + 160 < line.length ? "..." : ""}`;
}

function accepted(store: GoldenStore, file: string, name: string): GoldenOutcome {
  if (!store.ci) removeIfThere(store.pendingDirectory, file);
  return { pass: true, message: `Golden "${name}" matches.` };
}

function refuse(
  store: GoldenStore,
  file: string,
  name: string,
  candidate: () => string,
  fact: string,
): GoldenOutcome {
  if (store.ci)
    return {
      pass: false,
      message: `${fact}\nHint: goldens are accepted on a developer's machine, never in CI.`,
    };
  writeWhole(store.pendingDirectory, file, candidate());
  return {
    pass: false,
    message: `${fact}\nHint: if the new value is right, npm run golden:accept -- ${name} --because "why it moved"`,
  };
}

function list(title: string, mismatches: readonly Mismatch[]): string {
  const shown = mismatches
    .slice(0, SHOWN)
    .map(({ path, fact }) => `  ${path === "" ? "the value" : path} ${fact}`);
  const rest = mismatches.length > SHOWN ? [`  ... and ${mismatches.length - SHOWN} more`] : [];
  return [
    `${title} does not match in ${mismatches.length} place${mismatches.length === 1 ? "" : "s"}:`,
    ...shown,
    ...rest,
  ].join("\n");
}

function toleranceChange(golden: GoldenFile, tolerance: Tolerance): string | undefined {
  const { abs, rel } = golden.tolerance;
  if (abs === tolerance.abs && rel === tolerance.rel) return undefined;
  return `was accepted with tolerance abs ${abs}, rel ${rel}, but the spec asks for abs ${tolerance.abs}, rel ${tolerance.rel}`;
}

function checkTolerance({ abs, rel, because }: Tolerance): void {
  for (const [what, size] of [
    ["the absolute tolerance of a golden", abs],
    ["the relative tolerance of a golden", rel],
  ] as const)
    if (!(Number.isFinite(size) && size >= 0))
      throw new InvalidInputError({
        what,
        got: size,
        want: "a finite number of at least 0",
        hint: "Hint: 0 asks for the very same number.",
      });
  if (because.trim() === "")
    throw new InvalidInputError({
      what: "the reason of a golden's tolerance",
      got: because,
      want: "a sentence",
      hint: "Hint: say what may move the value that far and is no fault.",
    });
}
