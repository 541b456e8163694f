import type { CurveStore } from "../../src/experiment/curve-store.ts";
import { createLab, type Lab, type RunLab } from "../../src/experiment/lab.ts";
import type { LabOptions } from "../../src/experiment/lab-curves.ts";
import { recordOf } from "../../src/experiment/record.ts";
import type { Shard } from "../../src/experiment/shard.ts";
import { permutation, rngFromSeed } from "../../src/math/rng.ts";
import { SITES } from "../../src/model/hook-point.ts";
import type { CurveEnds, LanguageModel, Residual } from "../../src/model/language-model.ts";
import { lastPositionsOneByOne, runOneByOne } from "../../src/model/residual-at.ts";
import {
  blowUpRatio,
  maxSlopeStep,
  maxSlopeStepOfKl,
  paper,
  plateauLength,
} from "../../src/papers/synthetic-activations/index.ts";
import { listedPrompts, type RunPrompts } from "../../src/prompts/prompt-source.ts";
import { drawRun } from "./draw-run.ts";
import { shownOf } from "./shown.ts";

const D_MODEL = 3;
const SEED = "0";

/**
 * A model of a few sums whose numbers depend on how many rows run together, far more than any real one's: a run whose
 * batches depend on what was kept, killed or asked first gives other bytes.
 */
function batchSensitiveModel(name: string, scale: number): LanguageModel {
  const embed = (token: number, i: number) => Math.sin(1 + token * (i + 1));
  const run: LanguageModel["run"] = async ({ from, read }) => {
    if (!("tokens" in from)) throw new Error("the toy model starts from tokens");
    const data = new Float32Array(from.tokens.length * D_MODEL);
    data.forEach((_, at) => {
      data[at] = embed(from.tokens[Math.floor(at / D_MODEL)]!, at % D_MODEL);
    });
    const residual: Residual = { rows: from.tokens.length, cols: D_MODEL, data };
    return { residuals: new Map(read.map((hook) => [hook, residual])) };
  };
  return {
    run,
    lastPositions: lastPositionsOneByOne(run),
    runAll: runOneByOne(run),
    identity: { name, weightsDigest: "0".repeat(64), runtime: "sums", convention: "raw" },
    shape: { layers: 2, heads: 1, dModel: D_MODEL, positions: 4, vocabulary: 1000, sites: SITES },
    async resumeFrom({ residual, last }) {
      const batch = 1 + last.rows / 64;
      const data = last.data.map((value, at) => {
        const before = last.data[at % D_MODEL === 0 ? at + 1 : at - 1]!;
        return scale * batch * Math.tanh(2 * value + before + residual.data[at % D_MODEL]!);
      });
      return { rows: last.rows, cols: D_MODEL, data };
    },
    async mlpPre({ last, blocks }) {
      const data = Float32Array.from(blocks.flatMap(() => [...last.data]));
      return { rows: last.rows, cols: blocks.length * D_MODEL, data };
    },
    divergences: async (ends) => fromFirst(ends).map((d) => (1 + ends.rows / 64) * d),
    jensenShannon: async (ends) => fromFirst(ends).map(Math.tanh),
    dispose: async () => {},
  };
}

/** How far the first number of every row is from that of its curve's first. Shape: [row]. */
function fromFirst({ rows, data, each = rows }: CurveEnds): Float64Array {
  return Float64Array.from({ length: rows }, (_, n) =>
    Math.abs(data[n * D_MODEL]! - data[(n - (n % each)) * D_MODEL]!),
  );
}

export interface ToyRun {
  readonly bases: number;
  /** Rows of one path: with the number of arms the size of a batch. */
  readonly points: number;
  readonly store?: CurveStore;
  readonly shard?: Shard;
  /** What stands for the measuring models; the toy ones unless given. */
  readonly resumeFrom?: LanguageModel["resumeFrom"];
  /** How many calls the models take at a time; more than one end in another order than they began. Default: 1. */
  readonly atOnce?: number;
}

