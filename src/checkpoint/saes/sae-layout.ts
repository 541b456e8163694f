import { readdir } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { MalformedFileError, MissingFileError } from "../../errors/index.ts";
import { NAMES_SHOWN } from "../../limits.ts";
import { SAE_FILES } from "./sae-files.ts";

/** Whose files an SAE's folder holds, of those that are read. */
export type SaeLayout = "saelens" | "sparsify";

/** Layouts that are known by their files and not read, and how such an SAE becomes one that is. */
const FOREIGN: readonly {
  readonly of: string;
  readonly is: (names: readonly string[]) => boolean;
  readonly convert: string;
}[] = [
  {
    of: "dictionary_learning (ae.pt and config.json)",
    is: (names) => names.includes("ae.pt"),
    convert:
      "in Python, SAE.from_pretrained(REPO, FOLDER, converter=dictionary_learning_sae_huggingface_loader_1).save_model(DIR) of SAELens writes the files that are read here",
  },
  {
    of: "Gemma Scope (params.npz)",
    is: (names) => names.includes("params.npz"),
    convert:
      "in Python, SAE.from_pretrained(RELEASE, ID).save_model(DIR) of SAELens writes the files that are read here",
  },
  {
    of: "Llama Scope (hyperparams.json)",
    is: (names) => names.includes("hyperparams.json"),
    convert:
      "in Python, SAE.from_pretrained(RELEASE, ID).save_model(DIR) of SAELens writes the files that are read here",
  },
  {
    of: "PyTorch (a .pt file, as OpenAI's sparse_autoencoder writes them)",
    is: (names) => names.some((name) => /\.(pt|pth|bin)$/.test(name)),
    convert:
      "such a file can run code when it is opened; load it in Python and save cfg.json and sae_weights.safetensors with SAELens (OpenAI's are in its list of releases: SAE.from_pretrained(RELEASE, ID).save_model(DIR))",
  },
];

/**
 * Recognises an SAE's folder by its files.
 *
 * Throws: MissingFileError that says what is there instead and what to type; MalformedFileError that names another
 * library's layout and how to convert it.
 * Source: SAELens, `constants.py` and pretrained_sae_loaders.py; EleutherAI/sparsify, `SparseCoder.save_to_disk`.
 */
export async function saeLayout(dir: string): Promise<SaeLayout> {
  const names = await namesIn(dir);
  const has = (name: string) => names.includes(name);
  if (has(SAE_FILES.config) && has(SAE_FILES.weights)) return "saelens";
  if (has(SAE_FILES.config) && has(SAE_FILES.sparsifyWeights)) return "sparsify";
  const foreign = FOREIGN.find(({ is }) => is(names));
  if (foreign)
    throw new MalformedFileError({
      file: dir,
      fact: `is no SAE of SAELens but one of ${foreign.of}, which is not read`,
      hint: `Hint: ${foreign.convert}.`,
    });
  const missing = has(SAE_FILES.config) ? SAE_FILES.weights : SAE_FILES.config;
  throw new MissingFileError({
    file: join(dir, missing),
    what: missing === SAE_FILES.config ? "the SAE's configuration" : "the SAE's weights file",
    hint: await hintOf(dir, names),
  });
}

async function namesIn(dir: string): Promise<readonly string[]> {
  try {
    return (await readdir(dir)).sort();
  } catch (cause) {
    throw new MissingFileError({
      file: join(dir, SAE_FILES.config),
      what: "the SAE's configuration",
      hint: `Hint: that folder cannot be listed; --sae takes a folder with ${SAE_FILES.config} and ${SAE_FILES.weights}, or the name of a release.`,
      cause,
    });
  }
}

/** Releases keep their SAEs at most this deep: layer/width/l0. */
const DEPTH = 3;

/** What is in a folder that holds no SAE, and the command for those below it. */
async function hintOf(dir: string, names: readonly string[]): Promise<string> {
  const below = await foldersWithConfig(dir, DEPTH);
  if (below.length > 0) return `Hint: SAEs are in folders below it: --sae ${listed(below, " or --sae ")}.`;
  const there = names.length === 0 ? "nothing" : listed(names, ", ");
  return `Hint: --sae takes a folder with ${SAE_FILES.config} and ${SAE_FILES.weights}; ${basename(resolve(dir))} holds ${there}.`;
}

function listed(names: readonly string[], between: string): string {
  const more = names.length - NAMES_SHOWN;
  return names.slice(0, NAMES_SHOWN).join(between) + (more > 0 ? ` and ${more} more` : "");
}

/** Folders below `dir`, at most `depth` deep, that hold a cfg.json. Folders that cannot be read are passed over. */
async function foldersWithConfig(dir: string, depth: number): Promise<readonly string[]> {
  if (depth === 0) return [];
  const entries = await readdir(dir, { withFileTypes: true }).catch(() => []);
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const found: string[] = [];
  for (const name of folders.sort()) {
    const folder = join(dir, name);
    const inside: readonly string[] = await readdir(folder).catch(() => []);
    if (inside.includes(SAE_FILES.config)) found.push(folder);
    else found.push(...(await foldersWithConfig(folder, depth - 1)));
    if (found.length > NAMES_SHOWN) break;
  }
  return found;
}
