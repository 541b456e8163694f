import { GPT2_SMALL_DIGEST } from "../../checkpoint/model-kind.ts";
import { openGpt2 } from "../../checkpoint/open-gpt2.ts";
import { prepareDevice } from "../../device/prepare-device.ts";
import { InvalidInputError } from "../../errors.ts";
import type { Output } from "../../experiment/arm.ts";
import { maxSlopeStep, sensitivityCurve } from "../../experiment/curve-metrics.ts";
import { divergenceCurve } from "../../experiment/measure.ts";
import { absolutePath, entriesUpToTarget, relativePath } from "../../experiment/perturbation-path.ts";
import { blowUpLevelOf } from "../../experiment/scales.ts";
import { readVectorFile } from "../../files/vector-file.ts";
import { type Activation, distance, rowOf } from "../../math/vec.ts";
import { type HookPoint, hookPoint } from "../../model/hook-point.ts";
import type {
  LanguageModel,
  LastRows,
  Residual,
  ResidualConvention,
  Tokens,
} from "../../model/language-model.ts";
import type { Device } from "../../model/ort-device.ts";
import { PAPER, SCALED, type Schedule } from "../../papers/synthetic-activations/setup.ts";
import { fetchSources } from "../../run/fetch-sources.ts";
import { hookOf } from "../arguments.ts";

export interface CurveOptions<O extends Output = Output> {
  readonly model: string;
  readonly base: Tokens;
  readonly target?: Tokens;
  readonly targetVector?: string;
  readonly schedule: Schedule;
  readonly points?: number;
  readonly step?: number;
  /** l2 unless given. */
  readonly output?: O;
  readonly at?: string;
  readonly read?: string;
  readonly convention?: ResidualConvention;
  readonly threads?: number;
  readonly device?: Device;
  readonly cacheDir?: string;
}

/** What `curve` prints: `l2` in residual units, or `kl` in nats. */
export type CurveResult<O extends Output = Output> = O extends Output
  ? {
      /** ‖target - base‖₂ where the perturbation is put in. */
      readonly distance: number;
      readonly maxSlopeStep: number | null;
    } & Readonly<Record<O, readonly number[]>>
  : never;

/** The same on a device that is to be there, where the model may be a name of the Hub. Throws: as `fetchSources` too. */
export async function curveNamed(options: CurveOptions): Promise<CurveResult> {
  await prepareDevice(options.device ?? "cpu");
  const { model } = await fetchSources({ model: options.model, sae: false }, process.stderr);
  return curve({ ...options, model: model?.dir ?? options.model });
}

/** Throws: every error of loading and running. */
export async function curve<O extends Output = "l2">(options: CurveOptions<O>): Promise<CurveResult<O>> {
  const output: Output = options.output ?? "l2";
  const model = await openGpt2(options.model, { ...options, convention: options.convention ?? "raw" });
  try {
    const at = hookOf(model, options.at ?? PAPER.perturbAt);
    const readAt = hookOf(model, options.read ?? hookPoint(model.shape.layers - 1, "post"));
    const residual = await residualAt(model, options.base, at);
    const base = rowOf(residual, residual.rows - 1);
    const target = await targetOf(model, options, at);
    const length = distance(base, target);
    const points = options.points ?? PAPER.points;
    const step = options.step ?? (isGpt2Small(model) ? PAPER.gpt2Step : length / SCALED.stepsToMeanTarget);
    const path =
      options.schedule === "relative"
        ? relativePath(base, target, points)
        : absolutePath(base, target, points, step);
    const read = await model.resumeFrom({ residual, at, last: withRow(path, target), readAt });
    const l2 = sensitivityCurve(read); // [points + 1], the target's own distance last
    const values = output === "l2" ? l2 : await divergenceCurve(read, { model, readAt });
    const level = blowUpLevelOf(output, { blowUpLevel: l2BlowUpLevel(model, l2[points]!) });
    const entries = options.schedule === "relative" ? points : entriesUpToTarget(length, step, points);
    return {
      distance: length,
      [output]: Array.from(values.subarray(0, points)),
      maxSlopeStep: maxSlopeStep(values.subarray(0, entries), level),
    } as CurveResult<O>; // the key is the output asked for
  } finally {
    await model.dispose();
  }
}

/** The rise of L2 that counts as a blow-up; off GPT-2 small a thousandth of 8.3 % of the curve's value at the target. */
function l2BlowUpLevel(model: LanguageModel, atTarget: number): number {
  if (isGpt2Small(model)) return PAPER.gpt2BlowUpLevel;
  return (SCALED.plateauFraction * atTarget) / SCALED.plateauOverBlowUp;
}

function isGpt2Small({ identity }: LanguageModel): boolean {
  return identity.weightsDigest === GPT2_SMALL_DIGEST;
}

async function targetOf(model: LanguageModel, options: CurveOptions, at: HookPoint): Promise<Activation> {
  const { target, targetVector } = options;
  if ((target === undefined) === (targetVector === undefined))
    throw new InvalidInputError({
      what: "the target",
      got: target === undefined ? undefined : "given twice",
      want: "given once, by --target or by --target-vector",
      hint: "Hint: --target takes token ids, --target-vector a JSON file.",
    });
  if (targetVector !== undefined) return readVectorFile(targetVector, model.shape.dModel);
  const residual = await residualAt(model, target!, at);
  return rowOf(residual, residual.rows - 1);
}

async function residualAt(model: LanguageModel, tokens: Tokens, at: HookPoint): Promise<Residual> {
  const { residuals } = await model.run({ from: { tokens }, read: [at] });
  return residuals.get(at)!;
}

function withRow(rows: LastRows, row: Activation): LastRows {
  const data = new Float32Array(rows.data.length + row.length);
  data.set(rows.data);
  data.set(row, rows.data.length);
  return { ...rows, rows: rows.rows + 1, data };
}
