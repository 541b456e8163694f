import { expect, inject, type TestContext, test } from "vitest";
import {
  type Control,
  type Criterion,
  type CriterionDefinition,
  defineCriterion,
  type GroupSamples,
} from "../claim/criterion.ts";
import { CLAIM_DID_NOT_RUN, collectEvidence, type Evidence, type Observed } from "../claim/evidence.ts";
import { jointOfEvidence } from "../claim/joint/joint-of-evidence.ts";
import { type Registration, registrationOf } from "../claim/registration/deviation.ts";
import { factsOf } from "../claim/registration/facts.ts";
import type { Family } from "../claim/registration/ledger.generated.ts";
import type { StandingVerdict } from "../claim/standing.ts";
import {
  InvalidInputError,
  MissingCurveError,
  NotRunError,
  StoreWriteError,
  UnmetNeedsError,
} from "../errors/index.ts";
import type { Lab } from "../experiment/lab.ts";
import { CHECKOUT } from "../files/checkout.ts";
import { rngFromSeed } from "../math/rng.ts";
import type { Paper } from "../paper/paper.ts";
import { familiesOf, familyOf } from "../paper/registered-families.ts";
import { sparingly } from "../run/out/sparingly.ts";
import { isDefaultRun, type RunOptions } from "../run/run-options.ts";
import type { Session } from "../run/session.ts";
import { createSessions, type Sessions } from "../run/sessions.ts";
import { registerAsked } from "./asked-claims.ts";
import { PROGRESS, REMARK, WARNING } from "./claim-meta.ts";
import { differencesOf } from "./differences.ts";

/** Everything that the claim files imported so far have registered, in order. */
export const registered: Criterion[] = [];

/** A test with one set of sessions for all claim files of a worker, closed when the worker ends. */
function testWithSessions() {
  return test.extend<{ readonly sessions: Sessions }>({
    sessions: [
      // biome-ignore lint/correctness/noEmptyPattern: vitest reads what a fixture depends on off this pattern
      async ({}, use) => {
        const sessions = createSessions();
        await use(sessions);
        await sessions.close();
      },
      { scope: "worker" },
    ],
  });
}

/** Made once, and where vitest runs: this module is also read by programs that use the package. */
let claimTest: ReturnType<typeof testWithSessions> | undefined;

/**
 * Registers one criterion of a paper, `name` being `file` or `file.part`. In the project `claims` it is a test: it
 * observes, judges the criterion and its control, leaves the evidence for the report and asserts the verdict that is
 * expected of the model. A run of the shipped organism as it ships must also be the one that its goldens and the
 * committed report tell of.
 *
 * The control goes through the same `observe`, the same bases, seed and judge. In a run of one shard both are only
 * measured: the test then shows as skipped and says so.
 * Throws: as `defineCriterion`.
 */
export function criterion<const G extends string>(
  paper: Paper,
  name: string,
  definition: CriterionDefinition<G>,
): void {
  const defined = defineCriterion(paper, name, definition);
  registered.push(defined as unknown as Criterion);
  const run: RunOptions | undefined = inject("run");
  if (run === undefined) return; // a spec that looks at what is registered
  if (registerAsked(defined as unknown as Criterion, paper)) return;
  claimTest ??= testWithSessions();
  claimTest(`${defined.hypothesis} ${defined.key}`, async ({ task, annotate, skip, sessions }) => {
    const session = await sessions
      .of(run, paper, {
        onProgress: sparingly((progress) => void annotate(JSON.stringify(progress), PROGRESS)),
        onWarning: ({ message, hint }) => void annotate(JSON.stringify({ message, hint }), WARNING),
        onRemark: (sentence) => void annotate(sentence, REMARK),
      })
      .catch((error: unknown) => {
        if (run.papers !== null || !(error instanceof UnmetNeedsError)) throw error;
        return skip(error.message); // nobody asked for this paper by name
      });
    await tryCriterion(defined, { task, skip }, { run, session, sessions });
  });
}

