import { basename, join } from "node:path";
import { readModelConfig } from "../checkpoint/model-config.ts";
import { loadModelDirectory } from "../checkpoint/model-directory.ts";
import { openSae } from "../checkpoint/sae-directory.ts";
import { readAt, toFloat32, withFile } from "../checkpoint/safetensors.ts";
import { openTokenizer } from "../checkpoint/tokenizer.ts";
import { hasTokenizer } from "../checkpoint/tokenizers/tokenizer-files.ts";
import { openPublishedWeights } from "../checkpoint/weights/published-weights.ts";
import { bareName } from "../checkpoint/weights/stored-names.ts";
import { type Diagnosis, examine, notExamined } from "../doctor/examine.ts";
import type { ExpectedValues } from "../doctor/expected-values.ts";
import { examineHealth, type Health } from "../doctor/general.ts";
import type { Installation } from "../doctor/installation.ts";
import { quantisedTrap } from "../doctor/rounded-weights.ts";
import { commonMarks, type GridMarks, gridMarks, gridOf, type WeightGrid } from "../doctor/weight-grid.ts";
import { SaeMismatchError } from "../errors/index.ts";
import { WEIGHT_PIECE_BYTES } from "../limits.ts";
import type { Device } from "../model/device.ts";
import type { Checkpoint, GeluForm } from "../model/family.ts";
import { hookPoint, parseHookPoint } from "../model/hook-point.ts";
import type { LanguageModel, ResidualConvention } from "../model/language-model.ts";
import { createOrtModel } from "../model/ort-model.ts";
import { threadsFor, weightBytesOf } from "./measuring-threads.ts";
import { doctorPrompts } from "./prompts/doctor-prompts.ts";
import { readPromptsFile } from "./prompts-file.ts";

export interface ExamineDirectoriesOptions {
  readonly model: string;
  readonly sae?: string | null;
  /** The user's own prompts, looked at for BOS tokens. */
  readonly prompts?: string | null;
  readonly expected: ExpectedValues;
  /** Default: the SAE's, and the expected one without an SAE. */
  readonly convention?: ResidualConvention;
  /** Of one operator; default: those of a run. */
  readonly threads?: number;
  /** Default: the cpu. */
  readonly device?: Device;
  readonly cacheDir?: string;
}

/**
 * Opens a model and an SAE as a run would and examines them.
 *
 * Throws: the typed errors of the loaders; SaeMismatchError for an SAE of another width.
 */
export async function examineDirectories(options: ExamineDirectoriesOptions): Promise<Diagnosis> {
  return (await examineBoth(options, { inGeneral: false })).diagnosis;
}

/**
 * The same, and with `inGeneral` what holds of any model and SAE; null where its weights cannot be run.
 *
 * Throws: as `examineDirectories`.
 */
export async function examineBoth(
  options: ExamineDirectoriesOptions,
  { inGeneral }: { readonly inGeneral: boolean },
): Promise<{ readonly health: Health | null; readonly diagnosis: Diagnosis }> {
  const { expected } = options;
  const quantised = await quantisedFormat(options.model);
  if (quantised !== null) {
    const traps = [quantisedTrap(quantised)];
    return { health: null, diagnosis: notExamined(expected, "weights in whole numbers are not run", traps) };
  }
  const opened: LanguageModel[] = [];
  try {
    const installation = await openInstallation(options, opened);
    const { model, prompts } = installation;
    const health = inGeneral
      ? await examineHealth(installation, await doctorPrompts(options.model, model.shape, prompts))
      : null;
    return { health, diagnosis: await examine(installation, expected) };
  } finally {
    for (const model of opened) await model.dispose();
  }
}

/**
 * The installation alone; every model it opens is added to `opened`, for the caller to dispose of.
 *
 * Throws: as `examineDirectories`.
 */
