import { type FetchOptions, fetchModel, fetchSae } from "../assets/hub/fetch-release.ts";
import { hubTools } from "../assets/hub/hub-tools.ts";
import { PAPER } from "../experiment/paper-setup.ts";
import { createProgressBar } from "./progress-bar.ts";

/** The SAE that belongs to a model when none is named: the paper's, for the paper's model. */
const DEFAULT_SAE: Readonly<Record<string, string>> = { gpt2: "gpt2-small-res-jb" };
const MIB = 2 ** 20;

/** What `--model` and `--sae` may name: a directory, a known release, or `org/name` of the Hub. */
export interface NamedSources {
  readonly model?: string;
  readonly sae?: string;
}

/** The same as directories of this machine, and how a report names them; null: as their directory is named. */
export interface LocalSources {
  readonly model: string | undefined;
  readonly modelName: string | null;
  readonly sae: string | undefined;
  readonly saeName: string | null;
}

/**
 * Fetches what is not a directory already, into the cache that Python shares, with a progress bar.
 *
 * Throws: UnknownReleaseError and the Hub's errors.
 */
export async function fetchSources(
  { model, sae = DEFAULT_SAE[model ?? ""] }: NamedSources,
  stream: NodeJS.WriteStream,
  options: FetchOptions = {},
): Promise<LocalSources> {
  const bar = createProgressBar(stream, "MiB");
  const tools = hubTools({
    onProgress: ({ file, have, size }) =>
      bar.update({ what: file, done: Math.floor(have / MIB), of: Math.ceil(size / MIB) }),
    warn: (sentence) => stream.write(`${sentence}\n`),
  });
  try {
    const fetchedModel = model === undefined ? undefined : await fetchModel(model, { tools, ...options });
    const fetchedSae =
      sae === undefined ? undefined : await fetchSae(sae, PAPER.perturbAt, { tools, ...options });
    return {
      model: fetchedModel?.dir,
      modelName: fetchedModel?.name ?? null,
      sae: fetchedSae?.dir,
      saeName: fetchedSae?.name ?? null,
    };
  } finally {
    bar.stop();
  }
}
