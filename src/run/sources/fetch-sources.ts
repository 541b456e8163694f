import { stat } from "node:fs/promises";
import { join } from "node:path";
import { loadModelDirectory } from "../../checkpoint/model-directory.ts";
import { BagOfLatentsError, DefaultSaeError } from "../../errors/index.ts";
import { type FetchedRelease, type FetchOptions, fetchModel, fetchSae } from "../../hub/fetch-release.ts";
import { hubTools } from "../../hub/hub-tools.ts";
import { MODEL_RELEASES } from "../../hub/releases.ts";
import type { HookPoint } from "../../model/hook-point.ts";
import { ownPaper } from "../../papers/index.ts";
import { createProgressBar } from "../progress-bar.ts";
import type { Source } from "./source.ts";

/** What the project's own paper is about: its SAE is that of the published GPT-2 small when none is named. */
const { sae: ownSae, hook: ownHook } = ownPaper.subject;
const PUBLISHED = MODEL_RELEASES["gpt2"]!.weights!;
const MIB = 2 ** 20;

/** What `--model` and `--sae` may name: a directory, a known release, or `org/name` of the Hub. */
export interface NamedSources {
  readonly model?: string | null;
  /** null: the one that belongs to the model, if there is one; false: none, as `--no-sae` says. */
  readonly sae?: string | false | null;
}

/** The same on this machine; null: nothing was named, or there is none. */
export interface FoundSources {
  readonly model: Source | null;
  readonly sae: Source | null;
}

export interface FetchSourcesOptions extends FetchOptions {
  /** The weights to which the paper's SAE belongs. */
  readonly published?: { readonly sha256: string; readonly bytes: number | null };
  /** The tensor for which a release is searched; default: where the project's own paper perturbs. */
  readonly hook?: HookPoint;
}

/**
 * Fetches what is not a directory already, into the cache that Python shares, with a progress bar.
 *
 * Without `--sae` the published GPT-2 small gets the paper's, under whatever name, revision or directory it comes:
 * its weights decide.
 * Throws: UnknownReleaseError and the Hub's errors; DefaultSaeError where the SAE that was not named cannot be had.
 */
export async function fetchSources(
  { model: typedModel = null, sae: typedSae = null }: NamedSources,
  stream: NodeJS.WriteStream,
  { published = PUBLISHED, hook = ownHook, ...options }: FetchSourcesOptions = {},
): Promise<FoundSources> {
  const bar = createProgressBar(stream, "MiB");
  const tools = hubTools({
    onProgress: ({ file, have, size }) =>
      bar.update({ what: file, done: Math.floor(have / MIB), of: Math.ceil(size / MIB) }),
    warn: (sentence) => stream.write(`${sentence}\n`),
  });
  try {
    const model = typedModel === null ? null : await fetchModel(typedModel, { tools, ...options });
    const unnamed = typedSae === null && model !== null && (await hasWeights(model, published));
    const name = unnamed && ownSae ? ownSae.release : typedSae === false ? null : typedSae;
    const sae =
      name === null
        ? null
        : await fetchSae(name, hook, { tools, ...options }).catch((cause: unknown) => {
            if (!unnamed || !(cause instanceof BagOfLatentsError)) throw cause;
            throw new DefaultSaeError({ sae: name, cause });
          });
    return { model: sourceOf(model, typedModel), sae: sourceOf(sae, name) };
  } finally {
    bar.stop();
  }
}

function sourceOf(fetched: FetchedRelease | null, typed: string | null): Source | null {
  if (fetched === null) return null;
  const { dir, name } = fetched;
  return { dir, name, typed: name === null ? null : typed };
}

/** Whether a model has these weights. A directory's file is only read when its size is right. */
async function hasWeights(
  { dir, files }: FetchedRelease,
  { sha256, bytes }: typeof PUBLISHED,
): Promise<boolean> {
  const known = files.find(({ path }) => path === "model.safetensors");
  if (known) return known.sha256 === sha256;
  const size = await stat(join(dir, "model.safetensors")).then(
    (file) => file.size,
    () => null, // what is missing is told when the model is opened
  );
  return size !== null && size === bytes && (await loadModelDirectory(dir)).weightsDigest === sha256;
}
