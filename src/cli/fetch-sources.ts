import { type FetchOptions, fetchModel, fetchSae } from "../assets/hub/fetch-release.ts";
import { hubTools } from "../assets/hub/hub-tools.ts";
import { PAPER } from "../experiment/paper-setup.ts";
import { createProgressBar } from "./progress-bar.ts";

/** The SAE that belongs to a model when none is named: the paper's, for the paper's model under either name. */
const DEFAULT_SAE: Readonly<Partial<Record<string, string>>> = {
  gpt2: "gpt2-small-res-jb",
  "openai-community/gpt2": "gpt2-small-res-jb",
};
const MIB = 2 ** 20;

/** What `--model` and `--sae` may name: a directory, a known release, or `org/name` of the Hub. */
export interface NamedSources {
  readonly model?: string;
  /** Left out: the one that belongs to the model, if there is one; null: none. */
  readonly sae?: string | null;
}

/** The same as directories of this machine, and how a report names them; null: as their directory is named. */
export interface LocalSources {
  readonly model: string | undefined;
  readonly modelName: string | null;
  readonly sae: string | undefined;
  readonly saeName: string | null;
}

/** The SAE that is named or belongs to the model; null where there is none. */
export function saeOf({ model = "", sae }: NamedSources): string | null {
  return sae === undefined ? (DEFAULT_SAE[model] ?? null) : sae;
}

/**
 * Fetches what is not a directory already, into the cache that Python shares, with a progress bar.
 *
 * Throws: UnknownReleaseError and the Hub's errors.
 */
export async function fetchSources(
  named: NamedSources,
  stream: NodeJS.WriteStream,
  options: FetchOptions = {},
): Promise<LocalSources> {
  const { model } = named;
  const sae = saeOf(named);
  const bar = createProgressBar(stream, "MiB");
  const tools = hubTools({
    onProgress: ({ file, have, size }) =>
      bar.update({ what: file, done: Math.floor(have / MIB), of: Math.ceil(size / MIB) }),
    warn: (sentence) => stream.write(`${sentence}\n`),
  });
  try {
    const fetchedModel = model === undefined ? undefined : await fetchModel(model, { tools, ...options });
    const fetchedSae = sae === null ? undefined : await fetchSae(sae, PAPER.perturbAt, { tools, ...options });
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
