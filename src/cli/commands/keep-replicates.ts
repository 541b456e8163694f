import { join } from "node:path";
import type { Ledger } from "../../claim/registration/ledger.generated.ts";
import { parseLedger } from "../../claim/registration/parse-ledger.ts";
import { InvalidInputError } from "../../errors/index.ts";
import { readLedgers } from "../../files/registered/ledger-file.ts";
import { writeKeptReplicates } from "../../files/registered/replicates-file.ts";
import { readReport } from "../../files/report-files.ts";
import { fileAtCommit } from "../../files/run-provenance.ts";
import type { GoldenStore } from "../../golden/golden-store.ts";
import { keepReplicates } from "../../report/replicates/keep-replicates.ts";
import { nameOf } from "../../report/replicates/with-replicates.ts";
import type { Report } from "../../report/report.generated.ts";
import { count } from "../../report/words/format.ts";
import { checkMayAccept } from "./golden-accept.ts";

export interface KeepOptions {
  /** The checkout. */
  readonly root: string;
  readonly store: Pick<GoldenStore, "ci">;
  readonly because: string;
  readonly now: Date;
}

/** The ledger as the runs had it, which may have changed since. Throws: InvalidInputError where git does not know their commit. */
function ledgerOfRuns(root: string, file: string, { provenance: { commit } }: Report): Ledger {
  const text = commit === null ? null : fileAtCommit(root, commit, file);
  if (text !== null) return parseLedger(text, file);
  throw new InvalidInputError({
    what: "the commit of replicates to keep",
    got: commit ?? "none",
    want: `one of this checkout that has ${file}: it says what was registered when they ran`,
    hint: "Hint: keep them in the checkout that made them, or fetch that commit.",
  });
}

/**
 * Keeps what the reports in these folders came to beside the ledger of their model, for every later report of a run that is
 * one of them; tells what was written and what could not be kept.
 *
 * Throws: GoldenRefusedError in CI and without a reason; InvalidInputError for a model without a ledger; as `readReport` and
 * `keepReplicates`.
 */
export async function keepReplicatesOf(
  folders: readonly string[],
  { root, store, because, now }: KeepOptions,
): Promise<string> {
  checkMayAccept(store, "replicates", because);
  const reports = await Promise.all(folders.map((folder) => readReport(join(folder, "report.json"))));
  const [first] = reports;
  const ledgers = first === undefined ? [] : await readLedgers(root, first.paper.id);
  const found = ledgers.find(({ ledger }) => ledger.model.weights === first?.model.weightsDigest);
  if (first === undefined || found === undefined)
    throw new InvalidInputError({
      what: "the model of replicates to keep",
      got: first?.model.weightsDigest ?? "none",
      want: `one that a ledger is of: ${ledgers.map(({ ledger }) => ledger.model.name).join(", ") || "there is none"}`,
      hint: 'Hint: npm run register -- --because "..." dates what decides a criterion, before its runs.',
    });
  const kept = keepReplicates(reports, ledgerOfRuns(root, found.file, first), {
    date: now.toISOString().slice(0, 10),
    because: because.trim(),
  });
  const file = await writeKeptReplicates(root, found.file, kept);
  const lacking = first.criteria.map((one) => nameOf(one, kept)).filter((name) => !(name in kept.criteria));
  const lines = [
    `${file}: ${count(Object.keys(kept.criteria).length, "criterion", "criteria")} of ${count(kept.seeds.length, "run")} kept.`,
    ...lacking.map((name) => `  not kept, since it is not as registered: ${name}`),
  ];
  return `${lines.join("\n")}\n`;
}