/** The same model, whose calls end in an order of their own. */
function inAnyOrder(model: LanguageModel, atOnce: number): LanguageModel {
  const rng = rngFromSeed(atOnce);
  const later = async () => {
    for (let left = rng.integer(2 * atOnce); left > 0; left--)
      await new Promise((next) => setImmediate(next));
  };
  return {
    ...model,
    callsAtOnce: atOnce,
    async run(options) {
      await later();
      return model.run(options);
    },
    async resumeFrom(options) {
      await later();
      return model.resumeFrom(options);
    },
  };
}

/** This many pairs and forty activations. */
function numbers(pairs: number): RunPrompts {
  const listed = Array.from({ length: 2 * pairs + 40 }, (_, i) => [i, i + 7]);
  return drawRun(listedPrompts("numbers", listed), SEED, { bases: pairs, dModel: D_MODEL });
}

/** All bases of a toy run: some claims ask for more than the run has. */
export const toyBases = (bases: number): number => bases + 3;

export function toyLab({ bases, points, resumeFrom, atOnce = 1, ...rest }: ToyRun): RunLab {
  const measuring = (model: LanguageModel) => {
    const own = resumeFrom ? { ...model, resumeFrom } : model;
    return atOnce === 1 ? own : inAnyOrder(own, atOnce);
  };
  const options: LabOptions = {
    plan: paper,
    model: measuring(batchSensitiveModel("toy", 1)),
    sae: null,
    prompts: numbers(toyBases(bases)),
    bases,
    seed: SEED,
    perturbAt: "blocks.1.hook_resid_pre",
    readAt: "blocks.1.hook_resid_post",
    points,
    onSubject: false,
    openUntrained: async () => measuring(batchSensitiveModel("untrained toy", 0.5)),
    ...rest,
  };
  return createLab(options);
}

/** What claims and controls ask; two of them need arms that no report shows. */
const QUESTIONS: Readonly<Record<string, (lab: Lab) => Promise<unknown>>> = {
  real: (lab) => lab.sample(maxSlopeStep.relative, "real"),
  absolute: (lab) => lab.sample(maxSlopeStep.absolute, "random"),
  plateau: (lab) => lab.sample(plateauLength, "random"),
  "another draw": (lab) => lab.with({ real: "random#2" }).sample(blowUpRatio.absolute, "real"),
  "more of a batch": (lab) => lab.withMoreBases().sample(maxSlopeStep.relative, "real"),
  more: (lab) => lab.withMoreBases().sample(maxSlopeStep.absolute, "random"),
  "more of another draw": (lab) =>
    lab.with({ real: "random#2" }).withMoreBases().sample(maxSlopeStep.relative, "real"),
  prediction: (lab) => lab.sample(maxSlopeStepOfKl.absolute, "real"),
  "a third draw": (lab) => lab.sample(plateauLength, "random#3"),
  untrained: (lab) => lab.untrained().sample(maxSlopeStep.absolute, "real"),
  "untrained random": (lab) => lab.untrained().sample(maxSlopeStep.relative, "random"),
};

/** Everything a report is made of, as text: the answers and the run's record. `order` shuffles the questions. */
export async function toyReport(lab: RunLab, order = 0): Promise<string> {
  const names = Object.keys(QUESTIONS);
  const answers = new Map<string, unknown>();
  for (const i of permutation(rngFromSeed(order), names.length))
    answers.set(names[i]!, await QUESTIONS[names[i]!]!(lab));
  const record = recordOf(await lab.measureShown(), shownOf(paper));
  return JSON.stringify([names.map((name) => answers.get(name)), record]);
}

/** Asks everything without telling: what a shard does. */
export async function measureToy(lab: RunLab): Promise<void> {
  for (const ask of Object.values(QUESTIONS)) await ask(lab);
  await lab.measureShown();
}
