import type { PlannedRelease } from "../../hub/planned-downloads.ts";
import { MEASURED_WEIGHTS_BYTES } from "../../limits.ts";
import { parseHookPoint } from "../../model/hook-point.ts";
import { ownPaper } from "../../papers/index.ts";
import type { MeasuringThreads } from "../measuring-threads.ts";
import type { Machine } from "./machine.ts";
import { bytesOf, type ModelSize } from "./model-size.ts";

/** How long a run takes, and what that was made out from. */
export interface RunTime {
  readonly minutes: number;
  readonly from: string;
}

/** What a run takes besides the points of its paths: 50 minutes on GPT-2 small where its points alone take 37. */
const BESIDE_POINTS = 1.35;
/** Start, covariance and intervals of any run, seconds. */
const FIXED_SECONDS = 10;
/** The share of a plain product's rate that the fast path reaches: 88 to 92 % of the machine's best. */
const SHARE_OF_PRODUCT = 0.9;
/** Minutes, from a point measured on the weights where they are here, else from the machine's matrix products. */
export async function runTime(
  size: ModelSize,
  at: {
    readonly model: PlannedRelease;
    readonly measuring: MeasuringThreads;
    readonly curves: number;
    readonly machine: Machine;
    /** Where the stream is perturbed; null: where the paper does. */
    readonly perturbAt: string | null;
  },
): Promise<RunTime> {
  const { model, measuring, curves, machine } = at;
  const { threads, workers } = measuring;
  const { hook, points } = ownPaper.subject;
  const { layer } = parseHookPoint(at.perturbAt ?? hook, Number.POSITIVE_INFINITY);
  const first = Math.min(layer, size.layers - 1);
  const bytes = model.dir === null ? null : await bytesOf(model.dir, "model.safetensors");
  const measured =
    model.dir !== null && bytes !== null && bytes <= MEASURED_WEIGHTS_BYTES
      ? await machine.secondsOfPoint(model.dir, { first, threads })
      : null;
  const seconds =
    measured ?? size.operations(first) / (SHARE_OF_PRODUCT * (await machine.productRate(threads)));
  return {
    minutes: (FIXED_SECONDS + (BESIDE_POINTS * curves * points * seconds) / workers) / 60,
    from:
      measured === null
        ? "from the speed of this machine's matrix products"
        : "from points measured on these weights on this machine",
  };
}