/** Measures and judges one criterion, and asserts what is expected of it. */
async function tryCriterion<G extends string>(
  criterion: Criterion<G>,
  { task, skip }: Pick<TestContext, "task" | "skip">,
  { run, session, sessions }: { run: RunOptions; session: Session; sessions: Sessions },
): Promise<void> {
  task.meta.kept = { paper: criterion.paper, kept: session.kept };
  const ask = async (lab: Lab) => {
    try {
      return await observed(criterion, lab);
    } catch (error) {
      task.meta.endsRun = true;
      throw error;
    }
  };
  const own = await ask(session.lab);
  const [judgedWith, control] = await controlOf(criterion, own, ({ of }) => ask(of(session.lab)));
  const planted = criterion.planted && (await ask(criterion.planted.of(session.lab)));
  const measured = { own, control, ...(planted && { planted }) };
  if (run.shard) {
    await measuredOnly(session, Object.values(measured));
    skip(`measured for shard ${run.shard.index}/${run.shard.of}, not judged`);
  }
  const rng = rngFromSeed(run.seed).fork("bootstrap");
  const evidence = collectEvidence(judgedWith, measured, { rng });
  const expected = session.standing?.expectedOf(criterion.name) ?? null;
  const record = await session.record();
  if (sessions.isFirstToLeave(session)) {
    const { subject, notes, parity, measuring } = session;
    const bases = await session.bases();
    task.meta.run = { options: run, record, bases, subject, notes, parity, measuring };
  }
  const family = familyOf(familiesOf(session.paper), criterion.name);
  const joint =
    family === "primary" ? jointOfEvidence(judgedWith, evidence, { rng, runBases: run.bases }) : null;
  const registered = await registeredAs(criterion, family, { run, session });
  const ofOtherSeed = session.ofOtherSeed?.expectedOf(criterion.name).verdict ?? null;
  const found = { evidence, expected, ofOtherSeed, family, registered, joint };
  task.meta.criterion = { ...found, peakMemoryMiB: peakMemoryMiB() };
  const differences = isDefaultRun(run, CHECKOUT)
    ? await differencesOf(evidence, record.model.weightsDigest)
    : [];
  assertAsExpected(evidence, expected, differences);
  skip(evidence.judgement.verdict === "not-run", evidence.judgement.reason);
}

/** How the ledger of this model has a criterion; null where it has it not. */
async function registeredAs<G extends string>(
  criterion: Criterion<G>,
  family: Family,
  { run, session: { ledger, moreBases } }: { readonly run: RunOptions; readonly session: Session },
): Promise<Registration | null> {
  if (ledger === null) return null;
  const here = { bases: run.bases, moreBases, seeds: ledger.seeds };
  const now = await factsOf(criterion as unknown as Criterion, family, here);
  return registrationOf(ledger, { name: criterion.name, now, seed: String(run.seed) });
}

/** The control of a claim that ran: the one that needs no latents where there are none and it has one. */
async function controlOf<G extends string>(
  criterion: Criterion<G>,
  own: Observed<G>,
  observe: (control: Control) => Promise<Observed<G>>,
): Promise<readonly [Criterion<G>, Observed<G>]> {
  if ("failed" in own) return [criterion, CLAIM_DID_NOT_RUN];
  const control = await observe(criterion.control);
  const other = criterion.controlWithoutLatents;
  if (!other || !("failed" in control) || control.failed !== "not-run") return [criterion, control];
  return [{ ...criterion, control: other }, await observe(other)];
}

function assertAsExpected(
  { judgement: { verdict, reason } }: Evidence,
  expected: StandingVerdict | null,
  differences: readonly string[],
): void {
  if (expected) expect({ verdict, reason }).toMatchObject({ verdict: expected.verdict });
  expect(verdict, reason).not.toBe("error");
  expect(differences.join("\n\n")).toBe("");
}

/**
 * Samples, or why there are none: a claim that cannot run is no failure, and a failure is no verdict.
 *
 * Throws: errors after which no claim of this run could be reported.
 */
async function observed<G extends string>(criterion: Criterion<G>, lab: Lab): Promise<Observed<G>> {
  try {
    return { samples: { ...(await criterion.observe(lab)), ...(await shownBeside(criterion, lab)) } };
  } catch (error) {
    if (error instanceof StoreWriteError || error instanceof MissingCurveError) throw error;
    if (error instanceof NotRunError) return { failed: "not-run", because: `${error.message} ${error.hint}` };
    return { failed: "error", because: error instanceof Error ? error.message : String(error) };
  }
}

/** The groups that are shown and not judged; none where they cannot be drawn. */
async function shownBeside<G extends string>(
  { alsoShown }: Criterion<G>,
  lab: Lab,
): Promise<GroupSamples<string>> {
  try {
    return (await alsoShown?.observe(lab)) ?? {};
  } catch (error) {
    if (error instanceof NotRunError || error instanceof InvalidInputError) return {};
    throw error;
  }
}

/** Measures what the report shows besides the claims, and fails where a claim would have. */
async function measuredOnly(session: Session, all: readonly Observed<string>[]): Promise<void> {
  for (const one of all) if ("failed" in one && one.failed === "error") throw new Error(one.because);
  await session.measureShown();
}

/** Highest resident memory of this process so far. Node reports KiB. */
function peakMemoryMiB(): number {
  return Math.round(process.resourceUsage().maxRSS / 1024);
}
