import { undated, withEntries } from "../../claim/registration/register.ts";
import { type LedgerFile, ledgersOf, readLedgers, writeLedger } from "../../files/registered/ledger-file.ts";
import type { GoldenStore } from "../../golden/golden-store.ts";
import { firstLedgers, otherBases, registeredBases } from "../../paper/ledgers.ts";
import type { Paper } from "../../paper/paper.ts";
import type { CriteriaAsTheyAre } from "../../vitest/criteria-as-they-are.ts";
import { EXIT } from "../exit-code.ts";
import { checkMayAccept } from "./golden-accept.ts";

export interface RegisterOptions {
  /** The checkout, or the project that the package is installed in. */
  readonly root: string;
  readonly papers: readonly Pick<Paper, "id" | "subject" | "protocol">[];
  /** sha256 of the shipped organism's weights. */
  readonly organism: string;
  readonly store: Pick<GoldenStore, "ci">;
  readonly because: string;
  /** What is known of the models; null: what each ledger says. */
  readonly known: string | null;
  readonly now: Date;
  /** The criteria as they are, for each of these ledgers. */
  readonly ask: (ledgers: readonly LedgerFile[]) => Promise<CriteriaAsTheyAre>;
}

/**
 * Adds an entry to the ledgers for every criterion that is new, another or gone, with the reason and the date; gives the
 * exit code. A paper without a ledger gets its first ones. Nothing is measured and nothing that was registered is changed.
 *
 * Throws: GoldenRefusedError in CI and without a reason; MalformedFileError for a ledger that was edited.
 */
export async function register(options: RegisterOptions): Promise<number> {
  const { root, store, because, known, now, ask } = options;
  checkMayAccept(store, "the ledger", because);
  const ledgers = (await Promise.all(options.papers.map((paper) => ledgersFor(paper, options)))).flat();
  const { byFile, failures } = await ask(ledgers);
  if (failures.length > 0) {
    process.stderr.write([...failures, "Nothing was registered."].map((line) => `${line}\n`).join(""));
    return EXIT.failed;
  }
  const date = now.toISOString().slice(0, 10);
  const registering = { date, because: because.trim(), ...(known !== null && { known }) };
  const lacking = ledgers.flatMap(({ file, ledger, other }) => {
    const criteria = byFile.get(file) ?? new Map();
    const said = [...other, ...undated(ledger, criteria)].map((line) => `  ${line}\n`);
    return said.length === 0 ? [] : [{ file, said, ledger: withEntries(ledger, criteria, registering) }];
  });
  for (const { file, ledger, said } of lacking) {
    await writeLedger(root, { file, ledger });
    process.stdout.write(`${file}: ${said.length} registered on ${date}.\n${said.join("")}`);
  }
  if (lacking.length === 0) process.stdout.write("Every criterion is what the ledgers say.\n");
  return EXIT.asExpected;
}

/** A ledger with its paper's own numbers of bases, and in what it had others. */
interface OwnLedger extends LedgerFile {
  readonly other: readonly string[];
}

/** The ledgers of a paper; where it has none, those that it begins with. */
async function ledgersFor(
  paper: RegisterOptions["papers"][number],
  { root, organism, known }: RegisterOptions,
): Promise<readonly OwnLedger[]> {
  const there = await readLedgers(root, paper.id);
  if (there.length > 0)
    return there.map(({ file, ledger }) => ({
      file,
      ledger: { ...ledger, ...registeredBases(paper, ledger.model.weights) },
      other: otherBases(ledger, paper),
    }));
  const first = Object.entries(firstLedgers(paper, { organism, known }));
  return first.map(([name, ledger]) => ({ file: `${ledgersOf(paper.id)}/${name}.json`, ledger, other: [] }));
}
