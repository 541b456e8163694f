import type {} from "vitest";
import type { ModelKind } from "../checkpoint/model-kind.ts";
import type { Evidence } from "../claim/evidence.ts";
import type { StandingVerdict } from "../claim/standing.ts";
import type { DeviceParity } from "../experiment/device-parity.ts";
import type { LabRecord } from "../experiment/lab-record.ts";
import type { KeptRun } from "../run/kept-run.ts";
import type { RunOptions } from "../run/run-options.ts";

/** What a claim test leaves for the reporter, as plain data that crosses processes. */
export interface ClaimMeta {
  readonly evidence: Evidence;
  /** null where nothing is expected of the model. */
  readonly expected: StandingVerdict | null;
  readonly run: {
    readonly options: RunOptions;
    readonly kind: ModelKind;
    readonly notes: readonly string[];
    readonly kept: KeptRun | null;
    /** null on the cpu. */
    readonly parity: DeviceParity | null;
    /** Highest resident memory of the measuring process so far. */
    readonly peakMemoryMiB: number;
  };
  readonly lab: LabRecord;
}

/** What a claim leaves that was measured for a shard and not judged. */
export interface MeasuredMeta {
  readonly kept: KeptRun | null;
}

declare module "vitest" {
  interface ProvidedContext {
    run: RunOptions;
  }
  interface TaskMeta {
    claim?: ClaimMeta;
    measured?: MeasuredMeta;
    /** The run cannot be reported: a curve could not be kept, or is in no part. */
    endsRun?: true;
  }
}

/** Type of the annotations by which a running claim tells how far it is. */
export const PROGRESS = "progress";

/** Type of the annotations that carry a warning: a message and a hint. */
export const WARNING = "warning";
