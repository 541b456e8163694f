import { join } from "node:path";
import { BagOfLatentsError, MissingFileError, UnwritableFolderError } from "../errors/index.ts";
import { checkNothingIsInTheWay, replaceFiles } from "../files/owned/replace-files.ts";
import { readJsonObject } from "../files/read-json.ts";
import type { Files } from "./export.ts";
import { SAE_LAYER } from "./sae-stage.ts";
import { tokenizerFiles } from "./tokenizer.ts";

const PROVENANCE = "provenance.json";
const HINT =
  "Hint: no organism that was trained here lists it. Move it away, or write into another folder with --out DIR.";
const SAE_FILES = ["cfg.json", "sae_weights.safetensors", "sparsity.safetensors"];

/**
 * Makes sure that an organism can be exported into a folder before it is trained for half an hour.
 *
 * Throws: AlreadyExistsError for a file in the way that no earlier organism lists; UnwritableFolderError.
 */
export async function checkExportFolder(folder: string): Promise<void> {
  const sae = SAE_FILES.map((name) => `sae/blocks.${SAE_LAYER}.hook_resid_pre/${name}`);
  const paths = ["config.json", "model.safetensors", ...Object.keys(tokenizerFiles(1)), ...sae, PROVENANCE];
  await typed(folder, () =>
    checkNothingIsInTheWay(folder, { paths, listing: listedByProvenance, hint: HINT }),
  );
}

/** Puts an organism into a folder in the place of an earlier one, all of it or nothing. Throws: as `checkExportFolder`. */
export async function exportOrganism(folder: string, files: Files, provenance: object): Promise<void> {
  const all = { [PROVENANCE]: `${JSON.stringify(provenance, null, 2)}\n`, ...files };
  const set = Object.entries(all).map(([path, content]) => ({ path, content }));
  await typed(folder, () => replaceFiles(folder, { files: set, listing: listedByProvenance, hint: HINT }));
}

/** The files of the organism in a folder, as its provenance lists them; none where there is none. */
async function listedByProvenance(folder: string): Promise<readonly string[]> {
  const file = join(folder, PROVENANCE);
  try {
    const { files } = await readJsonObject(file, "the provenance", HINT);
    return typeof files === "object" && files !== null ? [PROVENANCE, ...Object.keys(files)] : [];
  } catch (error) {
    if (error instanceof MissingFileError) return [];
    throw error;
  }
}

async function typed(folder: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (cause) {
    throw cause instanceof BagOfLatentsError ? cause : new UnwritableFolderError({ folder, cause });
  }
}
