import { basename } from "node:path";
import { type ModelKind, modelKindOf } from "../checkpoint/model-kind.ts";
import { openModel } from "../checkpoint/open-model.ts";
import { openSae } from "../checkpoint/sae-directory.ts";
import { openUntrainedLike } from "../checkpoint/untrained-model.ts";
import type { Standing } from "../claim/standing.ts";
import { type BagOfLatentsError, NoPromptsError } from "../errors.ts";
import type { DeviceParity } from "../experiment/device-parity.ts";
import { createLab, type LabOptions, type RunLab } from "../experiment/lab.ts";
import { readStanding } from "../files/standing-file.ts";
import { rngFromSeed } from "../math/rng.ts";
import { type HookPoint, hookPoint } from "../model/hook-point.ts";
import type { LanguageModel } from "../model/language-model.ts";
import { createOrtProducts } from "../model/ort-products.ts";
import { createSessionSlot } from "../model/ort-session-slot.ts";
import { openWebTextPrompts, takesOpenWebText } from "../openwebtext/openwebtext-prompts.ts";
import { drawPrompts } from "../organism/language.ts";
import { isPaperHook, MORE_BASES, PAPER } from "../papers/synthetic-activations/setup.ts";
import { freshPrompts, listedPrompts, type PromptSource } from "../prompts/prompt-source.ts";
import { checkSaeFits } from "../sae/check-sae-fits.ts";
import { saeRemarks } from "../sae/sparsity-facts.ts";
import { type KeptRun, openCurves } from "./kept-run.ts";
import { parityWithCpu } from "./parity-with-cpu.ts";
import { readPromptsFile } from "./prompts-file.ts";
import type { RunOptions } from "./run-options.ts";

/** One run's model, SAE, prompts and lab, opened once and shared by all claims. */
export interface Session {
  readonly lab: RunLab;
  readonly kind: ModelKind;
  readonly standing: Standing | null;
  /** Remarks about the protocol that the report must carry. */
  readonly notes: readonly string[];
  /** The store this run continues and is continued from; null where there is none. */
  readonly kept: KeptRun | null;
  /** How far the model is from the same on the cpu; null on the cpu. */
  readonly parity: DeviceParity | null;
}

/** Whom a session tells what happens. */
export interface SessionEvents {
  readonly onProgress: NonNullable<LabOptions["onProgress"]>;
  readonly onWarning: (warning: BagOfLatentsError) => void;
}

/**
 * Opens everything a run needs and checks that it fits together.
 *
 * The stream is perturbed where the SAE was trained, and at the paper's hook where there is none; the residual
 * convention is what the SAE's configuration asks for, raw where there is none.
 * Throws: the typed errors of the loaders; SaeMismatchError; DeviceParityError; NoPromptsError; those of `openCurves`.
 */
export async function openSession(run: RunOptions, events: SessionEvents): Promise<Session> {
  const sae = run.sae === null ? null : named(await openSae(run.sae), run.names.sae);
  const convention = sae?.convention ?? "raw";
  const { threads, device } = run;
  const slot = createSessionSlot(); // the run's model and the untrained one are measured in turn
  const opened = await openModel(run.model, { convention, threads, device, slot });
  const model = { ...opened, identity: named(opened.identity, run.names.model) };
  const readAt = hookPoint(model.shape.layers - 1, "post");
  if (sae) checkSaeFits(sae, { shape: model.shape, convention }, readAt);
  // the paper's tensor keeps the paper's name, whatever the SAE calls it
  const perturbAt = sae === null || isPaperHook(sae.hook) ? PAPER.perturbAt : sae.hook;
  const asPaper = perturbAt === PAPER.perturbAt;
  const kind = await modelKindOf(run.model, model.identity.weightsDigest);
  const rng = rngFromSeed(run.seed).fork("untrained");
  const prompts = await openPrompts(run, kind, model, events);
  const lab: LabOptions = {
    model,
    sae,
    prompts: prompts.source,
    bases: run.bases,
    moreBases: run.moreBases ?? (kind === "gpt2-small" ? MORE_BASES * run.bases : run.bases),
    seed: run.seed,
    perturbAt,
    readAt,
    points: PAPER.points,
    scale: kind === "gpt2-small" && asPaper ? "paper" : "scaled",
    grid: run.grid,
    products: createOrtProducts(threads),
    openUntrained: () => openUntrainedLike(run.model, { rng, threads, device, convention, slot }),
    shard: run.shard,
    onProgress: events.onProgress,
  };
  const parity = await parityWithCpu(run, lab);
  const { store, kept } = await openCurves(run, lab, events.onWarning);
  return {
    lab: createLab({ ...lab, store }),
    kept,
    parity,
    kind,
    // what is expected of a model is expected at the paper's hook
    standing: asPaper ? await readStanding(run.model, model.identity.weightsDigest) : null,
    notes: [
      ...protocolNotes(kind, perturbAt),
      ...gridNotes(run),
      ...(sae ? saeRemarks(sae) : []),
      ...prompts.notes,
    ],
  };
}

/** The same under the name of the release it was fetched from, whose directory is named after a commit. */
function named<T extends { readonly name: string }>(thing: T, name: string | null): T {
  return name === null ? thing : { ...thing, name };
}

interface Prompts {
  readonly source: PromptSource;
  readonly notes: readonly string[];
}

async function openPrompts(
  run: RunOptions,
  kind: ModelKind,
  model: LanguageModel,
  events: SessionEvents,
): Promise<Prompts> {
  const { promptTokens } = PAPER;
  if (run.prompts !== null) {
    const prompts = await readPromptsFile(run.prompts, { shape: model.shape, tokenizerDir: run.model });
    const cut = prompts.filter((prompt) => prompt.length > promptTokens).length;
    const short = prompts.filter((prompt) => prompt.length < promptTokens).length;
    return {
      source: listedPrompts(
        basename(run.prompts),
        prompts.map((prompt) => prompt.slice(0, promptTokens)),
      ),
      notes: [
        ...(cut > 0
          ? [`${cut} prompts were cut to their first ${promptTokens} tokens, as the paper does.`]
          : []),
        ...(short > 0 ? [`${short} prompts have fewer than the paper's ${promptTokens} tokens.`] : []),
      ],
    };
  }
  if (takesOpenWebText(kind, run.names.model)) {
    const { vocabulary } = model.shape;
    return { source: openWebTextPrompts({ tokens: promptTokens, vocabulary, ...events }), notes: [] };
  }
  if (kind !== "organism") throw new NoPromptsError({ model: run.model });
  return {
    source: freshPrompts("the organism's language", (rng, count) => drawPrompts(rng, count, promptTokens)),
    notes: [],
  };
}

function gridNotes({ grid }: RunOptions): string[] {
  if (grid === "paper") return [];
  return ["The absolute step is that of the authors' notebooks: 50/99 where the paper's text has 0.5."];
}

function protocolNotes(kind: ModelKind, perturbAt: HookPoint): string[] {
  const asPaper = perturbAt === PAPER.perturbAt;
  if (kind === "gpt2-small" && asPaper) return [];
  return [
    ...(asPaper
      ? []
      : [
          `The stream is perturbed at ${perturbAt}, where the SAE was trained; the paper perturbs ${PAPER.perturbAt}. The claims are tested on another layer than the paper's, and nothing here counts as a reproduction of the paper.`,
        ]),
    `The absolute step is 1/80 of the mean real-to-real distance and the plateau level 8.3 % of the mean final distance towards real targets; on GPT-2 small${asPaper ? "" : " at the paper's layer"} these are the paper's 0.5 and 20.`,
  ];
}
