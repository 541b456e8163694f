import { expect, inject, test } from "vitest";
import type { Claim, GroupSamples } from "../claim/claim.ts";
import { collectEvidence, type Observed } from "../claim/evidence.ts";
import { NotRunError } from "../errors.ts";
import type { Lab } from "../experiment/lab.ts";
import { describeLab } from "../experiment/lab-record.ts";
import { rngFromSeed } from "../math/rng.ts";
import { PROGRESS } from "./claim-meta.ts";
import type { RunOptions } from "./run-options.ts";
import { openSession, type Progress, type Session } from "./session.ts";

/** The same measurement with the effect taken out of the lab. It must not be supported. */
export interface ControlDefinition {
  readonly name: string;
  readonly of: (lab: Lab) => Lab;
}

/**
 * Registers a claim as a test: observes, judges the claim and its control, leaves the evidence for the report and
 * asserts the verdict that is expected of the model.
 *
 * `observe` returns samples and nothing else; the control goes through the same `observe`, the same bases, seed and
 * judge.
 */
export function claimTest<const G extends string>(
  claim: Claim<G>,
  observe: (lab: Lab) => Promise<GroupSamples<G>>,
  control: ControlDefinition,
): void {
  test(`${claim.hypothesis} ${claim.id}`, async ({ task, annotate, skip }) => {
    const options = inject("run");
    const session = await sessionFor(options, (progress) => {
      void annotate(JSON.stringify(progress), PROGRESS);
    });
    const evidence = collectEvidence(
      claim,
      await observed(observe, session.lab),
      { name: control.name, observed: await observed(observe, control.of(session.lab)) },
      { rng: rngFromSeed(options.seed).fork("bootstrap") },
    );
    const expected = session.standing?.expectedOf(claim.id) ?? null;
    task.meta.claim = {
      evidence,
      expected,
      run: { options, kind: session.kind, notes: session.notes, peakMemoryMiB: peakMemoryMiB() },
      lab: describeLab(await session.lab.describe()),
    };
    const { verdict, reason } = evidence.judgement;
    if (expected) expect({ verdict, reason }).toMatchObject({ verdict: expected.verdict });
    expect(verdict, reason).not.toBe("error");
    skip(verdict === "not-run", reason);
  });
}

/** Samples, or why there are none: a claim that cannot run is no failure, and a failure is no verdict. */
async function observed<G extends string>(
  observe: (lab: Lab) => Promise<GroupSamples<G>>,
  lab: Lab,
): Promise<Observed<G>> {
  try {
    return { samples: await observe(lab) };
  } catch (error) {
    if (error instanceof NotRunError) return { failed: "not-run", because: `${error.message} ${error.hint}` };
    return { failed: "error", because: error instanceof Error ? error.message : String(error) };
  }
}

let opened: { readonly key: string; readonly session: Promise<Session> } | undefined;
let listener: Progress = () => {};

/** The session of these options: one per worker, so that weights are loaded and prompts run once. */
function sessionFor(options: RunOptions, onProgress: Progress): Promise<Session> {
  listener = onProgress;
  const key = JSON.stringify(options);
  if (opened?.key !== key) opened = { key, session: openSession(options, (progress) => listener(progress)) };
  return opened.session;
}

/** Highest resident memory of this process so far. Node reports KiB. */
function peakMemoryMiB(): number {
  return Math.round(process.resourceUsage().maxRSS / 1024);
}
