import { createLab, type Lab, type RunLab } from "../../src/experiment/lab.ts";
import type { LabOptions } from "../../src/experiment/lab-curves.ts";
import {
  blowUpRatio,
  maxSlopeStep,
  paper,
  plateauLength,
} from "../../src/papers/synthetic-activations/index.ts";
import type { ReadyPromptSource } from "../../src/prompts/prompt-source.ts";
import type { SparseAutoencoder } from "../../src/sae/sparse-autoencoder.ts";
import { drawRun } from "./draw-run.ts";
import { FAKE_D_MODEL, type FakeModel, fakeModel, fakePrompts } from "./fake-model.ts";
import { buildSae } from "./tiny-dictionary.ts";

export const FAKE_SAE = buildSae({ dModel: FAKE_D_MODEL, dSae: 40, dead: 2, seed: 3 });
export const FAKE_SEED = "7";
export const FAKE_BASES = 6;
export const FAKE_POINTS = 20;
/** Prompts behind the covariance of a fake run: those that its pairs leave. */
export const FAKE_POPULATION = 120 - 2 * FAKE_BASES;

/** A lab of the paper on the fake model, with what was asked of the models. */
export interface FakeLab {
  readonly lab: RunLab;
  readonly model: FakeModel;
  readonly untrained: readonly FakeModel[];
}

export function fakeLab(changes: Partial<LabOptions> = {}): FakeLab {
  const model = fakeModel();
  const untrained: FakeModel[] = [];
  const bases = changes.bases ?? FAKE_BASES;
  const lab = createLab({
    plan: paper,
    model,
    sae: FAKE_SAE,
    prompts: { ...fakeRun(fakePrompts(120), bases), topicOf: (tokens) => tokens[0]! % 3 },
    bases,
    seed: FAKE_SEED,
    perturbAt: "blocks.1.hook_resid_pre",
    readAt: "blocks.2.hook_resid_post",
    points: FAKE_POINTS,
    onSubject: false,
    openUntrained: async () => {
      const opened = fakeModel({ name: "untrained", gain: 0.1 });
      untrained.push(opened);
      return opened;
    },
    openOther: async (name) => fakeModel({ name, gain: 4 }),
    ...changes,
  });
  return { lab, model, untrained };
}

/** The prompts of a fake run, with as many pairs as the source gives up to `upTo`. */
export const fakeRun = (source: ReadyPromptSource, bases = FAKE_BASES, upTo = bases) =>
  drawRun(source, FAKE_SEED, { bases, upTo, dModel: FAKE_D_MODEL });

/** Every kind of question, by name. */
export const QUESTIONS: Readonly<Record<string, (lab: Lab) => ReturnType<Lab["sample"]>>> = {
  real: (lab) => lab.sample(maxSlopeStep.relative, "real"),
  random: (lab) => lab.sample(maxSlopeStep.absolute, "random"),
  "random again": (lab) => lab.sample(maxSlopeStep.absolute, "random#2"),
  bag: (lab) => lab.sample(plateauLength, "baseline"),
  "bag again": (lab) => lab.sample(plateauLength, "baseline#2"),
  structured: (lab) => lab.sample(blowUpRatio.relative, "structured"),
  control: (lab) =>
    lab.with({ structured: "structured-on-shuffled-dictionary" }).sample(maxSlopeStep.absolute, "structured"),
  untrained: (lab) => lab.untrained().sample(maxSlopeStep.relative, "random"),
};

export async function answers(order: readonly string[]): Promise<Record<string, unknown>> {
  const { lab } = fakeLab();
  const given: Record<string, unknown> = {};
  for (const name of order) given[name] = await QUESTIONS[name]!(lab);
  return given;
}

/** The same SAE, counting how often it is asked to encode. */
export function countingSae(sae: SparseAutoencoder = FAKE_SAE): {
  readonly sae: SparseAutoencoder;
  readonly asked: { encoded: number };
} {
  const asked = { encoded: 0 };
  return {
    asked,
    sae: {
      ...sae,
      encode: (x) => {
        asked.encoded++;
        return sae.encode(x);
      },
    },
  };
}
