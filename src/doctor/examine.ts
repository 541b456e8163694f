import { type CheckResult, fails, notRun, resultOf, show } from "./check-result.ts";
import type { Check, ExpectedValues, Measure } from "./expected-values.ts";
import type { Installation } from "./installation.ts";
import { createMeasurer } from "./measure.ts";
import { roundedWeights } from "./rounded-weights.ts";
import { count, healthySummary, otherWeightsSummary } from "./summaries.ts";
import { type Repair, TRAPS, type Trap, type TrapFound } from "./traps.ts";

/**
 * - `healthy`: every check that decides and could be run holds;
 * - `trap`: one does not, and the traps named explain it;
 * - `unknown`: one does not, and no known trap explains it;
 * - `not-run`: nothing could be compared.
 */
export type DoctorVerdict = "healthy" | "trap" | "unknown" | "not-run";

export interface Diagnosis {
  /** What the expected values are of. */
  readonly of: string;
  readonly verdict: DoctorVerdict;
  /** One or two sentences for a person. */
  readonly summary: string;
  readonly traps: readonly TrapFound[];
  readonly checks: readonly CheckResult[];
}

/**
 * Compares an installation with expected values and names what is wrong with it.
 *
 * When a check fails, all checks are measured again with each trap's effect undone; a trap is named when all of them
 * then hold, two together when no single one explains everything. Rounded weights cannot be undone and are named when
 * the weights show it. A check that does not decide never matters.
 * Throws: what running the model throws.
 */
export async function examine(installation: Installation, expected: ExpectedValues): Promise<Diagnosis> {
  const { of } = expected;
  const isSize = ({ measure }: Check) => measure.kind === "size";
  const sizes = await measureAll(installation, expected, expected.checks.filter(isSize));
  const other = sizes.find(fails);
  if (other) {
    const rest = expected.checks
      .filter((check) => !isSize(check))
      .map((check) => notRun(check, ANOTHER_SIZE));
    const ofSae = expected.checks.some(({ name, measure }) => name === other.name && isSaeSize(measure));
    const summary = `This is another ${ofSae ? "SAE" : "model"}: ${other.name} is ${other.measured}, not ${other.expected}.`;
    return { of, verdict: "unknown", summary, traps: [], checks: [...sizes, ...rest] };
  }
  const checks = await measureAll(installation, expected, expected.checks);
  const failing = checks.filter(fails);
  if (failing.length === 0)
    return {
      of,
      verdict: "healthy",
      summary: healthySummary(installation, expected, checks),
      traps: [],
      checks,
    };
  const rounded = roundedWeights(installation, expected, failing);
  if (rounded) return { of, verdict: "trap", summary: rounded.summary, traps: [rounded.trap], checks };
  const traps = await findTraps(installation, expected, failing);
  if (traps.length > 0) {
    const summary = `Sprung: ${traps.map(({ name }) => name).join(" and ")}.`;
    return { of, verdict: "trap", summary, traps, checks };
  }
  return { of, verdict: "unknown", summary: otherWeightsSummary(expected, checks), traps, checks };
}

const ANOTHER_SIZE = "another size";

/** Whether nothing but sizes was compared, because one of them is another: a model or an SAE of its own. */
export function isOfAnotherSize({ checks }: Diagnosis): boolean {
  return checks.some(({ reason }) => reason === ANOTHER_SIZE);
}

function isSaeSize(measure: Measure): boolean {
  return measure.kind === "size" && measure.of === "dSae";
}

/** A diagnosis of nothing: every check not run, for one reason. */
export function notExamined(
  expected: ExpectedValues,
  reason: string,
  traps: readonly TrapFound[] = [],
): Diagnosis {
  return {
    of: expected.of,
    verdict: traps.length > 0 ? "trap" : "not-run",
    summary: `Nothing was compared: ${reason}.`,
    traps,
    checks: expected.checks.map((check) => notRun(check, reason)),
  };
}

async function measureAll(
  installation: Installation,
  expected: ExpectedValues,
  checks: readonly Check[],
): Promise<readonly CheckResult[]> {
  const measure = createMeasurer(installation, expected);
  const results: CheckResult[] = [];
  for (const check of checks) results.push(resultOf(check, await measure(check.measure)));
  return results;
}

/** Every single trap that explains everything; when there is none, the first pair that does. */
async function findTraps(
  installation: Installation,
  expected: ExpectedValues,
  failing: readonly CheckResult[],
): Promise<readonly TrapFound[]> {
  const names = new Set(failing.map(({ name }) => name));
  // those that fail first: most repairs are ruled out by one of them
  const ordered = expected.checks
    .filter(({ decides }) => decides !== false)
    .sort((a, b) => Number(names.has(b.name)) - Number(names.has(a.name)));
  const explains = (repair: Repair) => allHold(repair.installation, expected, ordered);
  const found: TrapFound[] = [];
  for (const trap of TRAPS)
    for (const repair of trap.repairs(installation, expected))
      if (await explains(repair)) {
        found.push(trapFound(trap, installation, { when: repair.when, failing }));
        break;
      }
  if (found.length > 0) return found;
  for (const [i, first] of TRAPS.entries())
    for (const one of first.repairs(installation, expected))
      for (const second of TRAPS.slice(i + 1))
        for (const both of second.repairs(one.installation, expected))
          if (await explains(both))
            return [first, second].map((trap) =>
              trapFound(trap, installation, { when: `${one.when}, and ${both.when}`, failing }),
            );
  return [];
}

/** Stops at the first check that does not hold. At least one must have been measured. */
async function allHold(
  installation: Installation,
  expected: ExpectedValues,
  checks: readonly Check[],
): Promise<boolean> {
  const measure = createMeasurer(installation, expected);
  let held = 0;
  for (const check of checks) {
    const { ok } = resultOf(check, await measure(check.measure));
    if (ok === false) return false;
    if (ok) held++;
  }
  return held > 0;
}

function trapFound(
  { name, hint }: Trap,
  installation: Installation,
  { when, failing }: { readonly when: string; readonly failing: readonly CheckResult[] },
): TrapFound {
  const [first] = failing;
  return {
    name,
    evidence: `${count(failing.length, "check fails", "checks fail")} (${first!.name}: ${show(first!.measured)} instead of ${show(first!.expected)}); all values come right when ${when}`,
    hint: typeof hint === "string" ? hint : hint(installation),
  };
}
