import { expect } from "vitest";
import type { TestModule } from "vitest/node";
import { defineCriterion } from "../../src/claim/criterion.ts";
import { collectEvidence } from "../../src/claim/evidence.ts";
import { recordOf } from "../../src/experiment/record.ts";
import { rngFromSeed } from "../../src/math/rng.ts";
import type { Paper } from "../../src/paper/paper.ts";
import { paper } from "../../src/papers/synthetic-activations/index.ts";
import { defaultRunOptions } from "../../src/run/run-options.ts";
import type { CriterionMeta, KeptMeta, RunMeta } from "../../src/vitest/claim-meta.ts";
import ClaimReporter, { type RunOutcome } from "../../src/vitest/claim-reporter.ts";
import { meanDefinition, planted } from "./claims.ts";
import { fakeLab } from "./fake-lab.ts";
import { fakeModel } from "./fake-model.ts";
import { ROOT } from "./root.ts";
import { shownOf } from "./shown.ts";

const model = fakeModel();
export const state = await fakeLab({
  model: { ...model, identity: { ...model.identity, weightsDigest: "b".repeat(64) } },
  sae: null,
}).lab.measureShown();

/** A paper that no list of the project has, with its hypotheses the other way round. */
export const second: Paper = { ...paper, id: "second", hypotheses: paper.hypotheses.toReversed() };

const NO_BASES: RunMeta["bases"] = {
  ...{ schemaVersion: 1, points: 0, tokens: [], texts: null, norm: [], latents: null },
  ...{ targets: [], curves: [], values: [] },
};

/** The run of a paper with one drawing of each kind: every test writes a report, and few look at what was measured. */
function shortRecord(of: Paper): RunMeta["record"] {
  const { ladder: _, ...record } = recordOf(state, shownOf(of));
  const [key, types] = Object.entries(record.measurements)[0]!;
  return {
    ...record,
    curves: record.curves.slice(0, 1),
    distributions: record.distributions.slice(0, 1),
    measurements: { [key]: types },
  };
}

interface Left {
  readonly criterion: CriterionMeta;
  readonly kept: KeptMeta;
}

/** What any criterion of a paper leaves. */
export function left(
  name: string,
  changes: Partial<CriterionMeta> & { of?: Paper; hypothesis?: string } = {},
): Left {
  const { of = paper, hypothesis = "E2", ...more } = changes;
  const definition = meanDefinition({ above: 3, because: "r" }, { hypothesis });
  const [own, control] = [{ samples: planted(6) }, { samples: planted(0) }];
  const evidence = collectEvidence(
    defineCriterion(of, name, definition),
    { own, control },
    { rng: rngFromSeed(0), resamples: 100 },
  );
  return {
    criterion: {
      ...{ evidence, expected: null, peakMemoryMiB: 7 },
      ...{ family: "exploratory", registered: null, joint: null, ofOtherSeed: null },
      ...more,
    },
    kept: { paper: of.id, kept: null },
  };
}

/** What the criteria of runs leave whose reports go into a folder. */
export function runsInto(out: () => string) {
  const options = () => ({ ...defaultRunOptions(ROOT), out: out() });

  /** What the first criterion of a paper's run leaves besides its evidence. */
  function runOf(of: Paper, changes: Partial<RunMeta> = {}): RunMeta {
    const subject = { weights: false, hook: true, same: false, differs: ["the model is not GPT-2 small"] };
    return {
      options: options(),
      record: shortRecord(of),
      bases: NO_BASES,
      subject,
      notes: [],
      measuring: { workers: 3, threads: 2 },
      parity: null,
      ...changes,
    };
  }

  /** What the first criterion of a run leaves. */
  const first = (name: string, changes: Partial<RunMeta> = {}) => ({
    ...left(name),
    run: runOf(paper, changes),
  });
  return { options, runOf, first };
}

/** A test as vitest tells of it: what it left, and how it failed. */
export const test = (meta: object, errors: readonly object[] = [], project = "claims") => ({
  meta: () => meta,
  project: { name: project },
  result: () => ({ state: errors.length > 0 ? "failed" : "passed", errors }),
});

/** One that was not measured: its paper's needs are not met. */
export const skipped = () => ({
  ...test({}),
  result: () => ({ state: "skipped", note: "the model has no SAE" }),
});

export const moduleOf = (tests: readonly object[], errors: readonly object[] = []) =>
  ({ children: { allTests: () => tests }, errors: () => errors }) as unknown as TestModule;

export async function finish(
  modules: readonly TestModule[],
  unhandled: readonly { message: string }[] = [],
): Promise<RunOutcome> {
  let outcome: RunOutcome | undefined;
  const reporter = new ClaimReporter({
    root: ROOT,
    command: "npm run reproduce",
    papers: [paper, second],
    onFinished: (finished) => {
      outcome = finished;
    },
  });
  reporter.onTestRunStart();
  await reporter.onTestRunEnd(modules, unhandled as never);
  return outcome!;
}

/** The same of one paper's run, in one module. */
export async function finishOne(...tests: readonly object[]) {
  const { papers, errors } = await finish([moduleOf(tests)]);
  expect(papers).toHaveLength(1);
  return { ...papers[0]!, errors };
}
