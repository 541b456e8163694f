import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { isOrganism } from "../../checkpoint/is-organism.ts";
import type { PlannedDownloads, PlannedRelease } from "../../hub/planned-downloads.ts";
import { MODEL_RELEASES } from "../../hub/releases.ts";
import { isKnownModel } from "../../hub/resolve-release.ts";
import { GPT2_SMALL_SAE_BYTES, PROMPT_DOWNLOAD_BYTES } from "../../limits.ts";
import { ownPaper } from "../../papers/index.ts";
import { claimFiles } from "../claim-files.ts";
import { type MeasuringThreads, measuringThreads, workersBytes } from "../measuring-threads.ts";
import { papersOfTyped } from "../options.ts";
import { standardFolder } from "../out/standard-folder.ts";
import { organismPlace, type Typed } from "../run-options.ts";
import type { NamedSources } from "../sources/fetch-sources.ts";
import { curvesOfRun } from "./curves-of-run.ts";
import { decidable } from "./decidable.ts";
import type { Machine } from "./machine.ts";
import { bytesOf, modelSizeOf } from "./model-size.ts";
import { type RunTime, runTime } from "./run-time.ts";

/** Where a dry run looks. */
export interface DryRunAt {
  readonly root: string;
  readonly machine: Machine;
  readonly planned: (named: NamedSources) => Promise<PlannedDownloads>;
  /** Where the curves of an unfinished run are kept. */
  readonly cacheDirectory: string;
}

/** What a run would take, and whether it could start. */
export interface DryRun {
  readonly releases: readonly PlannedRelease[];
  readonly hub: PlannedDownloads["hub"];
  readonly prompts: string;
  readonly disk: readonly {
    readonly what: string;
    readonly folder: string;
    readonly bytes: number | null;
    readonly free: number | null;
  }[];
  readonly memory: { readonly bytes: number | null; readonly free: number };
  readonly bases: number;
  readonly moreBases: number;
  /** Of this share of the run, where it is a shard. */
  readonly curves: number;
  readonly measuring: MeasuringThreads;
  readonly cores: number;
  /** Whether other work shares the cores, so that the time is too long. */
  readonly isBusy: boolean;
  /** null: the model's shape is not known before it is fetched. */
  readonly time: RunTime | null;
  readonly claims: { readonly files: number; readonly of: number };
  readonly decidable: readonly string[];
  readonly out: string;
  /** Why it could not run; none: it could. */
  readonly problems: readonly string[];
}

/** Memory of the process, of prepared bases and of a batch, bytes: what GPT-2 small has beyond twice its weights and its SAE. */
const MEMORY_BESIDE = 300e6;
/** Bytes kept of one curve of 100 points while a run lasts. */
const BYTES_OF_CURVE = 1250;

/** Looks at what a run of this would take; it fetches nothing, writes nothing and measures only this machine. */
export async function dryRun(typed: Typed, at: DryRunAt): Promise<DryRun> {
  const { root, machine } = at;
  const { bases } = typed;
  const organism = organismPlace(root);
  const planned = await at.planned(
    typed.model === null
      ? { model: organism.model.dir, sae: typed.sae ?? organism.sae!.dir }
      : { model: typed.model, sae: typed.sae },
  );
  const [model, sae] = planned.releases as [PlannedRelease, PlannedRelease?];
  const problems = [
    ...planned.releases.flatMap((release) => (release.missing === null ? [] : [release.missing])),
    ...(await missingFiles(planned.releases)),
  ];
  const size = problems.length === 0 ? await modelSizeOf(model) : null;
  const isSubject = model.name !== null && isSubjectName(model);
  const measuring = measuringThreads({
    weightBytes: size?.bytes ?? 0,
    workers: typed.workers,
    threads: typed.threads,
    cores: machine.cores,
    freeBytes: machine.freeMemory(),
  });
  const moreBases = typed.moreBases ?? (isSubject ? ownPaper.protocol.moreBasesTimes * bases : bases);
  const papers = papersOfTyped(typed);
  const files = claimFiles(root, { claim: typed.claim, papers }).length;
  const all = claimFiles(root, { claim: null, papers: [ownPaper.id] }).length;
  const whole = curvesOfRun({
    ...{ bases, moreBases, hasSae: sae !== undefined, share: files / all },
    ladder: typed.claim === null && (papers?.includes(ownPaper.id) ?? true),
  });
  const curves = Math.ceil(whole / (typed.shard?.of ?? 1));
  const prompts = await promptsOf(typed, model);
  if (prompts.problem !== null && problems.length === 0) problems.push(prompts.problem);
  const saeBytes = sae === undefined ? 0 : await saeBytesOf(sae);
  const memory = {
    bytes: size === null ? null : workersBytes(measuring.workers, size.bytes) + saeBytes + MEMORY_BESIDE,
    free: machine.freeMemory(),
  };
  const disk = await diskOf(at, {
    planned,
    curves,
    untrained: size?.bytes ?? null,
    saeBytes,
  });
  const short = disk.filter(({ bytes, free }) => bytes !== null && free !== null && bytes > free);
  for (const { what, folder } of short) problems.push(`There is too little room for ${what} in ${folder}.`);
  if (memory.bytes !== null && memory.bytes > memory.free) problems.push("There is too little memory free.");
  const { hub } = planned;
  const toCome = planned.releases.some(({ dir, toFetch }) => dir === null && toFetch !== 0);
  if (toCome && hub.answers !== true && planned.cacheDir !== null)
    problems.push(
      `The Hub ${hub.answers === null ? "is not asked" : "does not answer"} (${hub.fact.replace(/\.$/, "")}), and not all is here.`,
    );
  return {
    releases: planned.releases,
    hub,
    prompts: prompts.words,
    disk,
    memory,
    bases,
    moreBases,
    curves,
    measuring,
    cores: machine.cores,
    isBusy: machine.load() > machine.cores,
    time:
      size === null ? null : await runTime(size, { model, measuring, curves, machine, perturbAt: typed.at }),
    claims: { files, of: all },
    decidable: decidable({
      bases,
      moreBases,
      registered: ownPaper.protocol.bases,
      hasSae: sae !== undefined,
      shard: typed.shard !== null,
      everyClaim: files === all,
    }),
    out: typed.publish ? "reports/organism" : (typed.out ?? standardFolder(typed)),
    problems,
  };
}

