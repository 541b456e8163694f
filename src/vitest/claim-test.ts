import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, inject, test } from "vitest";
import type { Claim, GroupSamples } from "../claim/claim.ts";
import { collectEvidence, type Observed } from "../claim/evidence.ts";
import { MissingCurveError, NotRunError, StoreWriteError } from "../errors.ts";
import type { Lab } from "../experiment/lab.ts";
import { describeLab } from "../experiment/lab-record.ts";
import { CHECKOUT } from "../files/checkout.ts";
import { readReport } from "../files/report-files.ts";
import { repositoryStore } from "../golden/golden-store.ts";
import { organismDifferences } from "../golden/organism-golden.ts";
import { rngFromSeed } from "../math/rng.ts";
import type { Report } from "../report/report.generated.ts";
import { isDefaultRun, type RunOptions } from "../run/run-options.ts";
import { openSession, type Session, type SessionEvents } from "../run/session.ts";
import { PROGRESS, WARNING } from "./claim-meta.ts";

/** The same measurement with the effect taken out of the lab. It must not be supported. */
export interface ControlDefinition {
  readonly name: string;
  readonly of: (lab: Lab) => Lab;
}

/**
 * Registers a claim as a test: observes, judges the claim and its control, leaves the evidence for the report and
 * asserts the verdict that is expected of the model. A run of the shipped organism as it ships must also be the one that
 * its goldens and the committed report tell of.
 *
 * `observe` returns samples and nothing else; the control goes through the same `observe`, the same bases, seed and
 * judge.
 *
 * In a run of one shard both are only measured: the test then shows as skipped and says so.
 */
export function claimTest<const G extends string>(
  claim: Claim<G>,
  observe: (lab: Lab) => Promise<GroupSamples<G>>,
  control: ControlDefinition,
): void {
  test(`${claim.hypothesis} ${claim.id}`, async ({ task, annotate, skip }) => {
    const options = inject("run");
    const session = await sessionFor(options, {
      onProgress: (progress) => {
        void annotate(JSON.stringify(progress), PROGRESS);
      },
      onWarning: ({ message, hint }) => {
        void annotate(JSON.stringify({ message, hint }), WARNING);
      },
    });
    const ask = async (lab: Lab) => {
      try {
        return await observed(observe, lab);
      } catch (error) {
        task.meta.endsRun = true;
        throw error;
      }
    };
    const own = await ask(session.lab);
    const controls = await ask(control.of(session.lab));
    if (options.shard) {
      await measuredOnly(session, [own, controls]);
      task.meta.measured = { kept: session.kept };
      skip(`measured for shard ${options.shard.index}/${options.shard.of}, not judged`);
    }
    const evidence = collectEvidence(
      claim,
      own,
      { name: control.name, observed: controls },
      { rng: rngFromSeed(options.seed).fork("bootstrap") },
    );
    const expected = session.standing?.expectedOf(claim.id) ?? null;
    task.meta.claim = {
      evidence,
      expected,
      run: {
        options,
        kind: session.kind,
        notes: session.notes,
        kept: session.kept,
        parity: session.parity,
        peakMemoryMiB: peakMemoryMiB(),
      },
      lab: describeLab(await session.lab.describe()),
    };
    const differences = isDefaultRun(options, CHECKOUT)
      ? organismDifferences(evidence, {
          store: repositoryStore(),
          weightsDigest: task.meta.claim.lab.model.weightsDigest,
          published: await committedReport(),
        })
      : [];
    const { verdict, reason } = evidence.judgement;
    if (expected) expect({ verdict, reason }).toMatchObject({ verdict: expected.verdict });
    expect(verdict, reason).not.toBe("error");
    expect(differences.join("\n\n")).toBe("");
    skip(verdict === "not-run", reason);
  });
}

/** The report of the shipped organism in version control; null before the first one. */
async function committedReport(): Promise<Report | null> {
  const file = join(CHECKOUT, "reports/organism/report.json");
  return existsSync(file) ? await readReport(file) : null;
}

/**
 * Samples, or why there are none: a claim that cannot run is no failure, and a failure is no verdict.
 *
 * Throws: errors after which no claim of this run could be reported.
 */
async function observed<G extends string>(
  observe: (lab: Lab) => Promise<GroupSamples<G>>,
  lab: Lab,
): Promise<Observed<G>> {
  try {
    return { samples: await observe(lab) };
  } catch (error) {
    if (error instanceof StoreWriteError || error instanceof MissingCurveError) throw error;
    if (error instanceof NotRunError) return { failed: "not-run", because: `${error.message} ${error.hint}` };
    return { failed: "error", because: error instanceof Error ? error.message : String(error) };
  }
}

/** Measures what the report shows besides the claims, and fails where a claim would have. */
async function measuredOnly(session: Session, all: readonly Observed<string>[]): Promise<void> {
  for (const one of all) if ("failed" in one && one.failed === "error") throw new Error(one.because);
  await session.lab.describe();
}

let opened: { readonly key: string; readonly session: Promise<Session> } | undefined;
let listener: SessionEvents | undefined;

/** The session of these options: one per worker, so that weights are loaded and prompts run once. */
function sessionFor(options: RunOptions, events: SessionEvents): Promise<Session> {
  listener = events;
  const key = JSON.stringify(options);
  if (opened?.key !== key)
    opened = {
      key,
      session: openSession(options, {
        onProgress: (progress) => listener?.onProgress(progress),
        onWarning: (warning) => listener?.onWarning(warning),
      }),
    };
  return opened.session;
}

/** Highest resident memory of this process so far. Node reports KiB. */
function peakMemoryMiB(): number {
  return Math.round(process.resourceUsage().maxRSS / 1024);
}
