import { stat } from "node:fs/promises";
import {
  BagOfLatentsError,
  HubConnectionError,
  HubNameError,
  HubNotFoundError,
  HubServerError,
} from "../errors/index.ts";
import { HUB_PLAN_MS } from "../limits.ts";
import { fileInfo } from "./file-info.ts";
import { cachedFile, isMarkedMissing } from "./hub-cache.ts";
import { checkHubFile, describeHubFile, type HubFile } from "./hub-file.ts";
import { type HubTools, hubTools } from "./hub-tools.ts";
import { type Resolved, resolveModel, resolveSae, type WantedFile } from "./resolve-release.ts";

export interface PlannedFile {
  /** Within the repository. */
  readonly path: string;
  /** null: not known, since nobody could be asked. */
  readonly bytes: number | null;
  /** Whether it is whole on this machine. */
  readonly cached: boolean;
  readonly optional: boolean;
}

/** A model or SAE as it would be had. */
export interface PlannedRelease {
  readonly typed: string;
  /** As reports name it; null: a directory of this machine. */
  readonly name: string | null;
  /** The directory; null: it is of the Hub. */
  readonly dir: string | null;
  readonly repo: string | null;
  readonly revision: string | null;
  /** Those the repository has, and those that nobody knows of; none for a directory. */
  readonly files: readonly PlannedFile[];
  /** Why it cannot be had; null: it can, or nobody could be asked. */
  readonly missing: string | null;
  /** Bytes still to come; null where a size is not known. */
  readonly toFetch: number | null;
}

export interface PlannedDownloads {
  /** The model and the SAE, those of them that were named. */
  readonly releases: readonly PlannedRelease[];
  /** null: it was not asked. `fact` is the reason of null and false. */
  readonly hub: { readonly answers: boolean | null; readonly fact: string };
  /** Where files would go; null: nothing is of the Hub. */
  readonly cacheDir: string | null;
}

/**
 * What would be fetched for a model and an SAE, without fetching or writing anything: one question a file that is not
 * here, and one where all are, each tried once and given up after HUB_PLAN_MS without an answer.
 *
 * A Hub that does not answer is asked no more. The parts of a sharded checkpoint are not known beforehand.
 * Throws: UnknownReleaseError, HubNameError.
 */
export async function plannedDownloads(
  names: { readonly model: string | null; readonly sae: string | null; readonly hook: string },
  given: HubTools = hubTools(),
): Promise<PlannedDownloads> {
  const tools = { ...given, stallMs: Math.min(given.stallMs, HUB_PLAN_MS), warn: () => undefined };
  const named = [
    ...(names.model === null ? [] : [{ typed: names.model, resolved: resolveModel(names.model) }]),
    ...(names.sae === null ? [] : [{ typed: names.sae, resolved: resolveSae(names.sae, names.hook) }]),
  ];
  if (!named.some(({ resolved }) => resolved.from === "hub"))
    return {
      releases: named.map(({ typed, resolved }) => directory(typed, resolved)),
      hub: { answers: null, fact: "nothing is of the Hub" },
      cacheDir: null,
    };
  const ask = asker(tools);
  const releases: PlannedRelease[] = [];
  for (const { typed, resolved } of named)
    releases.push(
      resolved.from === "hub" ? await planned(typed, resolved, tools, ask) : directory(typed, resolved),
    );
  const first = named.map(({ resolved }) => resolved).find((one) => one.from === "hub");
  if (first?.from === "hub" && ask.hub() === null) await ask.size(first.files[0]!).catch(() => null);
  return { releases, hub: ask.hub() ?? ask.unasked, cacheDir: tools.environment.cacheDir };
}

interface Asker {
  /** Bytes of a file; null when nobody answers. Throws: what the Hub says instead. */
  readonly size: (file: HubFile) => Promise<number | null>;
  /** Whether the Hub answered; null while it was not asked. */
  readonly hub: () => PlannedDownloads["hub"] | null;
  readonly unasked: PlannedDownloads["hub"];
}

