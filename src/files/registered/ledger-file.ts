import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Ledger } from "../../claim/registration/ledger.generated.ts";
import { parseLedger } from "../../claim/registration/parse-ledger.ts";
import { MalformedFileError } from "../../errors/index.ts";
import { readText } from "../read-text.ts";
import { writeAtomically } from "../write-atomically.ts";

/** Where the ledgers of a paper lie, from the checkout: one file a model. */
export const LEDGERS = "spec/registered";

/** Where the ledgers of one paper lie, from the checkout. */
export function ledgersOf(paper: string): string {
  return `${LEDGERS}/${paper}`;
}

/** A ledger and where it lies, from the checkout. */
export interface LedgerFile {
  readonly file: string;
  readonly ledger: Ledger;
}

/** Every ledger of a paper, by name; none where it has no folder. Throws: MalformedFileError, also for that of another paper; as `readText`. */
export async function readLedgers(root: string, paper: string): Promise<readonly LedgerFile[]> {
  const folder = ledgersOf(paper);
  const names = await readdir(join(root, folder)).catch(() => []); // a paper may have registered nothing
  const files = names.filter((name) => name.endsWith(".json")).sort();
  return Promise.all(
    files.map(async (name) => {
      const file = `${folder}/${name}`;
      const hint = "Hint: restore it from version control.";
      const ledger = parseLedger(await readText(join(root, file), { what: "a ledger", hint }), file);
      if (ledger.paper !== paper)
        throw new MalformedFileError({ file, fact: `is of the paper "${ledger.paper}"`, hint });
      return { file, ledger };
    }),
  );
}

/** The ledger of a paper for the model with these weights; null where nothing was registered for it. */
export async function ledgerOf(root: string, paper: string, weights: string): Promise<Ledger | null> {
  const ledgers = await readLedgers(root, paper);
  return ledgers.find(({ ledger }) => ledger.model.weights === weights)?.ledger ?? null;
}

/** Writes a ledger, whole or not at all. */
export async function writeLedger(root: string, { file, ledger }: LedgerFile): Promise<void> {
  const text = `${JSON.stringify(ledger, null, 2)}\n`;
  await writeAtomically(join(root, file), (append) => append(new TextEncoder().encode(text)));
}
