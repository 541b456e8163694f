import { isOrganism } from "../checkpoint/is-organism.ts";
import { loadModelDirectory } from "../checkpoint/model-directory.ts";
import { openCheckpoint } from "../checkpoint/open-model.ts";
import { openSae } from "../checkpoint/sae-directory.ts";
import { openUntrainedLike } from "../checkpoint/untrained-model.ts";
import type { Ledger } from "../claim/registration/ledger.generated.ts";
import type { Standing } from "../claim/standing.ts";
import { UnmetNeedsError } from "../errors/index.ts";
import type { KeptBases } from "../experiment/bases/kept-bases.ts";
import type { DeviceParity } from "../experiment/device-parity.ts";
import { createLab, type RunLab } from "../experiment/lab.ts";
import type { LabOptions } from "../experiment/lab-curves.ts";
import type { RunRecord } from "../experiment/record.generated.ts";
import { CHECKOUT, saidIn } from "../files/checkout.ts";
import { ledgerOf } from "../files/registered/ledger-file.ts";
import { readStanding } from "../files/standing-file.ts";
import { rngFromSeed } from "../math/rng.ts";
import { frozenModel } from "../model/frozen-model.ts";
import { hookPoint, isSamePoint } from "../model/hook-point.ts";
import type { LanguageModel } from "../model/language-model.ts";
import { createOrtProducts } from "../model/ort-products.ts";
import type { Paper } from "../paper/paper.ts";
import { type SubjectFinding, subjectFinding } from "../paper/subject.ts";
import { checkSaeFits, checkSamePlace } from "../sae/check-sae-fits.ts";
import { checkSaeIsAlive } from "../sae/check-sae-is-alive.ts";
import type { SaeHealth } from "../sae/sae-health.ts";
import type { SparseAutoencoder } from "../sae/sparse-autoencoder.ts";
import { saeRemarks } from "../sae/sparsity-facts.ts";
import { type KeptRun, openCurves } from "./kept-run.ts";
import { type MeasuringThreads, measuringThreadsText } from "./measuring-threads.ts";
import { openRuntime } from "./open-runtime.ts";
import { recordingOf } from "./out/recording.ts";
import { parityWithCpu } from "./parity-with-cpu.ts";
import { differencesFromRegistered, isAnotherDraw, nothingExpected } from "./registered-run.ts";
import { createReleases } from "./releases.ts";
import type { RunOptions } from "./run-options.ts";
import { drawRunPrompts, type PromptEvents } from "./run-prompts.ts";
import { findOtherModels } from "./sources/other-models.ts";
import { moreSaesOf } from "./sources/saes-inside.ts";
import { typedPlace } from "./typed-hook.ts";

/** One paper's run on a model: weights, SAE, prompts and lab, opened once and shared by all its claims. */
export interface Session {
  readonly paper: Paper;
  readonly lab: RunLab;
  /** Whether this run is on the paper's own model, SAE, place and protocol. */
  readonly subject: SubjectFinding;
  readonly standing: Standing | null;
  /** What was registered for this model; null where nothing was. */
  readonly ledger: Ledger | null;
  /** Bases of a criterion that asks for more than the run's: those that there are. */
  readonly moreBases: number;
  /** What the registered run of this model gave, for a run that differs from it in its seed alone; else null. */
  readonly ofOtherSeed: Standing | null;
  /** Remarks about the protocol that the report must carry. */
  readonly notes: readonly string[];
  /** The store this run continues and is continued from; null where there is none. */
  readonly kept: KeptRun | null;
  /** How its model is computed. */
  readonly measuring: MeasuringThreads;
  /** How far the model is from the same on the cpu; null on the cpu. */
  readonly parity: DeviceParity | null;
  /** Measures what the report shows besides the claims. */
  measureShown(): Promise<void>;
  /** The run as its report tells it, made once. */
  record(): Promise<RunRecord>;
  /** Every base of the run with its curves, for who looks into the report; made once. */
  bases(): Promise<KeptBases>;
  /** Releases models, products, store and locks. Nothing can be asked afterwards. */
  close(): Promise<void>;
}

/**
 * Opens everything a run needs and checks that it fits together; what was opened is released when something fails.
 *
 * The stream is perturbed where the SAE was trained, and where there is none at `run.at` or the paper's hook; the
 * residual convention is what the SAE's configuration asks for, raw where there is none.
 * Throws: the typed errors of the loaders; UnmetNeedsError; SaeMismatchError; DeviceParityError; NoPromptsError; those
 * of `openCurves`.
 */
export async function openSession(run: RunOptions, paper: Paper, events: PromptEvents): Promise<Session> {
  const releases = createReleases();
  try {
    return await open(run, paper, events, releases);
  } catch (error) {
    await releases.all();
    throw error;
  }
}

