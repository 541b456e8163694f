import { stat } from "node:fs/promises";
import { join } from "node:path";
import { loadModelDirectory } from "../checkpoint/model-directory.ts";
import { createProgressBar } from "../cli/progress-bar.ts";
import { BagOfLatentsError, DefaultSaeError } from "../errors.ts";
import { type FetchedRelease, type FetchOptions, fetchModel, fetchSae } from "../hub/fetch-release.ts";
import { hubTools } from "../hub/hub-tools.ts";
import { MODEL_RELEASES } from "../hub/releases.ts";
import { PAPER } from "../papers/synthetic-activations/setup.ts";

/** The SAE of the published GPT-2 small when none is named: the paper's. */
const DEFAULT_SAE = "gpt2-small-res-jb";
const PUBLISHED = MODEL_RELEASES["gpt2"]!.weights!;
const MIB = 2 ** 20;

/** What `--model` and `--sae` may name: a directory, a known release, or `org/name` of the Hub. */
export interface NamedSources {
  readonly model?: string;
  /** Left out: the one that belongs to the model, if there is one; false: none, as `--no-sae` says. */
  readonly sae?: string | false;
}

/** The same as directories of this machine, and how a report names them; null: as their directory is named. */
export interface LocalSources {
  readonly model: string | undefined;
  readonly modelName: string | null;
  readonly sae: string | undefined;
  readonly saeName: string | null;
  /** What `--sae` would be typed as; null where there is no SAE. */
  readonly saeTyped: string | null;
}

export interface FetchSourcesOptions extends FetchOptions {
  /** The weights to which the paper's SAE belongs. */
  readonly published?: { readonly sha256: string; readonly bytes: number | null };
}

/**
 * Fetches what is not a directory already, into the cache that Python shares, with a progress bar.
 *
 * Without `--sae` the published GPT-2 small gets the paper's, under whatever name, revision or directory it comes:
 * its weights decide.
 * Throws: UnknownReleaseError and the Hub's errors; DefaultSaeError where the SAE that was not named cannot be had.
 */
export async function fetchSources(
  named: NamedSources,
  stream: NodeJS.WriteStream,
  { published = PUBLISHED, ...options }: FetchSourcesOptions = {},
): Promise<LocalSources> {
  const { model } = named;
  const bar = createProgressBar(stream, "MiB");
  const tools = hubTools({
    onProgress: ({ file, have, size }) =>
      bar.update({ what: file, done: Math.floor(have / MIB), of: Math.ceil(size / MIB) }),
    warn: (sentence) => stream.write(`${sentence}\n`),
  });
  try {
    const fetchedModel = model === undefined ? undefined : await fetchModel(model, { tools, ...options });
    const unnamed = named.sae === undefined && fetchedModel && (await hasWeights(fetchedModel, published));
    const typed = named.sae === undefined || named.sae === false ? null : named.sae;
    const sae = unnamed ? DEFAULT_SAE : typed;
    const fetchedSae =
      sae === null
        ? undefined
        : await fetchSae(sae, PAPER.perturbAt, { tools, ...options }).catch((cause: unknown) => {
            if (!unnamed || !(cause instanceof BagOfLatentsError)) throw cause;
            throw new DefaultSaeError({ sae, cause });
          });
    return {
      model: fetchedModel?.dir,
      modelName: fetchedModel?.name ?? null,
      sae: fetchedSae?.dir,
      saeName: fetchedSae?.name ?? null,
      saeTyped: sae,
    };
  } finally {
    bar.stop();
  }
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
