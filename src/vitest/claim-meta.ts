import type {} from "vitest";
import type { Evidence } from "../claim/evidence.ts";
import type { JointColumn } from "../claim/joint/joint-column.ts";
import type { Verdict } from "../claim/judge.ts";
import type { JudgedAgain } from "../claim/judged-again.ts";
import type { PairedDifference } from "../claim/paired-difference.ts";
import type { Registration } from "../claim/registration/deviation.ts";
import type { Family } from "../claim/registration/ledger.generated.ts";
import type { StandingVerdict } from "../claim/standing.ts";
import type { KeptBases } from "../experiment/bases/kept-bases.ts";
import type { DeviceParity } from "../experiment/device-parity.ts";
import type { RunRecord } from "../experiment/record.generated.ts";
import type { SubjectFinding } from "../paper/subject.ts";
import type { KeptRun } from "../run/kept-run.ts";
import type { MeasuringThreads } from "../run/measuring-threads.ts";
import type { RunOptions } from "../run/run-options.ts";
import type { ToCompare } from "./compare-evidence.ts";
import type { AsItIs, ToRegister } from "./criteria-as-they-are.ts";
import type { ToJudge } from "./judge-evidence.ts";

/** What a criterion leaves for the reporter, as plain data that crosses processes. */
export interface CriterionMeta {
  readonly evidence: Evidence;
  /** null where nothing is expected of the model. */
  readonly expected: StandingVerdict | null;
  readonly family: Family;
  /** null where nothing was registered. */
  readonly registered: Registration | null;
  /** Its statistic on resamples that all primary criteria share; null of other families, and where there is none. */
  readonly joint: JointColumn | null;
  /** The verdict of the registered run, where this one differs from it in its seed alone. */
  readonly ofOtherSeed: Verdict | null;
  /** Highest resident memory of the measuring process so far. */
  readonly peakMemoryMiB: number;
}

/** What one paper's run leaves, once: the first of its criteria brings it. */
export interface RunMeta {
  readonly options: RunOptions;
  readonly record: RunRecord;
  readonly bases: KeptBases;
  readonly subject: SubjectFinding;
  readonly notes: readonly string[];
  readonly measuring: MeasuringThreads;
  /** null on the cpu. */
  readonly parity: DeviceParity | null;
}

/** Where a paper's curves are kept. */
export interface KeptMeta {
  readonly paper: string;
  readonly kept: KeptRun | null;
}

declare module "vitest" {
  interface TaskMeta {
    criterion?: CriterionMeta;
    run?: RunMeta;
    /** Left by every criterion that was measured, judged or not. */
    kept?: KeptMeta;
    /** Its paper's run cannot be reported: a curve could not be kept, or is in no part. */
    endsRun?: true;
    /** Left instead of all this where evidence is only judged once more. */
    judgedAgain?: JudgedAgain;
    /** Left where samples of two runs are only compared. */
    pairedDifference?: PairedDifference;
    /** Left where criteria only say what decides them. */
    asItIs?: AsItIs;
  }

  interface ProvidedContext {
    /** What the project `claims` runs; nothing in other projects. */
    run: RunOptions;
    /** The first of the papers that are listed; undefined where they are those that ship. */
    firstPaper: string | undefined;
    /** Evidence that is judged once more, in the place of a run. */
    judge: ToJudge;
    /** Samples of two runs that are compared, in the place of a run. */
    compare: ToCompare;
    /** Ledgers that criteria are asked for, in the place of a run. */
    register: ToRegister;
  }
}

/** Type of the annotations by which a running claim tells how far it is. */
export const PROGRESS = "progress";

/** Type of the annotations that carry a warning: a message and a hint. */
export const WARNING = "warning";

/** Type of the annotations that carry what a report will remark on, a sentence, before anything is measured. */
export const REMARK = "remark";