function asker(tools: HubTools): Asker {
  const { offline } = tools.environment;
  let hub: PlannedDownloads["hub"] | null = null;
  return {
    hub: () => hub,
    unasked: { answers: null, fact: "HF_HUB_OFFLINE is set" },
    async size(file) {
      if (offline || hub?.answers === false) return null;
      try {
        const { size } = await fileInfo(file, 1, tools);
        hub = { answers: true, fact: "" };
        return size;
      } catch (error) {
        const silent = error instanceof HubConnectionError || error instanceof HubServerError;
        hub = silent ? { answers: false, fact: error.message } : { answers: true, fact: "" };
        if (silent) return null;
        throw error;
      }
    },
  };
}

async function planned(typed: string, resolved: OnHub, tools: HubTools, ask: Asker): Promise<PlannedRelease> {
  const places = [resolved, ...(resolved.orElse ?? [])].filter((one): one is OnHub => one.from === "hub");
  let found: { place: OnHub; files: PlannedFile[]; missing: string | null } | null = null;
  for (const place of places) {
    const { files, missing } = await plannedFiles(place, tools, ask);
    found = found === null || missing === null ? { place, files, missing } : found;
    if (missing === null) break;
  }
  const { place, files, missing } = found!;
  const { repo, revision } = place.files[0]!;
  const rest = files.filter(({ cached, optional, bytes }) => !cached && !(optional && bytes === null));
  const toFetch = rest.some(({ bytes }) => bytes === null)
    ? null
    : rest.reduce((sum, { bytes }) => sum + bytes!, 0);
  return { typed, name: place.name, dir: null, repo, revision, files, missing, toFetch };
}

type OnHub = Extract<Resolved, { from: "hub" }>;

async function plannedFiles(
  { files: wanted }: OnHub,
  tools: HubTools,
  ask: Asker,
): Promise<{ files: PlannedFile[]; missing: string | null }> {
  const files: PlannedFile[] = [];
  const absent = new Map<string, string>();
  for (const file of wanted) {
    if (file.insteadOf !== undefined && !absent.has(file.insteadOf)) continue;
    checkHubFile(file);
    const { path, optional } = file;
    const here = await bytesHere(file, tools);
    if (here !== null) files.push({ path, optional, bytes: here, cached: true });
    else if (!(optional && (await isMarkedMissing(file, tools.environment.cacheDir)))) {
      try {
        const bytes = (await ask.size(file)) ?? file.bytes ?? null;
        files.push({ path, optional, bytes, cached: false });
      } catch (error) {
        if (!(error instanceof BagOfLatentsError) || error instanceof HubNameError) throw error;
        const isFile = error instanceof HubNotFoundError && error.missing === "file";
        const replaced = wanted.some(({ insteadOf }) => insteadOf === path);
        if (!isFile || !(optional || replaced))
          return { files, missing: absent.get(file.insteadOf ?? "") ?? `${error.message} ${error.hint}` };
        absent.set(path, `${error.message} ${error.hint}`);
      }
    } else absent.set(path, `${describeHubFile(file)} is not there.`);
  }
  return { files, missing: null };
}

/** Size of a file in the cache, under any name of its repository; null when it is not there or not of the size known. */
async function bytesHere(file: WantedFile, tools: HubTools): Promise<number | null> {
  for (const repo of [file.repo, ...(file.formerly ?? [])]) {
    const cached = await cachedFile({ ...file, repo }, tools.environment.cacheDir);
    const bytes = cached === null ? null : (await stat(cached.path)).size;
    if (bytes !== null && (file.bytes ?? bytes) === bytes) return bytes;
  }
  return null;
}

function directory(typed: string, resolved: Resolved): PlannedRelease {
  const dir = resolved.from === "directory" ? resolved.dir : null;
  const nothing = { name: null, repo: null, revision: null, files: [], missing: null };
  return { typed, dir, ...nothing, toFetch: 0 };
}
