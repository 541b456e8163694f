import { openModel } from "../checkpoint/open-model.ts";
import { InvalidInputError } from "../errors/index.ts";
import type { Output } from "../experiment/arm.ts";
import { sensitivityCurve } from "../experiment/curve-metrics.ts";
import type { ArmCurves } from "../experiment/measure.ts";
import type { Perturbation } from "../experiment/perturbation.ts";
import type { ScaleFacts } from "../experiment/scales.ts";
import { curveOfRows } from "../experiment/walks/curve-of-rows.ts";
import { readVectorFile } from "../files/vector-file.ts";
import { type Activation, distance, stackMatrices, stackRows } from "../math/vec.ts";
import type { Device } from "../model/device.ts";
import { type HookPoint, hookPoint, isSamePoint } from "../model/hook-point.ts";
import type { LanguageModel, ResidualConvention, Tokens } from "../model/language-model.ts";
import { lastPosition, residualAt } from "../model/residual-at.ts";
import { ownPaper } from "../papers/index.ts";
import { typedHook } from "./typed-hook.ts";

/** What one curve is about. */
export interface CurveOptions<O extends Output = Output> {
  /** Directory of a model. */
  readonly model: string;
  readonly base: Tokens;
  readonly target?: Tokens;
  readonly targetVector?: string;
  /** One of SCHEDULES. */
  readonly schedule: string;
  readonly points?: number;
  /** Residual units; default: the paper's on its own model and place, elsewhere 1/80 of the distance. */
  readonly step?: number;
  /** Default: l2. */
  readonly output?: O;
  readonly at?: string;
  readonly read?: string;
  readonly convention?: ResidualConvention;
  readonly threads?: number;
  readonly device?: Device;
  readonly cacheDir?: string;
}

/** `l2` in residual units, `kl` in nats or `js`, a distance of 0..1. */
export type CurveResult<O extends Output = Output> = O extends Output
  ? {
      /** ‖target - base‖₂ where the perturbation is put in. */
      readonly distance: number;
      readonly maxSlopeStep: number | null;
    } & Readonly<Record<O, readonly number[]>>
  : never;

/** What a person is told of a curve besides its numbers. */
export interface CurveFacts {
  readonly model: string;
  readonly at: string;
  readonly readAt: string;
  readonly convention: ResidualConvention;
  readonly output: Output;
  /** Residual units: the length of one absolute step. */
  readonly step: number;
  /** What one point is beyond the one before, in words. */
  readonly axis: string;
  /** Whether weights and place are those of the paper. */
  readonly onSubject: boolean;
  /** What is to be said about how the model's files were read, one sentence each. */
  readonly remarks: readonly string[];
}

/**
 * One sensitivity curve, in the step and with the levels that a run at this place would have.
 *
 * Throws: every error of loading and running.
 */
export async function oneCurve<O extends Output = "l2">(options: CurveOptions<O>): Promise<CurveResult<O>> {
  return (await oneCurveWithFacts(options)).curve;
}

/** The same, and how it was taken. Throws: as `oneCurve`. */
export async function oneCurveWithFacts<O extends Output = "l2">(
  options: CurveOptions<O>,
): Promise<{ readonly curve: CurveResult<O>; readonly facts: CurveFacts }> {
  const output: Output = options.output ?? "l2";
  const along = perturbationOf(options.schedule);
  const model = await openModel(options.model, { ...options, convention: options.convention ?? "raw" });
  try {
    const at = typedHook(model, options.at ?? ownPaper.subject.hook);
    const readAt = typedHook(model, options.read ?? hookPoint(model.shape.layers - 1, "post"));
    const residual = await residualAt(model, options.base, at);
    const base = lastPosition(residual);
    const target = await targetOf(model, options, at);
    const points = options.points ?? ownPaper.subject.points;
    const facts = factsAt(model, at, distance(base, target));
    const step = options.step ?? ownPaper.scales.step(facts);
    const { rows, length } = along.path({ base, type: "real", points, step, draw: () => target });
    const last = stackMatrices([rows, stackRows<"row", "d_model">([target])]);
    const read = await model.resumeFrom({ residual, at, last, readAt });
    const l2 = sensitivityCurve(read); // [points + 1], the target's own distance last
    const values = output === "l2" ? l2 : await curveOfRows(read, output, { model, readAt });
    const curve = values.subarray(0, points);
    const scales = { ...ownPaper.scales.of(facts, () => onlyCurve(l2, length)), step };
    const metric = ownPaper.ofOneCurve!(along, output);
    const { name, convention } = model.identity;
    const { onSubject } = facts;
    return {
      curve: {
        distance: length,
        [output]: Array.from(curve),
        maxSlopeStep: metric.of(curve, { distance: length, nearest: length, scales }),
      } as CurveResult<O>, // the key is the output asked for
      facts: {
        ...{ model: name, at, readAt, convention, output, step, axis: along.axis, onSubject },
        remarks: model.remarks ?? [],
      },
    };
  } finally {
    await model.dispose();
  }
}

/** How steps towards a target can be spaced: the last word of the key of each of the paper's paths to a target. */
const SCHEDULES: readonly string[] = pathsToTargets().map(({ key }) => key.split(".").at(-1)!);

function perturbationOf(schedule: string): Perturbation {
  return pathsToTargets()[SCHEDULES.indexOf(schedule)]!;
}

function pathsToTargets(): readonly Perturbation[] {
  return ownPaper.perturbations.filter(({ typeIs }) => typeIs === "target");
}

/** What the scales of a run at this place depend on, where this pair is all there is. */
function factsAt({ identity }: LanguageModel, at: HookPoint, length: number): ScaleFacts {
  const { weights, hook } = ownPaper.subject;
  return {
    onSubject: identity.weightsDigest === weights && isSamePoint(at, hook),
    grid: "paper",
    meanTargetDistance: length,
  };
}

function onlyCurve(values: Float64Array, length: number): ArmCurves {
  return { bases: [0], lost: [], values, points: values.length, distance: Float64Array.of(length) };
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
  return lastPosition(residual);
}
