import type { RegisteredFacts } from "../claim/registration/ledger.generated.ts";
import { type GoldenStore, writeWhole } from "../golden/golden-store.ts";

/** Folder of candidates for ledgers, below that of the goldens'. */
export const PENDING = "registered";

/** What waits for `npm run register`: a ledger's file from the checkout, and the criteria as they are. */
export interface PendingRegistration {
  readonly file: string;
  readonly now: Readonly<Record<string, RegisteredFacts>>;
}

/** Keeps criteria as they are for the ledger `file`, until a person registers them. Nothing is kept in CI. */
export function keepForRegistration(
  store: GoldenStore,
  file: string,
  now: ReadonlyMap<string, RegisteredFacts>,
): void {
  if (store.ci) return;
  const pending: PendingRegistration = { file, now: Object.fromEntries(now) };
  writeWhole(
    store.pendingDirectory,
    `${PENDING}/${file.split("/").slice(-2).join("/")}`,
    JSON.stringify(pending),
  );
}
