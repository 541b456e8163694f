import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { KeptReplicates } from "../../report/replicates/kept-replicates.generated.ts";
import { parseKeptReplicates } from "../../report/replicates/parse-kept-replicates.ts";
import { jsonInLines } from "../../report/report-to-json.ts";
import { readText } from "../read-text.ts";
import { writeAtomically } from "../write-atomically.ts";
import { LEDGERS } from "./ledger-file.ts";

/** Where the replicates of a paper are kept, from the checkout: a file a model, named as its ledger is. */
function folderOf(paper: string): string {
  return `${LEDGERS}/${paper}/replicates`;
}

/** The replicates that are kept of a paper for the model with these weights; null where there are none. Throws: MalformedFileError; as `readText`. */
export async function keptReplicatesOf(
  root: string,
  paper: string,
  weights: string,
): Promise<KeptReplicates | null> {
  const folder = folderOf(paper);
  const names = await readdir(join(root, folder)).catch(() => []); // most papers have none
  for (const name of names.filter((one) => one.endsWith(".json")).sort()) {
    const file = `${folder}/${name}`;
    const text = await readText(join(root, file), {
      what: "kept replicates",
      hint: "Hint: restore it from version control.",
    });
    const kept = parseKeptReplicates(text, file);
    if (kept.model.weights === weights) return kept;
  }
  return null;
}

/** Writes them beside the ledger `ledgerFile`, whole or not at all; gives the file, from the checkout. */
export async function writeKeptReplicates(
  root: string,
  ledgerFile: string,
  kept: KeptReplicates,
): Promise<string> {
  const file = `${folderOf(kept.paper)}/${ledgerFile.slice(ledgerFile.lastIndexOf("/") + 1)}`;
  await writeAtomically(join(root, file), (append) => append(new TextEncoder().encode(jsonInLines(kept))));
  return file;
}