export async function openInstallation(
  options: ExamineDirectoriesOptions,
  opened: LanguageModel[],
): Promise<Installation> {
  const { expected, device = "cpu" } = options;
  const cache = options.cacheDir === undefined ? {} : { cacheDir: options.cacheDir };
  const checkpoint = await loadModelDirectory(options.model, cache);
  const threads = options.threads ?? threadsFor(weightBytesOf(checkpoint));
  const sae = options.sae ? await openSae(options.sae) : null;
  const { config, family } = checkpoint;
  const { dModel, layers } = config;
  if (sae && sae.dModel !== dModel)
    throw new SaeMismatchError({
      sae: sae.name,
      fact: `reads vectors of ${sae.dModel} numbers, but the model's residual stream has ${dModel}`,
      hint: "Hint: pass the --sae that was trained on this --model.",
    });
  const hook =
    sae?.hook ?? (hasHook(expected.hook, checkpoint) ? expected.hook : hookPoint(layers - 1, "post"));
  parseHookPoint(hook, layers, family.sites);
  const fits = family.conventions.includes(expected.convention) && isOfExpectedSize(checkpoint, expected);
  const convention = options.convention ?? sae?.convention ?? (fits ? expected.convention : "raw");
  const open = (of: Checkpoint) => {
    const model = createOrtModel(of, { convention, threads, device });
    opened.push(model);
    return model;
  };
  const model = open(checkpoint);
  const tokenizer = hasTokenizer(options.model) ? await openTokenizer(options.model, config) : null;
  const { bos } = expected;
  return {
    model,
    gelu: geluOf(checkpoint, model, open),
    recentre: false,
    hook,
    readAt: hook,
    sae,
    tokensOf: (prompt) => (prompt.bos ? [bos, ...prompt.tokens] : prompt.tokens),
    encode: tokenizer === null ? null : tokenizer.encode,
    grid: await readWeightGrid(checkpoint),
    prompts: options.prompts
      ? (await readPromptsFile(options.prompts, { shape: model.shape, tokenizerDir: options.model })).prompts
      : null,
  };
}

/** Whether the expected values may be about this model: what a run of another one takes without an SAE is raw. */
function isOfExpectedSize({ config }: Checkpoint, { checks }: ExpectedValues): boolean {
  return checks.every(
    ({ measure, expected }) =>
      measure.kind !== "size" || measure.of === "dSae" || config[measure.of] === expected,
  );
}

/** Whether a model has the point at all: one of a single block has none before its second. */
function hasHook(name: string, { config, family }: Checkpoint): boolean {
  try {
    parseHookPoint(name, config.layers, family.sites);
    return true;
  } catch {
    return false;
  }
}

/** The checkpoint's form of GELU, and the same weights with another; null where the family has no GELU. */
function geluOf(
  checkpoint: Checkpoint,
  model: LanguageModel,
  open: (checkpoint: Checkpoint) => LanguageModel,
): Installation["gelu"] {
  const { gelu } = checkpoint.family;
  if (!gelu) return null;
  const form = gelu.of(checkpoint.config);
  const models = new Map<GeluForm, LanguageModel>([[form, model]]);
  return {
    form,
    hint: gelu.hint,
    with(other) {
      const there = models.get(other) ?? open({ ...checkpoint, config: gelu.with(checkpoint.config, other) });
      models.set(other, there);
      return there;
    },
  };
}

/** How the files say that their weights are quantised; null when they do not. */
async function quantisedFormat(dir: string): Promise<string | null> {
  const { fields, family } = await readModelConfig(dir);
  if (fields["quantization_config"] != null) return "config.json has a quantization_config";
  const { tensors } = await openPublishedWeights(dir);
  const whole = [...tensors.values()].find(
    ({ entry: { name, dtype } }) =>
      family.names.blockOf(bareName(name, family)) !== null && /weight$/.test(name) && !/^(F|BF)/.test(dtype),
  );
  return whole ? `${basename(whole.file.path)} holds ${whole.entry.name} as ${whole.entry.dtype}` : null;
}

/** Reads the block matrices, each only as far as it lies on some grid: 4 MB of each where none does. */
async function readWeightGrid(checkpoint: Checkpoint): Promise<WeightGrid> {
  const marks: GridMarks[] = [];
  for (const [name, { file, shape, offset, length }] of checkpoint.tensors) {
    if (checkpoint.family.names.blockOf(name) === null || shape.length !== 2) continue;
    await withFile(join(checkpoint.weightsFolder, file), async (handle) => {
      const cols = shape[1]!;
      const pieceBytes = Math.max(1, Math.floor(WEIGHT_PIECE_BYTES / (4 * cols))) * 4 * cols; // whole rows
      let common: GridMarks | undefined;
      for (let start = 0; start < length; start += pieceBytes) {
        const raw = await readAt(handle, offset + start, Math.min(pieceBytes, length - start));
        const own = gridMarks(toFloat32({ dtype: "F32" }, raw), cols);
        common = common ? commonMarks(common, own) : own;
        if (!common.bfloat16 && !common.float16 && !common.eightBit) break;
      }
      if (common) marks.push(common);
    });
  }
  return gridOf(marks);
}
