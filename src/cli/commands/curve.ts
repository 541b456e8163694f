import type { Command } from "commander";
import { GPT2_SMALL_DIGEST } from "../../checkpoint/model-kind.ts";
import { openModel } from "../../checkpoint/open-model.ts";
import { prepareDevice } from "../../device/prepare-device.ts";
import { InvalidInputError } from "../../errors.ts";
import type { Output } from "../../experiment/arm.ts";
import { maxSlopeStep, sensitivityCurve } from "../../experiment/curve-metrics.ts";
import { divergenceCurve } from "../../experiment/measure.ts";
import { absolutePath, entriesUpToTarget, relativePath } from "../../experiment/perturbation-path.ts";
import { blowUpLevelOf } from "../../experiment/scales.ts";
import { readVectorFile } from "../../files/vector-file.ts";
import { type Activation, distance, rowOf } from "../../math/vec.ts";
import { type HookPoint, hookPoint, parseHookPoint } from "../../model/hook-point.ts";
import type { LanguageModel, LastRows, ResidualConvention, Tokens } from "../../model/language-model.ts";
import type { Device } from "../../model/ort-device.ts";
import { residualAt } from "../../model/residual-at.ts";
import { PAPER, SCALED, type Schedule } from "../../papers/synthetic-activations/setup.ts";
import { fetchSources } from "../../run/fetch-sources.ts";
import { parseChoice, parseConvention, parseCount, parseDevice, parseTokens } from "../arguments.ts";

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

/** `curve`: one sensitivity curve as JSON. */
export function curveCommand(program: Command): void {
  program
    .command("curve")
    .description("Print the sensitivity curve of one base prompt towards one target as JSON.")
    .requiredOption("--model <dir|name>", "GPT-2 directory, gpt2, or a Hub id")
    .requiredOption("--base <ids>", "token ids of the base prompt, separated by commas", parseTokens)
    .option("--target <ids>", "token ids of the target prompt: its last position is the target", parseTokens)
    .option("--target-vector <file>", "the target itself: a JSON array of d_model numbers")
    .requiredOption(
      "--schedule <name>",
      "relative (point i at i/(points-1) of the way) or absolute (i x step)",
      parseSchedule,
    )
    .option("--points <n>", "points of the path", parseCount("--points", 2), PAPER.points)
    .option("--step <x>", "absolute step (default: 0.5 on GPT-2 small, else 1/80 of the distance)", parseStep)
    .option(
      "--output <name>",
      "l2 (how far the stream moves) or kl (how far the prediction does, KL(P_0 || P_n) in nats)",
      parseOutput,
      "l2",
    )
    .option("--at <name>", "where the last position is replaced", PAPER.perturbAt)
    .option("--read <name>", "where it is read (default: the last block's hook_resid_post)")
    .option("--convention <name>", "raw or centred", parseConvention, "raw")
    .option("--threads <n>", "threads of the runtime (default: the cores)", parseCount("--threads", 1))
    .option("--device <name>", "cpu, webgpu or cuda", parseDevice, "cpu")
    .addHelpText(
      "after",
      `
Examples:
  npm run -s cli -- curve --model fixtures/organism --base 12,104,106 --target 47,437,74 --schedule relative
  npm run -s cli -- curve --model fixtures/organism --base 12,104 --target-vector v.json --schedule absolute --step 0.1`,
    )
    .action(async (options: CurveOptions) => {
      await prepareDevice(options.device ?? "cpu");
      const { model = options.model } = await fetchSources({ ...options, sae: false }, process.stderr);
      process.stdout.write(`${JSON.stringify(await curve({ ...options, model }))}\n`);
    });
}

/** Throws: every error of loading and running. */
export async function curve<O extends Output = "l2">(options: CurveOptions<O>): Promise<CurveResult<O>> {
  const output: Output = options.output ?? "l2";
  const model = await openModel(options.model, { ...options, convention: options.convention ?? "raw" });
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

function withRow(rows: LastRows, row: Activation): LastRows {
  const data = new Float32Array(rows.data.length + row.length);
  data.set(rows.data);
  data.set(row, rows.data.length);
  return { ...rows, rows: rows.rows + 1, data };
}

function hookOf(model: LanguageModel, name: string): HookPoint {
  parseHookPoint(name, model.shape.layers, model.shape.sites);
  return name as HookPoint;
}

const parseSchedule: (text: string) => Schedule = parseChoice(
  "--schedule",
  ["relative", "absolute"],
  "the paper's main setting is absolute.",
);

const parseOutput: (text: string) => Output = parseChoice(
  "--output",
  ["l2", "kl"],
  "l2 is how far the stream moves, kl how far the next-token prediction does.",
);

function parseStep(text: string): number {
  const step = Number(text);
  if (!(step > 0) || !Number.isFinite(step))
    throw new InvalidInputError({
      what: "--step",
      got: text,
      want: "a positive number of residual units",
      hint: "Hint: on GPT-2 small it is 0.5.",
    });
  return step;
}
