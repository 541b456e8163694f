import { join } from "node:path";
import type { Ledger } from "../../claim/registration/ledger.generated.ts";
import { parseLedger } from "../../claim/registration/parse-ledger.ts";
import { undated, withEntries } from "../../claim/registration/register.ts";
import { readText } from "../../files/read-text.ts";
import { writeLedger } from "../../files/registered/ledger-file.ts";
import type { GoldenStore } from "../../golden/golden-store.ts";
import { forgetPending, pendingGoldens } from "../../golden/pending-goldens.ts";
import { PENDING, type PendingRegistration } from "../../vitest/pending-registration.ts";
import type { SpecFailures } from "../../vitest/run-specs.ts";
import { EXIT } from "../exit-code.ts";
import { checkMayAccept } from "./golden-accept.ts";

export interface RegisterOptions {
  /** The checkout. */
  readonly root: string;
  readonly store: GoldenStore;
  readonly because: string;
  /** What is known of the models; null: what each ledger says. */
  readonly known: string | null;
  readonly now: Date;
  /** Compares the ledgers with the criteria, and leaves a candidate for each that lacks something. */
  readonly check: () => Promise<SpecFailures>;
}

/**
 * Adds an entry to the ledgers for every criterion that is new, another or gone, with the reason and the date; gives the
 * exit code. Nothing is measured and nothing that was registered is changed.
 *
 * Throws: GoldenRefusedError in CI and without a reason; MalformedFileError for a ledger that was edited.
 */
export async function register(options: RegisterOptions): Promise<number> {
  const { root, store, because, known, now, check } = options;
  checkMayAccept(store, "the ledger", because);
  forgetPending(store, PENDING);
  const failures = await check();
  const pending = pendingGoldens(store, PENDING);
  if (failures.length > pending.length) {
    process.stderr.write([...failures, "Nothing was registered."].map((line) => `${line}\n`).join(""));
    return EXIT.failed;
  }
  for (const candidate of pending) {
    const { file, now: facts } = JSON.parse(
      await readText(join(store.pendingDirectory, candidate), {
        what: "a candidate",
        hint: "Hint: run it again.",
      }),
    ) as PendingRegistration;
    const ledger = await ledgerIn(root, file);
    const criteria = new Map(Object.entries(facts));
    const date = now.toISOString().slice(0, 10);
    await writeLedger(root, {
      file,
      ledger: withEntries(ledger, criteria, {
        date,
        because: because.trim(),
        ...(known !== null && { known }),
      }),
    });
    const lines = undated(ledger, criteria).map((line) => `  ${line}\n`);
    process.stdout.write(`${file}: ${lines.length} registered on ${date}.\n${lines.join("")}`);
  }
  if (pending.length === 0) process.stdout.write("Every criterion is what the ledgers say.\n");
  forgetPending(store, PENDING);
  return EXIT.asExpected;
}

async function ledgerIn(root: string, file: string): Promise<Ledger> {
  const hint = "Hint: restore it from version control.";
  return parseLedger(await readText(join(root, file), { what: "a ledger", hint }), file);
}