/** Directories that lack what their loader asks for first. */
async function missingFiles(releases: readonly PlannedRelease[]): Promise<readonly string[]> {
  const [model] = releases;
  if (!model || model.dir === null || existsSync(join(model.dir, "config.json"))) return [];
  return [`There is no model at ${JSON.stringify(model.dir)}: no config.json is found there.`];
}

function isSubjectName({ name, repo }: PlannedRelease): boolean {
  return name === "gpt2" || repo === "openai-community/gpt2";
}

async function saeBytesOf(sae: PlannedRelease): Promise<number> {
  if (sae.dir !== null) return (await bytesOf(sae.dir, "sae_weights.safetensors")) ?? 0;
  return sae.files.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0) || GPT2_SMALL_SAE_BYTES;
}

/** Where prompts would come from, and why there are none. */
async function promptsOf(
  { prompts, model: typed }: Typed,
  model: PlannedRelease,
): Promise<{ readonly words: string; readonly problem: string | null }> {
  if (prompts !== null) {
    const there = existsSync(resolve(prompts));
    return { words: prompts, problem: there ? null : `There is no prompts file ${prompts}.` };
  }
  if (typed === null || (model.dir !== null && (await isOrganism(model.dir))))
    return { words: "the organism's language", problem: null };
  if (model.name !== null && isKnownModel(model.name))
    return {
      words: `rows of OpenWebText, at most ${PROMPT_DOWNLOAD_BYTES / 1e6} MB by ranges, some 5 MB kept; nothing where they are kept already`,
      problem: null,
    };
  if (model.dir !== null && isKnownWeights(await bytesOf(model.dir, "model.safetensors")))
    return { words: "rows of OpenWebText if these are the published weights", problem: null };
  return {
    words: "none",
    problem: "There are no prompts for this model: add --prompts FILE.",
  };
}

/** A file of the size of GPT-2 small's may be it; its digest is not asked for here. */
function isKnownWeights(bytes: number | null): boolean {
  return bytes === 548_105_171;
}

/** Of the weights of a model that is known by name, where their size is; null elsewhere. */
function publishedBytes({ name }: PlannedRelease): number | null {
  return (name !== null && isKnownModel(name) ? MODEL_RELEASES[name]?.weights?.bytes : null) ?? null;
}

async function diskOf(
  { machine, cacheDirectory }: DryRunAt,
  take: {
    readonly planned: PlannedDownloads;
    readonly curves: number;
    readonly untrained: number | null;
    readonly saeBytes: number;
  },
): Promise<DryRun["disk"]> {
  const { planned, curves, untrained, saeBytes } = take;
  // a size that nobody could be asked for is that of the published file, else of the numbers in float32
  const toFetch = planned.releases.map(
    (release, i) => release.toFetch ?? (i === 0 ? (publishedBytes(release) ?? untrained) : saeBytes),
  );
  const places = [
    ...(planned.cacheDir === null
      ? []
      : [
          {
            what: "what is fetched",
            folder: planned.cacheDir,
            bytes: toFetch.some((bytes) => bytes === null)
              ? null
              : toFetch.reduce<number>((sum, bytes) => sum + bytes!, 0),
          },
        ]),
    { what: "curves while the run lasts", folder: cacheDirectory, bytes: curves * BYTES_OF_CURVE },
    { what: "the untrained control, while it runs", folder: tmpdir(), bytes: untrained },
  ];
  return Promise.all(places.map(async (place) => ({ ...place, free: await machine.freeDisk(place.folder) })));
}