async function open(
  run: RunOptions,
  paper: Paper,
  events: PromptEvents,
  releases: ReturnType<typeof createReleases>,
): Promise<Session> {
  const sae = run.sae === null ? null : named(await openSae(run.sae.dir), run.sae.name);
  const convention = sae?.convention ?? "raw";
  const checkpoint = await loadModelDirectory(run.model.dir);
  const runtime = openRuntime(run, checkpoint);
  releases.add(() => runtime.close());
  if (runtime.pool) events.onRemark?.(`The bases are measured by ${measuringThreadsText(runtime)}.`);
  const frozen = (model: LanguageModel) => (run.freeze === null ? model : frozenModel(model, run.freeze));
  const opened = openCheckpoint(checkpoint, { convention, ...runtime });
  releases.add(() => opened.dispose());
  const model = frozen({ ...opened, identity: named(opened.identity, run.model.name) });
  const unmet = paper.unmet?.({ shape: model.shape, hasSae: sae !== null }) ?? null;
  if (unmet !== null) throw new UnmetNeedsError({ paper: paper.id, model: model.identity.name, unmet });
  const readAt = hookPoint(model.shape.layers - 1, "post");
  if (sae) {
    checkSaeFits(sae, { shape: model.shape, convention }, readAt);
    checkSaeIsAlive(sae);
  }
  const moreSaes: SparseAutoencoder[] = [];
  for (const { dir, name } of sae ? moreSaesOf(run) : []) moreSaes.push(named(await openSae(dir), name));
  for (const one of moreSaes) {
    checkSaeFits(one, { shape: model.shape, convention }, readAt);
    checkSaeIsAlive(one);
    checkSamePlace(one, sae!);
  }
  const { hook, points } = paper.subject;
  const promptTokens = run.promptTokens ?? paper.subject.promptTokens;
  const place = sae?.hook ?? (run.at === null ? hook : typedPlace(model, run.at, readAt));
  // the paper's tensor keeps the paper's name, whatever the SAE or the user calls it
  const perturbAt = isSamePoint(place, hook) ? hook : place;
  const { weightsDigest } = model.identity;
  const rng = rngFromSeed(run.seed);
  const usualMoreBases =
    weightsDigest === paper.subject.weights ? paper.protocol.moreBasesTimes * run.bases : run.bases;
  const moreBases = run.moreBases ?? usualMoreBases;
  const drawn = await drawRunPrompts({
    ...{ run, model, perturbAt, moreBases, rng, events },
    tokens: promptTokens,
  });
  const { bases, targets } = drawn.prompts;
  const subject = subjectFinding(paper.subject, {
    weightsDigest,
    perturbAt,
    sae: sae && { latents: sae.dSae },
    frozen: run.freeze,
    promptTokens: [...bases, ...targets].reduce((least, { length }) => Math.min(least, length), promptTokens),
    points,
    bos: run.bos,
  });
  const products = createOrtProducts(runtime.cores);
  releases.add(() => products.release());
  const others = await findOtherModels({
    ...{ run, paper, convention, runtime },
    isSubject: subject.weights,
    shape: model.shape,
  });
  const options: LabOptions = {
    plan: paper,
    model,
    sae,
    ...(moreSaes.length > 0 && { moreSaes }),
    prompts: drawn.prompts,
    activations: drawn.activations,
    bases: run.bases,
    seed: run.seed,
    perturbAt,
    readAt,
    points,
    onSubject: subject.weights && subject.hook,
    grid: run.grid,
    products,
    openUntrained: async () =>
      frozen(await openUntrainedLike(run.model.dir, { rng: rng.fork("untrained"), convention, ...runtime })),
    openOther: async (name) => frozen(await others.open(name)),
    shard: run.shard,
    onProgress: events.onProgress,
  };
  const parity = await parityWithCpu(run, runtime.threads, options);
  const { store, kept, close } = await openCurves(
    run,
    paper,
    { threads: runtime.threads, lab: options, others: others.digest },
    events.onWarning,
  );
  releases.add(close);
  const lab = createLab({ ...options, store });
  releases.add(() => lab.close());
  const standing = await readStanding(saidIn(run.model.dir), weightsDigest, paper.id);
  const differs =
    standing === null
      ? []
      : await differencesFromRegistered(run, { sae, usualMoreBases: moreBases === usualMoreBases, subject });
  const health = await lab.examineSae();
  const unexpecting = differs.length === 0 ? [] : [nothingExpected(differs)];
  const kind = subject.weights ? "subject" : (await isOrganism(run.model.dir)) ? "organism" : "other";
  const notes = [
    ...(model.remarks ?? []),
    ...(health === null ? [] : saeNotes(sae!.name, health)),
    ...paper.notes({ subject, perturbAt, hasSae: sae !== null, grid: run.grid }),
    ...(promptTokens === paper.subject.promptTokens
      ? []
      : [`Prompts have ${promptTokens} tokens; the paper's have ${paper.subject.promptTokens}.`]),
    ...(sae ? saeRemarks(sae) : []),
    ...unexpecting,
  ];
  for (const sentence of [...notes, ...drawn.notes]) events.onRemark?.(sentence);
  const recording = recordingOf({ run, paper, lab, rng, kind, hasSae: sae !== null, drawn });
  return {
    paper,
    lab,
    subject,
    kept,
    parity,
    measuring: { workers: runtime.workers, threads: runtime.threads },
    standing: differs.length === 0 ? standing : null,
    ledger: await ledgerOf(CHECKOUT, paper.id, weightsDigest),
    moreBases: bases.length,
    ofOtherSeed: isAnotherDraw(run, differs) ? standing : null,
    notes,
    ...recording,
    close: releases.all,
  };
}

/** What a report says first: whether its SAE can be relied on, and on what else a reader should know. */
function saeNotes(name: string, { faults, remarks }: SaeHealth): readonly string[] {
  if (faults.length === 0) return remarks;
  return [
    `The SAE ${name} cannot be relied on, and every claim about its latents is inconclusive. ${faults.join(" ")}`,
  ];
}

/** The same under the name of the release it was fetched from, whose directory is named after a commit. */
function named<T extends { readonly name: string }>(thing: T, name: string | null): T {
  return name === null ? thing : { ...thing, name };
}
